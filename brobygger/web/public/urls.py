"""Addresses that need no sign-in. Each stands in OPEN_TO_ALL with its reason."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
