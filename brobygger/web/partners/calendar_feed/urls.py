"""Addresses for getting and taking back a calendar."""

from django.urls import URLPattern, path

from brobygger.web.partners.calendar_feed import views

urlpatterns: list[URLPattern] = [
    path("min-kalender/", views.own, name="own_calendar"),
    path("min-kalender/slet/", views.end_own, name="end_own_calendar"),
    path("borgere/<uuid:person_id>/kalender/", views.of_person, name="person_calendar"),
    path("borgere/<uuid:person_id>/aftaler/", views.agreed, name="agreed_with_person"),
    path("borgere/<uuid:person_id>/kalender/slet/", views.end_of_person, name="end_person_calendar"),
]
