"""Addresses of access: data protection's pages."""

from django.urls import URLPattern, path

from brobygger.web.staff.access import views

urlpatterns: list[URLPattern] = [
    path("adgang/", views.read_log, name="read_log"),
    path("adgang/samtykker/", views.consents, name="consent_log"),
    path("adgang/kontrol/", views.check_log, name="check_log"),
]
