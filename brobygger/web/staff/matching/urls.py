"""Addresses of wishes, suggestions and offers."""

from django.urls import URLPattern, path

from brobygger.web.staff.matching import (
    alike,
    barriers,
    first_time,
    getting_there,
    offer_paper,
    offers,
    suggestions,
    visitation,
    wishes,
)

urlpatterns: list[URLPattern] = [
    path("forloeb/<uuid:episode_id>/oensker/", wishes.wishes, name="wishes"),
    path("forloeb/<uuid:episode_id>/i-vejen/", barriers.barriers, name="barriers"),
    path("forloeb/<uuid:episode_id>/foerste-tid/", first_time.first, name="first_time"),
    path("indsatser/<uuid:programme_id>/selskab/", first_time.given, name="company_given"),
    path("forloeb/<uuid:episode_id>/visitation/", visitation.ask, name="ask_visitation"),
    path("borgere/<uuid:person_id>/sprog/", alike.wished, name="wished_background"),
    path("visitation/", visitation.asked, name="visitation"),
    path("visitation/<uuid:visitation_ask_id>/", visitation.answer, name="answer_visitation"),
    path("forloeb/<uuid:episode_id>/forslag/", suggestions.suggestions, name="suggestions"),
    path("forloeb/<uuid:episode_id>/forslag/<uuid:offer_id>/", suggestions.refer_to, name="refer_to"),
    path(
        "forloeb/<uuid:episode_id>/forslag/<uuid:offer_id>/vejen-derhen/",
        getting_there.getting_there,
        name="getting_there",
    ),
    path("koersel/bestilt/<uuid:ordered_ride_id>/", getting_there.ordered_ride, name="ordered_ride"),
    path("forloeb/<uuid:episode_id>/venter/", suggestions.wait, name="wait"),
    path("forloeb/<uuid:episode_id>/venter-ikke/", suggestions.wait_no_more, name="wait_no_more"),
    path("henvisninger/<uuid:referral_id>/sendt/", suggestions.referred, name="referred"),
    path("tilbud/", offers.all_offers, name="offers"),
    path("tilbud/haefte/", offer_paper.booklet, name="offer_booklet"),
    path("tilbud/<uuid:offer_id>/papir/", offer_paper.slip, name="offer_paper"),
    path("tilbud/<uuid:offer_id>/plakat/", offer_paper.poster, name="offer_poster"),
]
