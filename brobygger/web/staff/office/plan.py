"""The starting plan: what the recipe says about groups, agreements, risks …, until it has been taken up.

Nothing is copied: a line of the recipe stands as a suggestion until somebody begins a row from it (`?fra=` names it).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from brobygger.insight.evaluation.recipe_text import said
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.jinja import language
from brobygger.web.staff.office import said as office_said

EARLY_DAYS = 90
OURS = "owner"  # the recipe's word for the organisation that runs it


@dataclass(frozen=True)
class Suggested:
    """A part of the recipe that is not taken up yet. part: its name in `?fra=`; initial: what a form begins with."""

    part: str
    title: str
    lines: tuple[str, ...]
    initial: dict[str, Any]


def councils(recipe: Recipe, taken: Collection[str] = ()) -> list[Suggested]:
    """Groups the recipe has that the programme has not set up."""
    found = []
    for one in recipe.governance:
        members = [member if isinstance(member, str) else said(member, language()) for member in one.members]
        names = [said(recipe.roles[name], language()) if name in recipe.roles else name for name in members]
        title, task = said(one.title, language()), said(one.task, language())
        initial = {
            "name": title, "task": task, "kind": _kind(one.id), "may_decide": _kind(one.id) == "steering",
            "meets_every_days": one.meets_every_days,
        }  # fmt: skip
        lines = (", ".join(names), task, said(one.afterwards, language()))
        found.append(Suggested(f"governance.{one.id}", title, tuple(filter(None, lines)), initial))
    return _left(found, taken)


def agreements(recipe: Recipe, taken: Collection[str] = ()) -> list[Suggested]:
    """Agreements the recipe has that the programme has not made."""
    names = {name: (said(role, language()), "") for name, role in recipe.roles.items()}
    names |= {one.id: (one.name, said(one.does, language())) for one in recipe.partners}
    names[OURS] = (recipe.owner.name, "")
    found = []
    for one in recipe.agreements:
        parties = [names.get(party, (party, "")) for party in one.parties]
        title = said(one.about, language())
        written = "\n".join(": ".join(filter(None, pair)) for pair in parties)
        initial = {"about": title, "kind": one.kind, "parties": written}
        line = ", ".join(name for name, _does in parties)
        found.append(Suggested(f"agreements.{one.id}", title, (line,), initial))
    return _left(found, taken)


def risks(recipe: Recipe, taken: Collection[str] = ()) -> list[Suggested]:
    """Risks the recipe names that are not in the programme's log."""
    found = []
    for number, one in enumerate(recipe.risks, 1):
        text, do = said(one, language()), said(one.do, language())
        found.append(Suggested(f"risks.{number}", text, tuple(filter(None, (do,))), {"text": text, "do": do}))
    return _left(found, taken)


def courses(recipe: Recipe, taken: Collection[str] = ()) -> list[Suggested]:
    """Courses the recipe has that the programme has not planned."""
    found = []
    for one in recipe.training:
        topics = [said(topic, language()) for topic in one.topics]
        form = str(office_said.FORMS.get(one.kind, one.kind))
        whom = ", ".join(said(recipe.roles[name], language()) for name in one.for_ if name in recipe.roles)
        teacher, title = said(one.by, language()), topics[0] if topics else form.capitalize()
        initial = {
            "title": title, "form": one.kind, "for_whom": whom, "topics": "\n".join(topics), "teacher": teacher,
            "sessions": one.sessions, "minutes": round(one.hours * 60) if one.hours else None,
            "refresher_after_days": one.follow_up_after_days,
        }  # fmt: skip
        lines = (f"{form}: {whom}" if whom else form, teacher, said(one.text, language()))
        found.append(Suggested(f"training.{one.id}", title, tuple(filter(None, lines)), initial))
    return _left(found, taken)


def milestones(recipe: Recipe, starts_on: date, taken: Collection[str] = ()) -> list[Suggested]:
    """Milestones and lines of the recipe's plan for anchoring that the programme has not taken up."""
    found = []
    for number, one in enumerate(recipe.anchoring.milestones, 1):
        text, due = said(one.text, language()), starts_on + timedelta(days=one.after_days)
        initial = {"text": text, "due_on": due, "phase": "start" if one.after_days <= EARLY_DAYS else "middle"}
        found.append(Suggested(f"milestones.{number}", text, (), initial))
    for number, line in enumerate(recipe.anchoring.plan, 1):
        text = said(line, language())
        found.append(Suggested(f"plan.{number}", text, (), {"text": text, "phase": "end"}))
    return _left(found, taken)


def functions(recipe: Recipe, taken: Collection[str] = ()) -> list[Suggested]:
    """Who the recipe says takes something over."""
    found = []
    for number, one in enumerate(recipe.anchoring.takes_over, 1):
        what = said(one.what, language())
        initial = {"what": what, "taken_by": one.by, "pays": one.pays or ""}
        found.append(Suggested(f"takes_over.{number}", what, tuple(filter(None, (one.by, one.pays))), initial))
    return _left(found, taken)


def begun_from(suggestions: list[Suggested], part: str) -> tuple[dict[str, Any], str]:
    """What a form begins with and the part's name, when `?fra=` names a part of the plan; else nothing."""
    chosen = next((one for one in suggestions if one.part == part), None)
    return (chosen.initial, chosen.part) if chosen else ({}, "")


def _left(found: list[Suggested], taken: Collection[str]) -> list[Suggested]:
    return [one for one in found if one.part not in taken]


def _kind(part: str) -> str:
    """The kind of group that the recipe's id tells of; a working group when it tells of none."""
    kinds = ("steering", "local", "follow", "reference", "network", "coordinating", "ad_hoc")
    return next((kind for kind in kinds if kind in part), "working")
