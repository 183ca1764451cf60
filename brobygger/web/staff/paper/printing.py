"""Paper to take along: the sheet of one visit, the whole day, the talk cards and the consent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.short_codes import short_code
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.screening import queries as screening
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.own_instruments.queries import in_language
from brobygger.registry.own_instruments.words_rules import from_the_right, name_of
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.paper import printed
from brobygger.web.staff.my_day.day import AT_MOST
from brobygger.web.staff.my_day.day import About as Visit
from brobygger.web.staff.paper import sheets
from brobygger.web.staff.visits.about import About, about, has_looked

ON_THE_DAY = frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.COGNITION})


@guarded(Action.SCREEN)
def sheet(request: Request, episode_id: UUID, instrument: str) -> HttpResponse:
    """The sheet for one visit."""
    actor: Actor = request.actor
    found = about(actor, episode_id)
    made = sheets.as_data(request, found, sheets.sheet_of(found.recipe, instrument))
    return _printed(made["title"], [made], None, "samtaleark")


@guarded(Action.SCREEN)
def asked_in(request: Request, episode_id: UUID, instrument: str, tongue: str) -> HttpResponse:
    """The questions in another language, for the person to read: a page for the browser's own printing, which has the
    letters of every language. Numbered as the Danish sheet."""
    found = about(request.actor, episode_id)
    sheet = sheets.sheet_of(found.recipe, instrument)
    response = page(
        request, "staff/paper/asked_in.jinja", tongue=tongue, name=name_of(tongue),
        instrument=in_language(request.actor, sheet.instrument, tongue), from_the_right=from_the_right(tongue),
        person=sheets.printed_name(found.person), code=short_code(found.episode.id),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@guarded(Action.SCREEN)
def proposed(request: Request, episode_id: UUID) -> HttpResponse:
    """Lead to the sheet of the instrument that is proposed for this person, printed."""
    found = about(request.actor, episode_id)
    if not found.stages:
        raise Refusal(_("Denne indsats har ingen spørgsmål at skrive ud."))
    return redirect("sheet_paper", episode_id=episode_id, instrument=found.stages[0].instrument)


@guarded(Action.SCREEN)
def day(request: Request) -> HttpResponse:
    """Today's visits: a page with times and places, and a sheet for each."""
    actor, at = request.actor, now()
    today = local_date(at)
    visits, found = _todays(actor, at)
    made = [sheets.as_data(request, each, sheets.sheet_of(each.recipe, each.stages[0].instrument)) for each in found]
    front = sheets.day_as_data(visits, today, actor.name)
    return _printed(front["heading"], made, front, "min-dag")


def _todays(actor: Actor, at: Any) -> tuple[list[Visit], list[About]]:
    """Today's visits, and those of them whose recipe asks questions. A constant number of queries."""
    today = local_date(at)
    planned = detection.visits_planned(actor, first=today, last=today, limit=AT_MOST)
    seen = read_many(actor, [row.person_id for row in planned], purpose=Purpose.DETECTION, only=ON_THE_DAY, at=at)
    rows = [row for row in planned if row.person_id in seen]
    if not rows:
        raise Refusal(_("Der er ingen besøg i dag at skrive ud."))
    ids = [row.episode_id for row in rows]
    known, last = episodes.get_many(actor, ids), screening.newest_of_many(actor, ids)
    found = []
    for row in rows:
        if row.episode_id in known:
            episode = known[row.episode_id]
            recipe = recipe_of(episode.programme)
            looked = has_looked(recipe, last.get(episode.id))
            found.append(About(episode, seen[row.person_id], recipe, today, looked))
    return [Visit(row, seen[row.person_id]) for row in rows], [each for each in found if each.stages]


@guarded(Action.SCREEN)
def consent(request: Request) -> HttpResponse:
    """The consent alone, without a name on it."""
    lines = sheets.consent_lines(request.actor.municipality_name)
    data = {"language": sheets.language(), "words": sheets.words_of_sheets(), "consent": lines}
    return printed("consent.typ", data, name="samtykke")


@guarded(Action.SCREEN)
def talk_cards(request: Request) -> HttpResponse:
    """Cards to cut out and turn over one at a time."""
    title = _("Samtalekort")
    how = _("Klip kortene ud. Lad borgeren vælge et kort. Spørg, og lyt. Der er ingen rigtige svar.")
    data = {"language": sheets.language(), "title": title, "how": how, "cards": sheets.cards()}
    return printed("talk_cards.typ", data, name="samtalekort")


def _printed(title: str, made: list[dict[str, Any]], front: Any, name: str) -> HttpResponse:
    data = {
        "language": sheets.language(), "title": title, "words": sheets.words_of_sheets(), "day": front, "sheets": made,
    }  # fmt: skip
    return printed("visit_sheet.typ", data, name=name)
