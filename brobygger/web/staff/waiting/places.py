"""Places for those who wait: who is next, offered until a day, and the answer when it comes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.communities.offers import queries as offers
from brobygger.communities.volunteers import queries as volunteers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import agree, offer_place
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.matching import places as held_places
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.access.roles import Role
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.forms import ReferWithConsentForm
from brobygger.web.staff.matching.reasons import said_for
from brobygger.web.staff.waiting import pair_telling, telling
from brobygger.web.staff.waiting.groups import uuid_of
from brobygger.web.staff.waiting.pair_forms import AcceptPairForm, AcceptPairWithConsentForm
from brobygger.web.staff.waiting.place_forms import AnswerByForm, NoForm, YesForm

MOST_SHOWN = 30


@guarded(Action.MATCH_WAITING)
def places(request: Request, programme_id: UUID) -> HttpResponse:
    """Places that are held, the late ones first; and those that can be offered."""
    actor: Actor = request.actor
    today = local_date(now())
    programme = programmes.get(actor, programme_id)
    held = held_places.of_programme(actor, programme.id)
    names = read_many(
        actor, [place.person_id for place in held], purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONTACT}
    )
    taken = Counter(place.volunteer_id or place.group_id or place.offer_id for place in held)
    free = offers.places_free(actor)
    return page(
        request,
        "staff/waiting/places.jinja",
        programme=programme,
        held=[_held(place, names[place.person_id], today) for place in held if place.person_id in names],
        groups=[
            (group, group.places - taken[group.id])
            for group in groups.with_places(actor, programme.id)
            if group.offer_id and group.places > taken[group.id]
        ],
        volunteers=[one for one in volunteers.ready(actor, on=today) if one.places > taken[one.id]],
        offers=[
            (offer, free[offer.id] - taken[offer.id])
            for offer in offers.local_offers(actor).select_related("organisation")
            if offer.organisation_id and free.get(offer.id, 0) > taken[offer.id]
        ],
    )


def _held(place: Any, person: Any, today: date) -> dict[str, Any]:
    return {
        "place": place,
        "person": person,
        "where": offer_place.name_of(offer_place.target_of(place)),
        "late": place.answer_by < today,
    }


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def for_group(request: Request, programme_id: UUID, group_id: UUID) -> HttpResponse:
    """Who is next for a place in a group."""
    group = groups.get(request.actor, group_id)
    if group.offer_id is None:
        raise NotVisible("group with an offer")
    group.offer = offers.get(request.actor, group.offer_id)
    return _line(request, programme_id, group, "place_in_group")


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def for_offer(request: Request, programme_id: UUID, offer_id: UUID) -> HttpResponse:
    """Who is next for a place in an organisation's offer."""
    offer = offers.get(request.actor, offer_id)
    if offer.organisation_id is None:
        raise NotVisible("offer of the municipality")
    return _line(request, programme_id, offer, "place_in_offer")


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def for_volunteer(request: Request, programme_id: UUID, membership_id: UUID) -> HttpResponse:
    """Who is next for a volunteer."""
    volunteer = access.get_membership(request.actor, membership_id)
    if volunteer.role != Role.VOLUNTEER:
        raise NotVisible("volunteer")
    return _line(request, programme_id, volunteer, "place_with_volunteer")


def _line(request: Request, programme_id: UUID, target: Any, name: str) -> HttpResponse:
    actor: Actor = request.actor
    today = local_date(now())
    programme = programmes.get(actor, programme_id)
    usual = {"answer_by": today + timedelta(days=offer_place.days_held(programme))}
    form = AnswerByForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        episode = episodes.get(actor, uuid_of(request.POST.get("episode", "")))
        if episode.programme_id != programme.id:
            raise NotVisible("episode of the programme")
        held = offer_place.offer(
            episode=episode, target=target, answer_by=form.cleaned_data["answer_by"], by=actor, at=now()
        )
        said = _("Pladsen holdes. Ring, og skriv svaret her, når det kommer.")
        return done(request, said, reverse("held_place", args=[held.id]))
    line = offer_place.line_for(programme=programme, target=target, by=actor, on=today)
    is_pair = name == "place_with_volunteer"
    return page(
        request,
        "staff/waiting/line.jinja",
        status=422 if request.method == "POST" else 200,
        programme=programme,
        target=target,
        here=reverse(name, args=[programme.id, target.id]),
        left=line.left,
        form=form,
        people=[_in_line(waiting, one, is_pair) for waiting, one in line.people[:MOST_SHOWN]],
        more=max(0, len(line.people) - MOST_SHOWN),
    )


def _in_line(waiting: Any, one: Any, is_pair: bool) -> dict[str, Any]:
    if is_pair:
        why, against = pair_telling.why(one.reasons), pair_telling.against(one.blocks)
    else:
        why, against = said_for(one.reasons), telling.why_out(one.blocks, {})
    return {
        "episode_id": waiting.row.episode_id,
        "person": waiting.person,
        "waited": telling.waited(one.waited_days),
        "why": why,
        "against": against,
        "asked": one.asked,
    }


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def answer(request: Request, held_place_id: UUID) -> HttpResponse:
    """The answer, by whoever is there when it comes: yes, no, a later day, or passed on after the day."""
    actor: Actor = request.actor
    today = local_date(now())
    place = held_places.get(actor, held_place_id)
    view = read_many(
        actor, [place.person_id], purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONTACT, Fields.CONSENTS}
    ).get(place.person_id)
    if view is None:
        raise NotVisible("held place")
    consent = offer_place.consent_for(place, on=today) if place.status == "held" else None
    what = next((act for act in ("yes", "no", "longer", "pass_on") if act in request.POST), "")
    data = request.POST if request.method == "POST" else None
    yes = _yes_form(place, consent, data if what == "yes" else None, today)
    no = NoForm(data if what == "no" else None)
    later = {"answer_by": max(today, place.answer_by) + timedelta(days=3)}
    longer = AnswerByForm(data if what == "longer" else None, initial=later)
    if request.method == "POST":
        said = _carried_out(what, place, consent, {"yes": yes, "no": no, "longer": longer}, actor)
        if said:
            return done(request, said, reverse("places", args=[place.programme_id]))
    return page(
        request,
        "staff/waiting/held_place.jinja",
        status=422 if request.method == "POST" else 200,
        place=place,
        person=view,
        where=offer_place.name_of(offer_place.target_of(place)),
        receiver=(place.volunteer or place.offer).organisation.name,
        late=place.answer_by < today,
        consent=consent,
        text=f"consent/{CONSENT_TEXT[ConsentPurpose.REFERRAL]}.jinja",
        data=[],
        until=consent.expires_on if consent else today + timedelta(days=DEFAULT_DAYS),
        yes=yes,
        no=no,
        longer=longer,
        wrong=next((one for one in (yes, no, longer) if one.is_bound), yes),
    )


def _yes_form(place: Any, consent: Any, data: Any, today: date) -> Any:
    receiver = (place.volunteer or place.offer).organisation
    told = (str(receiver.id), receiver.name)
    if place.volunteer_id:
        if consent is not None:
            return AcceptPairForm(data, today=today)
        return AcceptPairWithConsentForm(data, today=today, receiver=told)
    if consent is not None:
        return YesForm(data)
    form = ReferWithConsentForm(
        data, receiver=told, today=today, initial={"data": [Fields.NAME, Fields.CONTACT, Fields.WISHES]}
    )
    del form.fields["words"]
    return form


def _carried_out(what: str, place: Any, consent: Any, forms: dict[str, Any], actor: Actor) -> str:
    """Do what was pressed; a sentence of it, or nothing when the form has a mistake."""
    at = now()
    if what == "pass_on":
        offer_place.pass_on(place=place, by=actor, at=at)
        return _("Pladsen er givet fri. Borgeren står stadig på ventelisten. Vælg den næste.")
    if what not in forms:
        raise Refusal(_("Vælg, hvad der skal ske."))
    form = forms[what]
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    if what == "no":
        offer_place.say_no(place=place, reason=given["reason"], by=actor, at=at)
        return _("Nejet er skrevet ned. Borgeren venter stadig, med den samme ventetid.")
    if what == "longer":
        offer_place.give_longer(place=place, answer_by=given["answer_by"], by=actor, at=at)
        return _("Pladsen holdes lidt længere.")
    if consent is None and place.status == "held":
        agree.agree_to_share(
            episode=place.episode,
            receiver=(place.volunteer or place.offer).organisation,
            data=[Fields(group) for group in given["data"]],
            how=given["how"],
            expires_on=given["expires_on"],
            by=actor,
            at=at,
        )
    offer_place.say_yes(place=place, next_on=given.get("next_on"), by=actor, at=at)
    if place.volunteer:
        return str(_("De er et makkerpar. %s ringer før den første gang.") % place.volunteer.name)
    return _("Sendt til %(name)s.") % {"name": place.offer.organisation.name}
