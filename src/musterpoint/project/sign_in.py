"""Who may get an account: nobody by themselves. An administrator makes it, or the demo does."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the library calls it so
        return False


class ProviderByInvitation(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """The identity provider signs in people who have an account, and makes none."""

    def is_open_for_signup(
        self,
        request: HttpRequest,  # noqa: ARG002  # the library calls it so
        sociallogin: SocialLogin,  # noqa: ARG002  # the library calls it so
    ) -> bool:
        return False
