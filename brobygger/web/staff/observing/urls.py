"""Addresses of observations: one person's, the exchange with "Tidlig opsporing", and the short guide."""

from django.urls import URLPattern, path

from brobygger.web.staff.observing import door, exchange, guide, seen

urlpatterns: list[URLPattern] = [
    path("borgere/<uuid:person_id>/set/", seen.observations, name="observations"),
    path("borgere/<uuid:person_id>/set/vurdering/", seen.judge, name="judge"),
    path("borgere/<uuid:person_id>/ved-doeren/", door.door, name="door_visits"),
    path("hvad-kan-det-vaere/", guide.guide, name="apart"),
    path("borgere/<uuid:person_id>/fagperson/", guide.call, name="apart_call"),
    path("tidlig-opsporing/", exchange.exchange, name="early_detection"),
    path("tidlig-opsporing/observationer.csv", exchange.as_file, name="early_detection_file"),
]
