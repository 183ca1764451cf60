"""Visits with a day and a time for each, and the letters that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.journeys import ask, report_paper
from brobygger.pathway.detection import queries as detected
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.links.queries import address_of, code_of, newest_for
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.paper import qr
from brobygger.web.staff.register import letter_text
from brobygger.web.staff.register.forms import PlanForm

LETTERS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Letter:
    """One person's letter."""

    name: str
    address: tuple[str, ...]
    lines: tuple[str, ...]
    sender: tuple[str, ...]
    date: str
    answer: dict[str, Any] | None  # a code, and the address it opens: keep, move or cancel without calling


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def plan(request: Request, programme_id: UUID) -> HttpResponse:
    """Give everybody who is to be offered a visit a day and a time of their own."""
    actor = request.actor
    programme, today = running.get(actor, programme_id), local_date(now())
    waiting = detected.to_offer(actor, programme)
    first = _workday(today + timedelta(days=14))
    form = PlanForm(
        request.POST or None, initial={"day": first.isoformat(), "time": "09:00", "per_day": 12}, today=today
    )
    if request.method == "POST" and form.is_valid():
        planned = ask.offer_to_all_waiting(
            programme=programme,
            first=form.moment,
            per_day=form.cleaned_data["per_day"],
            put_first=form.cleaned_data["put_first"],
            by=actor,
            at=now(),
        )
        sentence = ngettext(
            "%(n)s besøg er planlagt. Skriv brevene ud.", "%(n)s besøg er planlagt. Skriv brevene ud.", planned
        ) % {"n": planned}
        return done(request, sentence, reverse("letters", args=[programme_id]))
    return page(
        request,
        "staff/register/plan.jinja",
        status=422 if request.method == "POST" else 200,
        programme=programme,
        form=form,
        count=waiting.count(),
        planned=detected.planned_visits(actor, programme).count(),
    )


@guarded(Action.IMPORT_REGISTER)
def letters(request: Request, programme_id: UUID) -> HttpResponse:
    """The letters as they will be printed, one a sheet."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    found = Paginator(detected.planned_visits(actor, programme), LETTERS_ON_A_PAGE).get_page(request.GET.get("side"))
    return page(
        request,
        "staff/register/letters.jinja",
        programme=programme,
        found=found,
        letters=list(_letters(actor, programme, found)),
    )


@guarded(Action.IMPORT_REGISTER)
def as_pdf(request: Request, programme_id: UUID) -> HttpResponse:
    """Every letter as a PDF, one a sheet, with the address where a window envelope shows it."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    written = [asdict(letter) for letter in _letters(actor, programme, detected.planned_visits(actor, programme))]
    made = report_paper.paper("letters.typ", {"letters": written, "title": programme.name})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="breve.pdf"'
    return response


def _letters(actor: Actor, programme: Any, visits: Iterable[Any]) -> Iterable[Letter]:
    """Letters are Danish, whatever language the page is read in. Who is not to be seen gets none."""
    planned = list(visits)
    why = letter_text.why_of(running.recipe_of(programme))
    people = read_many(
        actor,
        [visit.person_id for visit in planned],
        purpose=Purpose.DETECTION,
        only={Fields.NAME, Fields.ADDRESS},
    )
    links = newest_for(actor, Opens.ANSWER_VISIT, [visit.id for visit in planned])
    code = code_of(actor)
    today = dates.exact_day(local_date(now())).partition(" den ")[2]
    for visit in planned:
        person = people.get(visit.person_id)
        if person is None or not person.sees(Fields.NAME):
            continue
        moment = visit.planned_at.astimezone(DENMARK)
        place = " ".join(filter(None, (person.postcode, person.city)))
        yield Letter(
            name=person.name,
            address=tuple(filter(None, (person.name, person.address, place))),
            lines=letter_text.lines(
                given_name=person.given_name or "", day=dates.exact_day(moment.date()),
                time=dates.clock(moment.time()), municipality=actor.municipality_name, phone=letter_text.phone(),
                why=why,
            ),
            sender=tuple(filter(None, (visit.employee_name, actor.organisation_name))),
            date=today,
            answer=qr(address_of(links[visit.id], code=code)) if visit.id in links else None,
        )  # fmt: skip


def _workday(day: Any) -> Any:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
