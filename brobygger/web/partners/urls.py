"""Addresses of the associations' and volunteers' pages."""

from importlib import import_module

from django.urls import URLPattern

_FOLDERS = (
    "referrals", "groups", "volunteers", "organisations", "keeping", "principles", "offers", "waiting", "texts",
    "rides", "telling", "calendar_feed", "joining", "cooperation", "at_home",
)  # fmt: skip

urlpatterns: list[URLPattern] = [
    pattern for folder in _FOLDERS for pattern in import_module(f"brobygger.web.partners.{folder}.urls").urlpatterns
]
