"""Suggestions with reasons, and passing the person on to the one that was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import agree, alike, refer
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.matching import queries as matching
from brobygger.pathway.matching import roads
from brobygger.pathway.matching.rules import if_barrier_removed, kilometres
from brobygger.pathway.matching.ways_rules import Way, ways
from brobygger.pathway.referrals import queries as referrals
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.registry.people.queries import read_many, valid_consent, wished_backgrounds
from brobygger.web.shared import words
from brobygger.web.shared.expecting import expectation
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.forms import ReferForm, ReferWithConsentForm
from brobygger.web.staff.matching.offers import of_national, of_offer
from brobygger.web.staff.matching.reasons import said_against, said_for, said_if_solved, way_in_words, wishes_in_words

MOST_SHOWN = 30
_SEEKER = {
    Fields.NAME, Fields.AGE, Fields.ADDRESS, Fields.WALKING, Fields.SENSES, Fields.WISHES,
}  # fmt: skip


@guarded(Action.REFER)
def suggestions(request: Request, episode_id: UUID) -> HttpResponse:
    """Left the wishes, right the offers: those possible first, best first, each with why."""
    actor: Actor = request.actor
    episode, view = _seen(actor, episode_id, _SEEKER)
    wishes = matching.newest(actor, episode_id)
    judged = matching.suggestions(actor, person=view, wishes=wishes, on=local_date(now()))
    asked = {each.offer_id: each.status for each in referrals.of_episode(actor, episode_id)}
    there = _alike(actor, view)
    cards = [
        {
            "offer": of_offer(offer),
            "for": [
                *said_for(suggestion.reasons),
                *there.get(offer.organisation.name if offer.organisation else "", []),
            ],
            "against": said_against(suggestion.blocks),
            "asked": words.said(words.REFERRAL_STATUSES, asked[offer.id]) if offer.id in asked else "",
            "waits": asked.get(offer.id) == "sent",
        }
        for offer, suggestion in judged
    ]
    return page(
        request,
        "staff/matching/suggestions.jinja",
        episode=episode,
        person=view,
        wishes=wishes,
        wishes_said=wishes_in_words(wishes) if wishes else [],
        meanwhile=_meanwhile(episode),
        possible=[card for card in cards if not card["against"]][:MOST_SHOWN],
        blocked=[card for card in cards if card["against"]][:MOST_SHOWN],
        if_solved=said_if_solved(if_barrier_removed(suggestion for _offer, suggestion in judged)),
        national=[of_national(offer) for offer in offers.national_offers(actor).filter(nationwide=True)[:10]],
    )


def _alike(actor: Actor, view: Any) -> dict[str, list[str]]:
    """Who in each organisation is of the language or background that the person wishes; nothing without a wish."""
    today = local_date(now())
    wished = wished_backgrounds(actor, [view.id], on=today).get(view.id)
    found: dict[str, list[str]] = {}
    if wished is not None:
        for each in alike.fitting(wished=wished, languages=view.languages or (), by=actor, on=today):
            shared = ", ".join((*each.languages, *each.background))
            found.setdefault(each.one.organisation, []).append(
                _("%(name)s: %(shared)s, som borgeren ønsker") % {"name": each.one.name, "shared": shared}
            )
    return found


@guarded(Action.REFER, methods=("GET", "POST"))
def refer_to(request: Request, episode_id: UUID, offer_id: UUID) -> HttpResponse:
    """Consent for exactly this receiver when it is missing, a greeting, and sent."""
    actor: Actor = request.actor
    told = {Fields.NAME, Fields.WISHES, Fields.CONSENTS, Fields.ADDRESS, Fields.WALKING}
    episode, view = _seen(actor, episode_id, told)
    offer = offers.get(actor, offer_id)
    if offer.organisation is None:
        raise NotVisible("offer of the municipality")
    today = local_date(now())
    consent = valid_consent(
        person_id=episode.person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=offer.organisation_id, on=today
    )
    form = _form(request, offer, consent)
    if request.method == "GET" or not form.is_valid():
        found_ways, by_road = _ways(view, offer)
        return page(
            request,
            "staff/matching/refer.jinja",
            form=form,
            episode=episode,
            person=view,
            offer=of_offer(offer),
            receiver=offer.organisation.name,
            expectation=expectation(recipe_of(episode.programme), pair=offer.kind == "one_to_one"),
            ways=[way_in_words(way) for way in found_ways],
            by_road=by_road,
            taxis=organisations.taxis(actor),
            consent=consent,
            data=[words.FIELDS[group] for group in consent.data] if consent else [],
            text=f"consent/{CONSENT_TEXT[ConsentPurpose.REFERRAL]}.jinja",
            until=consent.expires_on if consent else today + timedelta(days=DEFAULT_DAYS),
            status=422 if request.method == "POST" else 200,
        )
    given = form.cleaned_data
    if consent is None:
        agree.agree_to_share(
            episode=episode,
            receiver=offer.organisation,
            data=[Fields(group) for group in given["data"]],
            how=given["how"],
            expires_on=given["expires_on"],
            by=actor,
            at=now(),
        )
    sent = refer.refer(episode=episode, offer=offer, words=given["words"], by=actor, at=now())
    say(request, _("Sendt til %(name)s.") % {"name": offer.organisation.name})
    return HttpResponseRedirect(reverse("referred", args=[sent.id]))


@guarded(Action.REFER, methods=("POST",))
def wait(request: Request, episode_id: UUID) -> HttpResponse:
    """Nothing has a place now: the person waits, and the recipe says what fills the time."""
    actor: Actor = request.actor
    episode, view = _seen(actor, episode_id, {Fields.NAME, Fields.WISHES})
    refer.wait(episode=episode, by=actor, at=now())
    say(
        request,
        _("%(name)s venter nu på en plads.") % {"name": view.given_name},
        undo_url=reverse("wait_no_more", args=[episode.id]),
        undo_label=_("Fortryd"),
    )
    return HttpResponseRedirect(reverse("suggestions", args=[episode.id]))


@guarded(Action.REFER, methods=("POST",))
def wait_no_more(request: Request, episode_id: UUID) -> HttpResponse:
    """Undo of waiting."""
    actor: Actor = request.actor
    episode, view = _seen(actor, episode_id, {Fields.NAME, Fields.WISHES})
    refer.wait_no_more(episode=episode, by=actor, at=now())
    say(request, _("%(name)s venter ikke længere.") % {"name": view.given_name}, kind="info")
    return HttpResponseRedirect(reverse("suggestions", args=[episode.id]))


@guarded(Action.REFER)
def referred(request: Request, referral_id: UUID) -> HttpResponse:
    """What happens now, and by when."""
    actor: Actor = request.actor
    sent = referrals.get(actor, referral_id)
    view = read_many(actor, [sent.person_id], purpose=Purpose.BRIDGING, only={Fields.NAME}).get(sent.person_id)
    if view is None:
        raise NotVisible("referral")
    return page(request, "staff/matching/referred.jinja", referral=sent, person=view)


def _ways(view: Any, offer: Any) -> tuple[list[Way], bool]:
    """The ways, and whether they are by road. Without an answer from a server of one's own: the straight line × 1.3."""
    far = kilometres(view.latitude, view.longitude, offer.latitude, offer.longitude)
    told = {"walks_m": view.walks_m, "walking_aid": view.walking_aid, "transport": offer.transport}
    by_road = roads.between([(view.latitude, view.longitude), (offer.latitude, offer.longitude)]) if far else None
    if by_road is None:
        return ways(far, **told), False
    return ways(by_road.km[0][1], **told, driving_minutes=by_road.minutes[0][1]), True


def _meanwhile(episode: Any) -> str:
    """The recipe's own words about the time of waiting."""
    waiting = recipe_of(episode.programme).waiting
    return waiting.text.in_language(language()) if waiting and waiting.text else ""


def _form(request: Request, offer: Any, consent: Any) -> Any:
    data = request.POST if request.method == "POST" else None
    if consent is not None:
        return ReferForm(data)
    receiver = (str(offer.organisation_id), offer.organisation.name)
    initial = {"data": [Fields.NAME, Fields.CONTACT, Fields.WISHES]}
    return ReferWithConsentForm(data, receiver=receiver, today=local_date(now()), initial=initial)


def _seen(actor: Actor, episode_id: UUID, fields: set[Fields]) -> tuple[Any, Any]:
    episode = episodes.get(actor, episode_id)
    view = read_many(actor, [episode.person_id], purpose=Purpose.BRIDGING, only=fields).get(episode.person_id)
    if view is None or not view.sees(Fields.WISHES):
        raise NotVisible("episode")
    return episode, view
