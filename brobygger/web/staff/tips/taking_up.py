"""Taking a tip up: is it somebody we know, which programme, and is the person in its target group?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import find, tell_finder, trial
from brobygger.journeys.facts import Answers, answers_of
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes.queries import because_of_limits
from brobygger.pathway.episodes.rules import Eligibility, criteria_on, eligible, explain
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import age_on
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.tips.forms import NewPersonForm, TakeUpForm

SHOWN = frozenset({Fields.NAME, Fields.AGE, Fields.ADDRESS, Fields.CONTACT})


@guarded(Action.HANDLE_TIP, methods=("GET", "POST"))
def tip(request: Request, tip_id: UUID) -> HttpResponse:
    """One tip: what was noticed, who it may be, and the two ways on: a known person, or a new one."""
    actor = request.actor
    found = detection.tip(actor, tip_id)
    if found.status != "new":
        sender = tell_finder.sender_of(actor, found) if found.person_id else None
        return page(request, "staff/tips/settled.jinja", tip=found, sender=sender)
    chosen = request.GET.get("borger", "")
    if chosen:
        return _known(request, found, _id(chosen))
    if "ny" in request.GET:
        return _new(request, found)
    given, family = _names(found.about_name)
    look_alikes = _look_alikes(actor, given_name=given, family_name=family, phone=found.about_phone)
    return page(request, "staff/tips/tip.jinja", tip=found, look_alikes=look_alikes)


@guarded(Action.HANDLE_TIP, methods=("POST",))
def close(request: Request, tip_id: UUID) -> HttpResponse:
    """The tip leads nowhere: closed, and the sender can see that somebody has read it."""
    actor = request.actor
    find.close_tip(tip=detection.tip(actor, tip_id), by=actor, at=now())
    say(request, _("Beskeden er lukket. Afsenderen kan se, at den er læst."))
    return HttpResponseRedirect(reverse("tips"))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(_("Vælg borgeren igen.")) from None


def _names(name: str) -> tuple[str, str]:
    """First word and the rest of a name somebody has written."""
    parts = name.split()
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def _look_alikes(actor: Actor, **known: Any) -> list[Any]:
    """Persons who may be the same one, as the actor may see them."""
    asked = {"born": None, "cpr_number": None, **known}
    ids = [person.id for person in people.possible_duplicates(actor, **asked)]
    if asked["family_name"] and not ids:
        ids = people.search(actor, f"{asked['family_name']} {asked['given_name']}", limit=5)
    seen = people.read_many(actor, ids, purpose=Purpose.DETECTION, only=SHOWN)
    return [seen[one] for one in ids if one in seen]


def _programmes(actor: Actor) -> dict[str, Any]:
    return {
        str(programme.id): programme
        for programme in running.with_limits(running.running(actor, on=local_date(now())))[:50]
    }


def _known(request: Request, found: Any, person_id: UUID) -> HttpResponse:
    actor = request.actor
    seen = people.read_many(actor, [person_id], purpose=Purpose.DETECTION, only=SHOWN).get(person_id)
    row = people.get(actor, person_id)
    programmes, answers = _programmes(actor), answers_of(actor, [person_id]).get(person_id, {})
    form = TakeUpForm(request.POST or None, programmes=[(key, one.name) for key, one in programmes.items()])
    outside: list[str] = []
    limited = False
    if request.method == "POST" and form.is_valid():
        programme = programmes[form.cleaned_data["programme"]]
        on = local_date(now())
        answer = trial.eligibility(person=row, programme=programme, on=on, answers=answers)
        outside, limited = _not_met(answer), _is_limited(answer)
        if not outside or ("anyway" in request.POST and not limited):
            find.take_up_tip(tip=found, programme=programme, person=row, by=actor, at=now())
            return _taken_up(request, person_id)
    status = 422 if request.method == "POST" else 200
    context = {"tip": found, "person": seen, "form": form, "outside": outside, "limited": limited}
    return page(
        request,
        "staff/tips/known.jinja",
        status=status,
        fits=_fits(row, programmes, answers) if outside else [],
        **context,
    )


def _fits(row: Any, programmes: dict[str, Any], answers: Answers) -> list[str]:
    """Names of the efforts whose target group the person is in."""
    told = {"person": row, "on": local_date(now()), "answers": answers}
    return [one.name for one in programmes.values() if trial.eligibility(programme=one, **told).ok]


def _new(request: Request, found: Any) -> HttpResponse:
    actor, today = request.actor, local_date(now())
    given, family = _names(found.about_name)
    programmes = _programmes(actor)
    form = NewPersonForm(
        request.POST or None,
        programmes=[(key, one.name) for key, one in programmes.items()],
        units=_units(actor),
        today=today,
        initial={
            "given_name": given,
            "family_name": family,
            "phone": found.about_phone,
            "address": found.about_address,
            "unit": str(found.unit_id or ""),
        },
    )
    look_alikes: list[Any] = []
    outside: list[str] = []
    limited = False
    if request.method == "POST" and form.is_valid():
        programme = programmes[form.cleaned_data["programme"]]
        look_alikes = [] if "another" in request.POST else _same(actor, form)
        answer = _eligibility_of(form, programme)
        limited = _is_limited(answer)
        outside = [] if "anyway" in request.POST and not limited else _not_met(answer)
        if not look_alikes and not outside:
            episode = find.take_up_tip(
                tip=found, programme=programme, cpr=form.cleaned_data["cpr"], facts=form.facts(), by=actor, at=now()
            )
            return _taken_up(request, episode.person_id)
    status = 422 if request.method == "POST" else 200
    context = {"tip": found, "form": form, "look_alikes": look_alikes, "outside": outside, "limited": limited}
    return page(request, "staff/tips/new.jinja", status=status, **context)


def _units(actor: Actor) -> list[tuple[str, str]]:
    """The units a new person can belong to: the actor's own; in the municipality any, or none yet."""
    every = [(unit.id, f"{unit.name}, {unit.organisation.name}") for unit in organisations.units(actor)]
    if actor.scope is Scope.UNIT:
        return [(str(key), name) for key, name in every if key in actor.unit_ids]
    return [("", _("Ved det ikke")), *((str(key), name) for key, name in every)]


def _same(actor: Actor, form: NewPersonForm) -> list[Any]:
    facts = form.facts()
    return _look_alikes(
        actor,
        given_name=facts["given_name"],
        family_name=facts["family_name"],
        born=form.number.born if form.number else facts["born"],
        phone=facts["phone"],
        cpr_number=form.number.number if form.number else None,
    )


def _eligibility_of(form: NewPersonForm, programme: Any) -> Eligibility:
    """What can be known of somebody new: age, sex where a CPR tells it, and whether a trial's limits let in."""
    today = local_date(now())
    born = form.number.born if form.number else form.cleaned_data["born"]
    facts = {"age": age_on(born, today), "sex": form.number.sex if form.number else None}
    target = eligible(criteria_on(running.recipe_of(programme), today), facts)
    unit, postcode = form.cleaned_data["unit"], form.cleaned_data["postcode"]
    limits = because_of_limits(programme, unit_id=UUID(unit) if unit else None, postcode=postcode)
    return Eligibility(target.ok and all(one.met for one in limits), (*limits, *target.because))


def _is_limited(answer: Eligibility) -> bool:
    """Whether a trial's own limits keep the person out: then nobody takes the person in anyway."""
    return any(one.code.startswith("trial_") for one in answer.not_met)


def _not_met(answer: Eligibility) -> list[str]:
    """The criteria that keep the person out, in words. What is not known keeps nobody out here."""
    return [explain(because, get_language() or "da") for because in answer.not_met]


def _taken_up(request: Request, person_id: UUID) -> HttpResponse:
    say(request, _("Beskeden er taget op. Borgeren er nu fundet i indsatsen."))
    return HttpResponseRedirect(reverse("person", args=[person_id]))
