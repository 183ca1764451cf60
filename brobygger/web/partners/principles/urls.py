"""Addresses of the four principles for an offer."""

from django.urls import URLPattern, path

from brobygger.web.partners.principles import views

urlpatterns: list[URLPattern] = [
    path("tilbud/<uuid:offer_id>/principper/", views.principles, name="principles"),
    path("tilbud/<uuid:offer_id>/principper/svar/", views.answer, name="principles_answer"),
    path("tilbud/<uuid:offer_id>/principper.pdf", views.as_pdf, name="principles_pdf"),
]
