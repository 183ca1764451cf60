"""Addresses of my_day."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
