"""Addresses of texts for citizens: an offer's own, any other before it is sent, and how they all read."""

from django.urls import URLPattern, path

from brobygger.web.partners.texts import other_words, views

urlpatterns: list[URLPattern] = [
    path("tilbud/<uuid:offer_id>/ret/", views.offer, name="offer_edit"),
    path("tilbud/<uuid:offer_id>/andre-sprog/", other_words.other_words, name="offer_other_words"),
    path("tilbud/<uuid:offer_id>/passer/", views.still_right, name="offer_confirm"),
    path("tekster/", views.texts, name="texts"),
    path("tekster/tjek/", views.text_check, name="text_check"),
]
