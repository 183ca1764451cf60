"""Addresses for telling a group about its next session."""

from django.urls import URLPattern, path

from brobygger.web.partners.telling import views

urlpatterns: list[URLPattern] = [
    path("moedegange/<uuid:session_id>/skriv-til-alle/", views.tell_session, name="tell_session"),
]
