"""What the records know beside the numbers: what people said, when it was closed, who takes part, how many screenings.

A statement is told only while its consent covers it; each stands with its id, so that a kept report can leave out one
that is taken back later (`without_taken_back`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from brobygger.foundation.kernel.several import rows
from brobygger.insight.evaluation.over_time_queries import Screened
from brobygger.insight.evaluation.recipe_changes import day_in_words
from brobygger.insight.voices import queries as voices
from brobygger.insight.voices.queries import MOST_TOLD, Voice
from brobygger.insight.voices.rules import may_be_told
from brobygger.journeys.report_words import Block, heading, text
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

FIVES = 5
NOBODY = Screened(0, 0)


@dataclass(frozen=True)
class Heard:
    """Everything beside the numbers. closures: first day, last day (None: still) and why. units: names."""

    voices: Sequence[Voice] = ()
    closures: Sequence[tuple[date, date | None, str]] = ()
    units: Sequence[str] = ()
    screened: Screened = NOBODY

    def of_kind(self, *kinds: str, by_staff: bool | None = None) -> list[Voice]:
        """Statements of some kinds; by_staff: only those of volunteers and staff, or only the others."""
        return [
            one
            for one in self.voices
            if one.kind in kinds and (by_staff is None or (one.speaker in ("staff", "volunteer")) is by_staff)
        ]

    def drivers_and_barriers(self, language: str) -> Iterable[Block]:
        """As they were written down, with day and unit (R305); a sentence where nobody has written any."""
        drivers, barriers = self.of_kind("driver"), self.of_kind("barrier")
        if not drivers and not barriers:
            yield text(_("Ingen har skrevet ned, hvad der hjalp, eller hvad der stod i vejen."))
            return
        for title, found in ((_("Det hjalp"), drivers), (_("Det stod i vejen"), barriers)):
            if found:
                yield text(f"{title}:")
                yield _quoted(found, language)

    def from_participants(self, language: str) -> Iterable[Block]:
        """Quotes, and how participants see the effort; what staff say stands by itself (R304)."""
        quotes = self.of_kind("quote", "evaluation", by_staff=False)
        yield heading(_("Hvad deltagerne siger"))
        if quotes:
            yield _quoted(quotes, language)
        else:
            yield text(_("Ingen udsagn må fortælles endnu. Spørg deltagerne, og skriv det ned med deres ja."))
        staff = self.of_kind("quote", "evaluation", by_staff=True)
        if staff:
            yield heading(_("Hvad frivillige og ansatte siger"))
            yield _quoted(staff, language)

    def taking_part(self) -> Iterable[Block]:
        """The units whose people can be found in the effort."""
        if self.units:
            yield text(_("Enheder, der er med: %(units)s.") % {"units": ", ".join(self.units)})

    def screenings(self) -> Iterable[Block]:
        """Screenings and people apart (R307), each as "at least" in fives: it tells of no single person."""
        times, persons = (number // FIVES * FIVES for number in (self.screened.times, self.screened.persons))
        if persons:
            yield text(
                _("Der er lavet mindst %(times)s screeninger af mindst %(persons)s borgere. Den samme borger kan være "
                  "spurgt flere gange.") % {"times": times, "persons": persons}
            )  # fmt: skip

    def closed(self, language: str) -> Iterable[Block]:
        """When the effort stood still, and what that means for the measurements (R295)."""
        for first, last, why in self.closures:
            values = {"first": day_in_words(first, language), "why": why}
            sentence = (
                _("Indsatsen stod stille fra %(first)s til %(last)s: %(why)s.")
                % {**values, "last": day_in_words(last, language)}
                if last
                else _("Indsatsen har stået stille siden %(first)s: %(why)s.") % values
            )
            yield text(sentence)
        if self.closures:
            yield text(_("Målinger fra de dage tæller med. Ændringer kan skyldes lukningen og ikke indsatsen."))


# One statement for all four: a report page asks the database fifteen times and no more.
_BESIDE = """
select 'voice', s.said_on, s.written_at, json_build_object(
  'id', s.id, 'kind', s.kind, 'speaker', s.speaker, 'codes', s.codes, 'may_use', s.may_use, 'text', s.text,
  'consent_until', s.consent_until, 'called', s.called, 'unit', coalesce(u.name, ''), 'said_on', s.said_on)::text
from voices_statement s left join organisations_unit u on u.id = s.unit_id
where s.programme_id = %(programme)s and s.may_use <> 'nobody' and s.withdrawn_on is null
union all
select 'closure', c.closed_from, null, json_build_array(c.closed_from, c.closed_until, c.why)::text
from measurement_closure c where c.programme_id = %(programme)s
union all
select 'unit', null, null, to_json(u.name)::text from organisations_unit u
where u.id in (select unit_id from running_programme_unit where programme_id = %(programme)s)
   or (u.organisation_id = %(owner)s
       and not exists (select from running_programme_unit where programme_id = %(programme)s))
union all
select 'screened', null, null, json_build_array(count(*), count(distinct x.person_id))::text
from screening_screening x join episodes_episode e on e.id = x.episode_id where e.programme_id = %(programme)s
"""


def of(actor: Actor, programme: Programme, *, on: date) -> Heard:
    """What is beside the numbers today. One query."""
    found: dict[str, list[Any]] = {"voice": [], "closure": [], "unit": [], "screened": []}
    asked = rows(_BESIDE, {"programme": programme.id, "owner": programme.owner_id})
    for what, _day, _written, told in sorted(asked, key=lambda row: (str(row[1]), str(row[2]), row[3]), reverse=True):
        found[what].append(json.loads(told))
    said = [_voice(each) for each in found["voice"]]
    return Heard(
        voices=[one for one in said if may_be_told(one, "report", on)][:MOST_TOLD],
        closures=[(date.fromisoformat(first), date.fromisoformat(last) if last else None, why)
                  for first, last, why in found["closure"]],
        units=sorted(found["unit"]),
        screened=Screened(*found["screened"][0]),
    )  # fmt: skip


def _voice(told: dict[str, Any]) -> Voice:
    until = told["consent_until"]
    return Voice(
        **{
            **told, "codes": tuple(told["codes"]), "said_on": date.fromisoformat(told["said_on"]),
            "consent_until": date.fromisoformat(until) if until else None, "withdrawn": False,
        }
    )  # fmt: skip


def without_taken_back(content: Mapping[str, Any]) -> dict[str, Any]:
    """A kept report without statements that have been taken back since. One query where it has statements."""
    parts = [part for key in ("first_page", "sections") for part in content[key]]
    told = {each for part in parts for block in part["blocks"] for each in block.get("ids", ())}
    gone = told - voices.still_to_be_told(told)
    if not gone:
        return dict(content)
    return {
        **content,
        **{key: [{**part, "blocks": [_left(block, gone) for block in part["blocks"]]} for part in content[key]]
           for key in ("first_page", "sections")},
    }  # fmt: skip


def _left(block: Block, gone: set[str]) -> Block:
    if "ids" not in block:
        return block
    kept = [(item, each) for item, each in zip(block["items"], block["ids"], strict=True) if each not in gone]
    away = [_("Et udsagn er taget tilbage af den, der sagde det.")] * (len(block["items"]) - len(kept))
    return {
        **block,
        "items": [item for item, _each in kept] + away,
        "ids": [each for _item, each in kept] + [""] * len(away),
    }


def _quoted(found: Sequence[Voice], language: str) -> Block:
    return {"kind": "list", "items": [_line(one, language) for one in found], "ids": [one.id for one in found]}


def _line(one: Voice, language: str) -> str:
    who = {
        "participant": _("deltager"), "relative": _("pårørende"), "volunteer": _("frivillig"), "staff": _("ansat"),
    }[one.speaker]  # fmt: skip
    about = [one.called or who, one.unit if one.speaker == "staff" else "", day_in_words(one.said_on, language)]
    return f"»{one.text}« ({', '.join(filter(None, about))})"
