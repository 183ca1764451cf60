"""Pairs in the making: everybody who waits beside every volunteer, proposed, changed and accepted two by two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.communities.volunteers import operations as volunteering
from brobygger.communities.volunteers import queries as volunteers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import agree, match_pairs
from brobygger.journeys.match_pairs import BothLists
from brobygger.pathway.matching import queries
from brobygger.pathway.matching.pair_rules import Volunteer, judge_pair
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.registry.people.queries import read_many, valid_consent
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.interests import choose_interests
from brobygger.web.shared.page import page
from brobygger.web.staff.waiting import pair_telling, pair_terms
from brobygger.web.staff.waiting.groups import seen, uuid_of
from brobygger.web.staff.waiting.pair_forms import AcceptPairForm, AcceptPairWithConsentForm, VolunteerForm

MOST_LEFT = 50  # of those who got nobody; each is judged beside every volunteer to say why

_CHANGES = {
    "pin": gettext_lazy("De to holdes sammen."),
    "unpin": gettext_lazy("Ikke fastholdt længere."),
    "refuse": gettext_lazy("Ikke de to. Begge er stadig på listen; find nye par, så tages de med."),
    "admit": gettext_lazy("De to kan igen foreslås."),
    "ask": gettext_lazy("Foreningen er spurgt."),
    "another": gettext_lazy("En anden frivillig er valgt, og de to holdes sammen."),
}


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def pairs(request: Request, programme_id: UUID) -> HttpResponse:
    """The two lists as they stand. Every change says which version it was made from."""
    actor: Actor = request.actor
    programme = programmes.get(actor, programme_id)
    if request.method == "POST":
        return done(request, _carried_out(request, actor, programme), reverse("pairs", args=[programme.id]))
    lists = match_pairs.both_lists(programme=programme, by=actor, on=local_date(now()))
    return page(request, "staff/waiting/pairs.jinja", programme=programme, **_shown(lists))


def _carried_out(request: Request, actor: Actor, programme: Any) -> str:
    """The one thing that was pressed; what happened, in a sentence."""
    told: dict[str, Any] = {"seen": seen(request), "by": actor, "at": now()}
    if "solve" in request.POST:
        if match_pairs.propose(programme=programme, **told).solving_since:
            return _("Der er mange, så der regnes i baggrunden. Du kan gøre noget andet imens.")
        return _("Nye par er foreslået. De fastholdte er blevet sammen.")
    if "newcomers" in request.POST:
        if match_pairs.take_newcomers(programme=programme, **told).solving_since:
            return _("Der er mange, så der regnes i baggrunden. Du kan gøre noget andet imens.")
        return _("De nye er med. Så få par som muligt er ændret.")
    what = next((name for name in _CHANGES if name in request.POST), "")
    if not what:
        raise Refusal(_("Vælg, hvad der skal ske."))
    pair = queries.proposed_pair(actor, uuid_of(request.POST[what]))
    if pair.pair_list.programme_id != programme.id:
        raise NotVisible("pair of the programme")
    if what == "ask":
        match_pairs.ask_association(pair=pair, **told)
        asked = _("%s er spurgt. Navnet får de ikke, før borgeren selv har sagt ja.")
        return str(asked % pair.volunteer.organisation.name)
    other = request.POST.get(f"to-{pair.id}", "")
    match_pairs.change(pair=pair, what=what, volunteer_id=uuid_of(other) if what == "another" else None, **told)
    return str(_CHANGES[what])


def _shown(lists: BothLists) -> dict[str, Any]:
    by_rules = {one.id: lists.by_rules(one) for one in lists.volunteers.values()}
    proposed = []
    for row in lists.proposed:
        one, volunteer = lists.people[row.episode_id], lists.volunteers[row.volunteer_id]
        told = judge_pair(one.waiter, by_rules[volunteer.id])
        answer = {"asked": _("foreningen er spurgt"), "yes": _("foreningen har sagt ja")}.get(row.agreed, "")
        proposed.append(
            {
                "pair": row,
                "person": one.person,
                "days": one.waiter.waited_days,
                "waited": pair_telling.waited(one.waiter.waited_days),
                "volunteer": volunteer,
                "agreed": answer,
                "to_ask": bool(lists.pair_list and lists.pair_list.association_agrees and not row.agreed),
                "ready": not (lists.pair_list and lists.pair_list.association_agrees) or row.agreed == "yes",
                "why": pair_telling.why(told.reasons),
                "broken": pair_telling.against(told.blocks),
            }
        )
    placed = {row.episode_id for row in lists.proposed}
    taken = [row.volunteer_id for row in lists.proposed]
    free = [one for one in lists.volunteers.values() if one.places > taken.count(one.id)]
    left, more_left = _left(lists, placed, list(by_rules.values()))
    return {
        "version": lists.version,
        "pair_list": lists.pair_list,
        "proposed": sorted(proposed, key=lambda one: -one["days"]),
        "left": left,
        "more_left": more_left,
        "free": free,
        "volunteers": list(lists.volunteers.values()),
        "refused": [
            (row, lists.people[row.episode_id].person, lists.volunteers[row.volunteer_id])
            for row in lists.rows
            if row.status == "refused" and row.episode_id in lists.people and row.volunteer_id in lists.volunteers
        ],
        "new": [one.person.name for one in lists.newcomers]
        if lists.pair_list and not lists.pair_list.solving_since
        else [],
        "asked_now": lists.asked_now,
        **pair_terms.shown(lists),
        "summary": _summary(len(lists.people), sum(one.places for one in lists.volunteers.values()), len(proposed)),
    }


def _left(lists: BothLists, placed: set[UUID], ready: list[Volunteer]) -> tuple[list[dict[str, Any]], int]:
    """Those who got nobody, longest waiting first, with why; and how many more there are."""
    waiting = [(episode_id, one) for episode_id, one in lists.people.items() if episode_id not in placed]
    waiting.sort(key=lambda both: -both[1].waiter.waited_days)
    told = [
        {
            "person": one.person,
            "waited": pair_telling.waited(one.waiter.waited_days),
            "why": pair_telling.why_none(one, ready, _refused_of(lists, episode_id)),
        }
        for episode_id, one in waiting[:MOST_LEFT]
    ]
    return told, len(waiting) - len(told)


def _refused_of(lists: BothLists, episode_id: UUID) -> set[str]:
    return {str(row.volunteer_id) for row in lists.rows if row.status == "refused" and row.episode_id == episode_id}


def _summary(people: int, places: int, pairs_made: int) -> str:
    waiting = ngettext("%s borger venter", "%s borgere venter", people) % people
    can = ngettext("frivillige kan besøge %s borger mere", "frivillige kan besøge %s borgere mere", places) % places
    two = ngettext("%s par er foreslået", "%s par er foreslået", pairs_made) % pairs_made
    return f"{waiting}, {can}. {two.capitalize()}."


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def accept(request: Request, proposed_pair_id: UUID) -> HttpResponse:
    """The person's yes to the volunteer's organisation when it is missing, and the two are a pair."""
    actor: Actor = request.actor
    today = local_date(now())
    pair = queries.proposed_pair(actor, proposed_pair_id)
    receiver = pair.volunteer.organisation
    view = read_many(actor, [pair.person_id], purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONSENTS})
    if pair.person_id not in view:
        raise NotVisible("pair")
    consent = valid_consent(
        person_id=pair.person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=receiver.id, on=today
    )
    data = request.POST if request.method == "POST" else None
    form: Any = AcceptPairForm(data, today=today)
    if consent is None:
        form = AcceptPairWithConsentForm(data, today=today, receiver=(str(receiver.id), receiver.name))
    if request.method == "POST" and form.is_valid():
        return _accepted(request, actor, pair, form.cleaned_data, asked=consent is None)
    return page(
        request,
        "staff/waiting/accept_pair.jinja",
        status=422 if request.method == "POST" else 200,
        pair=pair,
        person=view[pair.person_id],
        receiver=receiver.name,
        version=pair.pair_list.version,
        form=form,
        consent=consent,
        text=f"consent/{CONSENT_TEXT[ConsentPurpose.REFERRAL]}.jinja",
        data=[],
        until=consent.expires_on if consent else today + timedelta(days=DEFAULT_DAYS),
    )


def _accepted(request: Request, actor: Actor, pair: Any, given: dict[str, Any], *, asked: bool) -> HttpResponse:
    at = now()
    if asked:
        agree.agree_to_share(
            episode=pair.episode,
            receiver=pair.volunteer.organisation,
            data=[Fields(group) for group in given["data"]],
            how=given["how"],
            expires_on=given["expires_on"],
            by=actor,
            at=at,
        )
    match_pairs.accept(pair=pair, seen=seen(request), next_on=given["next_on"], by=actor, at=at)
    said = _("De er et makkerpar. %s ringer før den første gang.") % pair.volunteer.name
    return done(request, said, reverse("pairs", args=[pair.pair_list.programme_id]))


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def volunteer(request: Request, membership_id: UUID) -> HttpResponse:
    """What a volunteer likes and can."""
    actor: Actor = request.actor
    one = access.get_membership(actor, membership_id)
    if one.role != Role.VOLUNTEER:
        raise NotVisible("volunteer")
    before = volunteers.wishes_of(actor, one.id)
    areas = [unit.name for unit in organisations.units(actor)]
    form = VolunteerForm(request.POST or None, initial=VolunteerForm.starting_with(before), areas=areas)
    choose_interests(form, actor)
    if request.method == "POST" and form.is_valid():
        volunteering.tell_wishes(volunteer=one, wishes=form.wishes(), by=actor, at=now())
        return done(request, _("Det er skrevet ned om %s.") % one.name, reverse("waiting"))
    status = 422 if request.method == "POST" else 200
    return page(request, "staff/waiting/volunteer.jinja", status=status, volunteer=one, form=form)
