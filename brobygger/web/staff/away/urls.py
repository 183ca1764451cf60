"""Addresses of being away."""

from django.urls import URLPattern, path

from brobygger.web.staff.away import views

urlpatterns: list[URLPattern] = [
    path("min-dag/vaek/", views.away, name="away"),
    path("min-dag/vaek/<uuid:away_id>/tilbage/", views.come_back, name="come_back"),
]
