"""Addresses of one's own offers."""

from django.urls import URLPattern, path

from brobygger.web.partners.offers import views

urlpatterns: list[URLPattern] = [
    path("tilbud/nyt/", views.new, name="offer_new"),
    path("tilbud/<uuid:offer_id>/hvem/", views.suits, name="offer_suits"),
    path("tilbud/<uuid:offer_id>/nyt/", views.change, name="offer_change"),
    path("tilbud/<uuid:offer_id>/tag-af/", views.take_off, name="offer_take_off"),
    path("tilbud/<uuid:offer_id>/laeg-paa/", views.put_on, name="offer_put_on"),
]
