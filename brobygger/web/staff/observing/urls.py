"""Addresses of observations: one person's, the exchange with "Tidlig opsporing", and the short guide."""

from django.urls import URLPattern, path

from brobygger.web.staff.observing import care_record, door, exchange, guide, seen

urlpatterns: list[URLPattern] = [
    path("borgere/<uuid:person_id>/set/", seen.observations, name="observations"),
    path("borgere/<uuid:person_id>/set/vurdering/", seen.judge, name="judge"),
    path("borgere/<uuid:person_id>/ved-doeren/", door.door, name="door_visits"),
    path("hvad-kan-det-vaere/", guide.guide, name="apart"),
    path("borgere/<uuid:person_id>/fagperson/", guide.call, name="apart_call"),
    path("tidlig-opsporing/", exchange.exchange, name="early_detection"),
    path("tidlig-opsporing/observationer.csv", exchange.as_file, name="early_detection_file"),
    path("omsorgsjournal/", care_record.bring, name="care_record"),
    path("omsorgsjournal/gem/", care_record.take_in, name="care_record_take_in"),
    path("borgere/<uuid:person_id>/omsorgsjournal/", care_record.person, name="care_record_person"),
    path("borgere/<uuid:person_id>/omsorgsjournal/svar.json", care_record.as_file, name="care_record_file"),
]
