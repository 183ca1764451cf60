"""How signing in differs from the library's way."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made by an organisation, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
