"""Addresses of keeping the directory true."""

from django.urls import URLPattern, path

from brobygger.web.partners.keeping import views

urlpatterns: list[URLPattern] = [
    path("tilbud/passer-det/", views.keeping, name="keeping"),
    path("tilbud/<uuid:offer_id>/passer-det/", views.one, name="keeping_offer"),
    path("tilbud/<uuid:offer_id>/spoerg/", views.ask, name="keeping_ask"),
    path("tilbud/<uuid:offer_id>/seddel/", views.new_slip, name="keeping_new_slip"),
    path("tilbud/<uuid:offer_id>/seddel.pdf", views.slip, name="keeping_slip"),
]
