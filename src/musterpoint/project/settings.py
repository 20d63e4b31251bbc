"""Django's settings, made from the environment; docs/reference/settings.md describes each variable.

Importing this starts nothing: the embedded database is started by ``musterpoint.project.launch``.
"""

import os
from urllib.parse import urlsplit

from musterpoint.project import environment

EMBEDDED = environment.is_embedded()
BASE_URL = os.environ.get("MUSTERPOINT_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HEARTBEAT_URL = os.environ.get("MUSTERPOINT_HEARTBEAT_URL", "")
MASTER_KEY = environment.master_key()
TWILIO_URL = os.environ.get("MUSTERPOINT_TWILIO_URL", "https://api.twilio.com").rstrip("/")
TWILIO_SID = os.environ.get("MUSTERPOINT_TWILIO_SID", "")
TWILIO_TOKEN = os.environ.get("MUSTERPOINT_TWILIO_TOKEN", "")
TWILIO_FROM = os.environ.get("MUSTERPOINT_TWILIO_FROM", "")
TWILIO_VOICE_FROM = os.environ.get("MUSTERPOINT_TWILIO_VOICE_FROM", "")
ALLOW_PRIVATE_WEBHOOKS = os.environ.get("MUSTERPOINT_ALLOW_PRIVATE_WEBHOOKS", "") == "1"
DATA_FOLDER = environment.data_folder()
ATTACHMENTS_FOLDER = os.environ.get("MUSTERPOINT_FILES", "").strip() or str(DATA_FOLDER / "files")
STATUS_FOLDER = os.environ.get("MUSTERPOINT_STATUS_FOLDER", "").strip()
STATUS_URL = os.environ.get("MUSTERPOINT_STATUS_URL", "").strip()
FRAMEWORKS_FOLDER = os.environ.get("MUSTERPOINT_FRAMEWORKS", "")

SECRET_KEY = environment.secret_key()
VAPID_PRIVATE_KEY = environment.vapid_private_key()
DEBUG = False
ALLOWED_HOSTS = environment.words("MUSTERPOINT_ALLOWED_HOSTS") or (
    ["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else []
)

DATABASES = {
    "default": environment.database(
        os.environ.get("DATABASE_URL")
        or os.environ.get(environment.EMBEDDED_URL)
        or "postgresql:///musterpoint?user=musterpoint&host=/nowhere"
    )
}
# The address is unique by a constraint on its lower case, which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "musterpoint.interfaces.web",
    "musterpoint.interfaces.console",
    "musterpoint.apps.reporting",
    "musterpoint.apps.exercises",
    "musterpoint.apps.complaints",
    "musterpoint.apps.communications",
    "musterpoint.apps.support",
    "musterpoint.apps.escalation",
    "musterpoint.apps.alerts",
    "musterpoint.apps.incidents",
    "musterpoint.apps.rotas",
    "musterpoint.apps.policies",
    "musterpoint.apps.organisation",
    "musterpoint.apps.notifications",
    "musterpoint.apps.timers",
    "musterpoint.apps.jobs",
    "musterpoint.apps.ledger",
    "musterpoint.apps.vault",
    "musterpoint.apps.attachments",
    "musterpoint.apps.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
]

# A worker opens no door, so it starts sooner and takes a fifth less memory without their packages.
if os.environ.get(environment.WITHOUT_DOORS):
    DOORS = ("allauth", "ninja", "musterpoint.interfaces.web")
    INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(DOORS)]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "musterpoint.interfaces.web.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "musterpoint.interfaces.web.gate.SignedIn",
    "musterpoint.interfaces.web.gate.Page",
    "musterpoint.interfaces.web.screening.Screening",
]

ROOT_URLCONF = "musterpoint.project.urls"
WSGI_APPLICATION = "musterpoint.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "musterpoint.interfaces.web.context.frame",
            ],
        },
    },
]

# Sign-in: by e-mail, with a second factor or a passkey. Accounts are made by an administrator.
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SAMPLE_PASSWORD = os.environ.get("SAMPLE_CENTRE_PASSWORD", "") if EMBEDDED else ""  # by `demo`
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "musterpoint.project.sign_in.ByInvitation"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail from here
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Musterpoint: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https://") else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Musterpoint"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED

# One identity provider, trusted to vouch for the address of a person who has an account here.
SOCIALACCOUNT_ADAPTER = "musterpoint.project.sign_in.ProviderByInvitation"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
OIDC_ISSUER = os.environ.get("MUSTERPOINT_OIDC_ISSUER", "")
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "company",
                    "name": "your company account",
                    "client_id": os.environ.get("MUSTERPOINT_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("MUSTERPOINT_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }

# Cookies only ever travel over TLS, but for an evaluation on this machine itself.
SECURE = BASE_URL.startswith("https://") or not EMBEDDED
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "musterpoint_session"
CSRF_COOKIE_NAME = "musterpoint_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(BASE_URL))]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

MAX_BODY_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "musterpoint.project.static.VersionedStorage"},
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # the centre's zone is applied where instants are shown

BOUNCE_ADDRESS = os.environ.get("MUSTERPOINT_BOUNCE_ADDRESS", "").strip()
BOUNCE_MAILBOX = os.environ.get("MUSTERPOINT_BOUNCE_MAILBOX", "").strip()
RECEIPTS_KEY = os.environ.get("MUSTERPOINT_RECEIPTS_KEY", "").strip()
EMAIL_CONFIGURED = bool(os.environ.get("EMAIL_URL"))
vars().update(environment.email(os.environ.get("EMAIL_URL") or "smtp://localhost:25/"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "musterpoint.project.masked_log.Masked",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"secrets": {"()": "musterpoint.project.hidden_addresses.HideSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
