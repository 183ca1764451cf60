"""Looking a person up, and adding one after a look for duplicates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.pathway.episodes.queries import newest_of_persons
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations.queries import every
from brobygger.registry.people import operations as people
from brobygger.registry.people import queries as persons
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.people import steps
from brobygger.web.staff.people.forms import AddPerson

MOST = 20


@guarded(Action.READ_PERSON, methods=("GET", "POST"))
def find_people(request: Request) -> HttpResponse:
    """?q= a name or a phone number. A CPR number comes in a form, so that it stands in no address."""
    actor: Actor = request.actor
    if request.method == "POST":
        return _find_by_cpr(request, actor)
    text = request.GET.get("q", "").strip()[:100]
    if _is_cpr(text):
        say(request, _("Skriv et CPR-nummer i feltet til CPR, så det ikke bliver stående i browseren."), kind="warning")
        return HttpResponseRedirect(reverse("people"))
    ids = _ids(actor, text)[: MOST + 1]
    return _list(request, actor, text=text, ids=ids[:MOST], more=len(ids) > MOST)


def _find_by_cpr(request: Request, actor: Actor) -> HttpResponse:
    try:
        number = cpr.parse(request.POST.get("cpr", "")[:30], allow_test=settings.DEMO, today=local_date(now()))
    except cpr.BadCpr as error:
        return _list(request, actor, cpr_error=error.message_da, status=422)
    found = persons.by_cpr(actor, number.number)
    if found:
        return HttpResponseRedirect(reverse("person", args=[found[0]]))
    say(request, _("Ingen borger, du kan se, har det CPR-nummer."), kind="info")
    return HttpResponseRedirect(reverse("people"))


def _list(
    request: Request,
    actor: Actor,
    *,
    text: str = "",
    ids: list[UUID] | None = None,
    more: bool = False,
    cpr_error: str = "",
    status: int = 200,
) -> HttpResponse:
    ids = ids or []
    shown = {Fields.NAME, Fields.AGE, Fields.ADDRESS}
    views = persons.read_many(actor, ids, purpose=Purpose.BRIDGING, only=shown) if ids else {}
    newest = newest_of_persons(actor, views) if views else {}
    rows = [(views[each], _standing(newest.get(each))) for each in ids if each in views]
    return page(request, "staff/people/find.jinja", status=status, text=text, rows=rows, more=more, cpr_error=cpr_error)


def _is_cpr(text: str) -> bool:
    """Ten digits that begin with a date: a phone number with +45 in front does not."""
    try:
        return bool(cpr.parse(text, allow_test=True, today=local_date(now())))
    except cpr.BadCpr:
        return False


def _standing(episode: Any) -> str:
    """Where the person is on the bridge, in a few words."""
    if episode is None:
        return _("ikke med i en indsats")
    if episode.status == "lost":
        return _("stoppet")
    if episode.status == "finished":
        return _("forløb afsluttet")
    return steps.to_do(episode.next_step)


def _ids(actor: Actor, text: str) -> list[UUID]:
    """By phone when it is digits; else by family name, also when the given name was written first."""
    if not text:
        return []
    if sum(mark.isdigit() for mark in text) >= 8:
        return persons.by_phone(actor, text)
    found = persons.search(actor, text, limit=MOST + 1)
    first, _space, rest = text.rpartition(" ")
    if not found and first:
        found = persons.search(actor, f"{rest} {first}", limit=MOST + 1)
    return found


@guarded(Action.ADD_PERSON, methods=("GET", "POST"))
def add_person(request: Request) -> HttpResponse:
    """Name, CPR or birth date; persons who may be the same are shown before anything is created."""
    actor: Actor = request.actor
    today, units = local_date(now()), units_for(actor)
    own = str(actor.unit_ids[0]) if actor.unit_ids else ""
    if request.method == "GET":
        form = AddPerson(units=units, today=today, initial={"unit_id": own})
        return page(request, "staff/people/add.jinja", form=form, same=[])
    form = AddPerson(request.POST, units=units, today=today)
    if not form.is_valid():
        return page(request, "staff/people/add.jinja", form=form, same=[], status=422)
    same = _same(actor, form)
    if same and "confirmed" not in request.POST:
        # 200, because what is shown of others has been written in the read log and must stay there.
        return page(request, "staff/people/add.jinja", form=form, same=same)
    facts = form.facts()
    if actor.scope is Scope.UNIT and not facts["unit_id"]:
        facts["unit_id"] = own or None  # who finds a person in a unit can go on seeing him or her
    made = people.add_person(
        by=actor,
        at=now(),
        given_name=form.cleaned_data["given_name"],
        family_name=form.cleaned_data["family_name"],
        found_by="home_care" if actor.scope is Scope.UNIT else "visitation",
        cpr=form.cleaned_data["cpr"],
        **facts,
    )
    say(request, _("%(name)s er tilføjet.") % {"name": f"{made.given_name} {made.family_name}"})
    return HttpResponseRedirect(reverse("person", args=[made.id]))


def _same(actor: Actor, form: AddPerson) -> list[persons.PersonView]:
    """Who it may be already, as far as the actor may see."""
    given = form.cleaned_data
    number = given["cpr"]
    found = persons.possible_duplicates(
        actor,
        given_name=given["given_name"].strip(),
        family_name=given["family_name"].strip(),
        born=number.born if number else given["born"],
        phone=given["phone"],
        cpr_number=number.number if number else None,
    )
    ids = [person.id for person in found]
    if not ids:
        return []
    shown = {Fields.NAME, Fields.AGE, Fields.ADDRESS, Fields.CONTACT}
    views = persons.read_many(actor, ids, purpose=Purpose.DETECTION, only=shown)
    return [views[each] for each in ids if each in views]


def units_for(actor: Actor) -> list[tuple[str, str]]:
    """The units a person can belong to: the actor's own, or all of the municipality's."""
    units = [
        (str(unit.id), f"{unit.name} ({organisation.name})")
        for organisation in every(actor)
        for unit in organisation.units.all()
    ]
    own = {str(unit_id) for unit_id in actor.unit_ids}
    return [unit for unit in units if unit[0] in own] if actor.scope is Scope.UNIT else units
