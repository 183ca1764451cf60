"""Addresses of those who wait, and of groups in the making."""

from django.urls import URLPattern, path

from brobygger.web.staff.waiting import (
    accepting,
    fairness,
    groups,
    hub,
    meetings,
    moving,
    pair_terms,
    pairs,
    places,
    sides,
    weights,
)

urlpatterns: list[URLPattern] = [
    path("venter/", hub.waiting, name="waiting"),
    path("venter/grupper/", groups.begin, name="begin_group_proposal"),
    path("venter/grupper/<uuid:group_proposal_id>/", groups.proposal, name="group_proposal"),
    path("venter/grupper/<uuid:group_proposal_id>/oensker/", groups.company, name="company_wish"),
    path("venter/grupper/<uuid:group_proposal_id>/<int:number>/", accepting.accept, name="accept_proposed_group"),
    path("venter/point/", weights.weights, name="weights"),
    path("venter/<uuid:programme_id>/", sides.sides, name="two_sides"),
    path("venter/<uuid:programme_id>/videre/", moving.moving, name="move_on"),
    path("venter/<uuid:programme_id>/moeder/", meetings.meetings, name="meeting_waits"),
    path("venter/<uuid:programme_id>/fair/", fairness.fair, name="fairness"),
    path("venter/<uuid:programme_id>/pladser/", places.places, name="places"),
    path("venter/<uuid:programme_id>/gruppe/<uuid:group_id>/", places.for_group, name="place_in_group"),
    path("venter/<uuid:programme_id>/tilbud/<uuid:offer_id>/", places.for_offer, name="place_in_offer"),
    path(
        "venter/<uuid:programme_id>/frivillig/<uuid:membership_id>/", places.for_volunteer, name="place_with_volunteer"
    ),
    path("venter/plads/<uuid:held_place_id>/", places.answer, name="held_place"),
    path("venter/par/<uuid:programme_id>/", pairs.pairs, name="pairs"),
    path("venter/par/<uuid:programme_id>/regler/", pair_terms.terms, name="pair_terms"),
    path("venter/par/<uuid:programme_id>/foelges/", pair_terms.together, name="pair_duos"),
    path("venter/par/godkend/<uuid:proposed_pair_id>/", pairs.accept, name="accept_pair"),
    path("venter/frivillige/<uuid:membership_id>/", pairs.volunteer, name="volunteer_wishes"),
]
