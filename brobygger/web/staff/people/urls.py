"""Addresses of people, their consents and measurements."""

from django.urls import URLPattern, path

from brobygger.web.staff.people import (
    also,
    consents,
    facts,
    find,
    in_turn,
    judged,
    measure,
    paying,
    person,
    questions,
    talks,
    target,
    way,
)

urlpatterns: list[URLPattern] = [
    path("borgere/", find.find_people, name="people"),
    path("borgere/ny/", find.add_person, name="add_person"),
    path("borgere/<uuid:person_id>/", person.person, name="person"),
    path("borgere/<uuid:person_id>/ret/", facts.edit_person, name="edit_person"),
    path("borgere/<uuid:person_id>/paaroerende/", facts.add_relative, name="add_relative"),
    path("borgere/<uuid:person_id>/farvel/<slug:how>/", facts.person_gone, name="person_gone"),
    path("borgere/<uuid:person_id>/maalgruppe/", target.target, name="person_target"),
    path("borgere/<uuid:person_id>/maalgruppe/svar/", judged.judged, name="person_judged"),
    path("borgere/<uuid:person_id>/frivillig/", also.also_volunteer, name="also_volunteer"),
    path("borgere/<uuid:person_id>/spoergsmaal/", questions.questions, name="person_questions"),
    path("borgere/spoergsmaal/<uuid:person_question_id>/", questions.answer, name="person_question"),
    path("borgere/<uuid:person_id>/snak/", talks.talk, name="talk"),
    path("borgere/<uuid:person_id>/indsats/", way.take_in, name="take_in"),
    path("borgere/<uuid:person_id>/samtykke/<slug:kind>/", consents.give_consent, name="give_consent"),
    path("henvisninger/<uuid:referral_id>/betaling/", paying.paying, name="paying"),
    path("samtykker/<uuid:consent_id>/", consents.consent, name="consent"),
    path("samtykker/<uuid:consent_id>/traek-tilbage/", consents.withdraw_consent, name="withdraw_consent"),
    path("forloeb/<uuid:episode_id>/stop/", way.close_episode, name="close_episode"),
    path("forloeb/<uuid:episode_id>/spoerg-igen/", way.ask_again, name="ask_again"),
    path("screeninger/<uuid:screening_id>/i-tur/", in_turn.in_turn, name="in_turn"),
    path("maalinger/<uuid:measurement_id>/", measure.measurement, name="measurement"),
]
