"""Addresses of a volunteer's own page: the one person he or she meets."""

from django.urls import URLPattern, path

from brobygger.web.partners.volunteers import own_background, views

urlpatterns: list[URLPattern] = [
    path("mine-sprog/", own_background.own_background, name="own_background"),
    path("min-borger/<uuid:person_id>/", views.my_person, name="my_person"),
    path("min-borger/<uuid:person_id>/vi-moedtes/", views.we_met, name="we_met"),
    path("min-borger/<uuid:person_id>/naeste-gang/", views.next_time, name="next_time"),
    path("min-borger/<uuid:person_id>/kan-ikke/", views.cannot_come, name="cannot_come"),
    path("min-borger/<uuid:person_id>/bekymret/", views.worried, name="worried"),
]
