"""What the town knows beside its records: statements, a frozen cohort, other figures, a closure, files, the country."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.cohorts import operations as cohorts
from brobygger.insight.cohorts.rules import Definition
from brobygger.insight.comparing import operations as comparing
from brobygger.insight.comparing import planned_operations, planned_sql
from brobygger.insight.comparing.models import ShownProgramme
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.voices import operations as voices
from brobygger.journeys import bring_results
from brobygger.pathway.measurement import operations as measurement
from brobygger.pathway.measurement import pairs_queries
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

# kind, speaker, what a report calls the speaker, days ago, what it is about, the words; all of them invented.
SAID = (
    ("quote", "participant", "mand, 79 år", 40, ("first_time", "welcome"),
     "Bent ringede dagen før og sagde, hvor jeg skulle sidde. Ellers var jeg ikke kommet."),
    ("quote", "participant", "kvinde, 84 år", 22, ("friendship", "everyday"),
     "Nu er der nogen, der spørger, hvor jeg var, når jeg ikke kommer."),
    ("evaluation", "participant", "kvinde, 88 år", 12, ("transport",),
     "Det er godt, men turen hjem i mørke er lang."),
    ("quote", "relative", "datter til deltager", 18, ("everyday",), "Hun ringer til mig og fortæller, hvad de lavede."),
    ("driver", "staff", "", 60, ("cooperation",), "Foreningen kom med på morgenmødet, og så gik det hurtigt."),
    ("barrier", "staff", "", 33, ("time",), "Vi mangler ti minutter til samtalen, når der er to besøg i træk."),
    ("evaluation", "volunteer", "vært", 9, ("competence",), "Vi blev klædt på til at tage imod."),
)  # fmt: skip
BRUS = """år;sted;svar;antal
{before};Nord;ofte;54
{before};Nord;en gang imellem;96
{before};Nord;sjældent;140
{before};Nord;nej;310
{after};Nord;ofte;39
{after};Nord;en gang imellem;101
{after};Nord;sjældent;155
{after};Nord;nej;355
"""
CONTENT = """år;sted;svar;antal
{after};Nord;meget tilfreds;41
{after};Nord;tilfreds;38
{after};Nord;hverken eller;9
{after};Nord;utilfreds;6
"""
WAITS = "år;svar;antal\n{after};ofte;12\n{after};nej;80\n"


def gather(town: Town, programmes: Sequence[Programme]) -> None:
    """Fill what the pages under "Målinger og viden" show; reports have been told already."""
    first = programmes[0]
    _statements(town, first)
    _files(town, programmes)
    _pair(town)
    with acting_as(town.actors["lone"]) as lone:
        told: dict[str, Any] = {"by": lone, "at": town.now}
        measurement.close(
            programme=first,
            closed_from=_day(town, -200),
            closed_until=_day(town, -186),
            why="vandskade i salen",
            **told,
        )
        comparing.write_figure(
            programme=first, what="first_time", number=31, definition="borgere, der er kommet mindst to gange",
            source="Foreningens egen optælling", as_of=_day(town, -30), **told,
        )  # fmt: skip
        comparing.count_target_group(
            programme=first, size=640, definition="modtagere af hjemmepleje, der bor alene", source="Omsorgssystemet",
            counted_on=_day(town, -60), **told,
        )  # fmt: skip
        waits = next((unit for unit in town.units.values() if not planned_sql.begun(first.id, unit.id)), None)
        if waits is not None:
            planned_operations.plan_waiting(
                programme=first, unit=waits, waits_from=_day(town, 7), begins_on=_day(town, 97),
                chosen="Enheden får ny leder og begynder derefter.", **told,
            )  # fmt: skip
        for programme in programmes:
            _number, numbers = evaluation.told(programme)
            if numbers is not None:
                comparing.show(programme=programme, numbers=numbers.numbers, **told)
            for until in (_day(town, -1), _day(town, -60), _day(town, -200)):
                try:
                    cohorts.freeze(programme=programme, name="Alle til nu", definition=Definition(None, until), **told)
                    break
                except Refusal:  # few have begun since: an earlier day may do
                    continue
    _neighbours(town, first)


def _day(town: Town, days: int) -> date:
    return town.today + timedelta(days=days)


def _statements(town: Town, programme: Programme) -> None:
    with acting_as(town.actors["mette"]) as mette:
        for kind, speaker, called, days, codes, text in SAID:
            voices.write(
                programme=programme, kind=kind, speaker=speaker, called=called, said_on=_day(town, -days), text=text,
                codes=codes, unit=town.units["north"] if speaker == "staff" else None, may_use="report",
                consent_how="spoken", consent_until=None if speaker == "staff" else _day(town, 300), by=mette,
                at=town.now,
            )  # fmt: skip


def _files(town: Town, programmes: Sequence[Programme]) -> None:
    """One file of answers that is stored, and one that waits for a yes."""
    years = {"before": town.today.year - 2, "after": town.today.year - 1}
    with acting_as(town.actors["mette"]) as mette:
        told: dict[str, Any] = {"by": mette, "at": town.now}
        for kind, name, text in (("answers", "brus.csv", BRUS), ("content", "tilfredse.csv", CONTENT)):
            stored, _seen = bring_results.stage(
                programme=programmes[0], kind=kind, file_name=name, content=text.format(**years).encode(), **told
            )
            if stored is not None:
                bring_results.store(score_file=stored, by=mette, at=town.now)
        bring_results.stage(
            programme=programmes[1],
            kind="answers",
            file_name="nye-svar.csv",
            content=WAITS.format(**years).encode(),
            **told,
        )


def _pair(town: Town) -> None:
    """One party of a pair has answered the first round; the other is missing, and is counted."""
    with acting_as(town.actors["mette"]) as mette:
        for pair in Pair.objects.order_by("since", "id"):
            _pair_of, programme = pairs_queries.pair(mette, pair.id)
            due = [one for one in pairs_queries.rounds(mette, programme, today=town.today) if one.pair.id == pair.id]
            if due:
                measurement.answer_of_pair(
                    programme=programme, pair=pair, party="person", instrument=pairs_queries.INSTRUMENT,
                    due=due[0].due, answers=[4, 3, 4], mode="phone", by=mette, at=town.now,
                )  # fmt: skip
                return


def _neighbours(town: Town, programme: Programme) -> None:
    """Two invented municipalities show the country a programme of the same recipe."""
    shown = (
        ("Nabokøbing", "Sammen i Nabokøbing", 210, 88, 51, 900, (42, -1.1, -1.7, -0.5), (40, 9.2, 4.1, 14.3)),
        ("Fjordby", "Fælles om kaffen", 96, 41, 22, None, (24, -0.4, -1.3, 0.5), None),
    )
    for place, (name, title, found, began, stayed, size, loneliness, mood) in enumerate(shown):
        given = {"loneliness": loneliness, "mood": mood}
        ShownProgramme.objects.create(
            municipality_id=_made_up(town, place), municipality_name=name, programme_id=_made_up(town, 10 + place),
            programme_name=title, recipe_id=programme.recipe_id, focus=["detection", "bridging"], made_at=town.now,
            target=size and {"size": size, "definition": "65 år og ældre, der bor alene", "source": "opdigtet",
                             "counted_on": town.today.isoformat()},
            figures={
                "found": found, "first_time": began, "six_months": stayed,
                "changes": {key: dict(zip(("n", "value", "low", "high"), four, strict=True))
                            for key, four in given.items() if four},
            },
        )  # fmt: skip


def _made_up(town: Town, place: int) -> UUID:
    return uuid5(town.municipality.id, f"demonstration {place}")
