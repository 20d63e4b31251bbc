"""The Django application for any WSGI server. It has no live updates; ``asgi`` has them."""

import os

from django.core.wsgi import get_wsgi_application

from musterpoint.project import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musterpoint.project.settings")
environment.refuse_if_unfit()

application = get_wsgi_application()
