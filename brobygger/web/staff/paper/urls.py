"""Addresses of paper. A printed code holds one of them: an identifier behind the sign-in, never a name."""

from django.urls import URLPattern, path

from brobygger.web.staff.paper import printing, slips, typing_in

urlpatterns: list[URLPattern] = [
    path("papir/", typing_in.desk, name="paper"),
    path("papir/seddel/", slips.type_in, name="typed_slip"),
    path("tilbud/<uuid:offer_id>/sedler/", slips.slips, name="offer_slips"),
    path("papir/samtykke/", printing.consent, name="consent_paper"),
    path("papir/samtalekort/", printing.talk_cards, name="talk_cards"),
    path("papir/min-dag/", printing.day, name="day_paper"),
    path("besoeg/<uuid:episode_id>/ark/", typing_in.proposed, name="proposed_sheet"),
    path("besoeg/<uuid:episode_id>/ark/udskriv/", printing.proposed, name="proposed_paper"),
    path("besoeg/<uuid:episode_id>/ark/<str:instrument>/", typing_in.sheet, name="sheet"),
    path("besoeg/<uuid:episode_id>/ark/<str:instrument>/udskriv/", printing.sheet, name="sheet_paper"),
    path("besoeg/<uuid:episode_id>/ark/<str:instrument>/sprog/<slug:tongue>/", printing.asked_in, name="sheet_in"),
]
