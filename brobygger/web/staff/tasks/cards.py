"""A task in words: what it asks, why, and the one thing to press."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from brobygger.pathway.followup.queries import may_do
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.registry.people.queries import PersonView
from brobygger.registry.recipes.made_tasks import text_of
from brobygger.registry.recipes.words import TASKS
from brobygger.web.shared import words
from brobygger.web.shared.jinja import url
from brobygger.web.staff.people import steps

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
EXTRACTS = frozenset({"see_extract", "extract_missing", "extract_unreadable"})
CALLS = frozenset(
    {"call_person", "ask_why", "welcome", "evaluate_benefit", "not_reached", "call_missed", "call_in_pause"}
)
ABOUT_A_SESSION = frozenset(
    {"tell_change", "invite_members", "order_food", "ring_supplier", "find_another_supplier", "tell_new_hosts"}
)
ABOUT_DAYS = frozenset({"choose_day", "ring_about_days"})
AT_HOME = frozenset({"find_for_home", "tell_new_face", "wants_more"})
ABOUT_A_RIDE = frozenset({"order_ride", "call_off_ride", "find_other_ride"})
ABOUT_A_GROUP = frozenset({"quiet_group", "find_deputy", "choose_convener", "choose_successor", "start_next_group"})


@dataclass(frozen=True)
class TaskCard:
    """One task as a card shows it; `phone` and `href` belong to the action.

    `action`: call, ask, tips, open or done; theirs: only to read, for one who may not do it.
    """

    task: Any
    person: PersonView | None
    what: str
    why: str
    late: bool
    action: str
    phone: str = ""
    href: str = ""


def card_of(task: Any, person: PersonView | None, *, role: Role, today: date) -> TaskCard:
    """The card of a task whose programme has been fetched with it."""
    action, phone, href = _action(task, person, role)
    return TaskCard(
        task=task,
        person=person,
        what=what(task),
        why=why(task, person),
        late=task.due < today,
        action=action,
        phone=phone,
        href=href,
    )


def what(task: Any) -> str:
    """What the task asks for, in words: a common task's own, or those the recipe's rule brings."""
    if task.kind in TASKS or task.kind in words.OWN_TASKS:
        return words.task(task.kind)
    return _rule_text(task) or words.task(task.kind)


def why(task: Any, person: PersonView | None) -> str:
    """Why it is there: the rule's own words when they say more than the task does, else what happened."""
    said = _rule_text(task)
    if said and said != what(task):
        return said
    happened = steps.why(task.why)
    return f"{person.given_name} {happened}" if happened and person and "happening" in task.why else happened


def named_in(key: str, what: str) -> UUID | None:
    """The id that a task's key names after a word: a tip's in "tip:<id>", a worry's in "…:worry-<id>"."""
    found = re.search(rf"\b{what}[:-]({_UUID})", key)
    return UUID(found[1]) if found else None


def _rule_text(task: Any) -> str:
    if task.programme is None:
        return ""
    text = text_of(recipe_of(task.programme), task.rule, colour=task.why.get("colour", ""))
    return text.in_language(get_language() or "da") if text else ""


def _action(task: Any, person: PersonView | None, role: Role) -> tuple[str, str, str]:
    if not may_do(role, task.kind):
        return "theirs", "", ""
    if task.kind == "handle_tip":
        tip_id = named_in(task.key, "tip")
        return "tips", "", url("tip", tip_id) if tip_id else url("tips")
    if task.kind == "answer_sign_up":
        return "tips", "", url("received") if may(role, Action.SEE_REFERRALS) else url("tips")
    if task.kind in EXTRACTS and task.programme is not None and may(role, Action.IMPORT_REGISTER):
        extract_id = named_in(task.key, "extract")
        one = task.kind == "see_extract" and extract_id
        return "open", "", url("extract", task.programme.id, extract_id) if one else url(
            "extract_plan", task.programme.id)  # fmt: skip
    if task.kind == "ask_again" and task.episode_id and may(role, Action.SCREEN):
        return "ask", "", url("visit", task.episode_id)
    if task.kind == "ask_how_it_goes" and task.person_id and may(role, Action.MAP_WISHES):
        return "open", "", url("talk", task.person_id)
    session_id = named_in(task.key, task.kind) if task.kind in ABOUT_A_SESSION else None
    if session_id and may(role, Action.SEE_GROUPS):
        return "open", "", url("meeting", session_id)
    choice_id = named_in(task.key, task.kind) if task.kind in ABOUT_DAYS else None
    if choice_id and may(role, Action.MANAGE_GROUPS):
        return "open", "", url("day_choice", choice_id)
    time_id = named_in(task.key, task.kind) if task.kind in AT_HOME else None
    if time_id and may(role, Action.PLAN_AT_HOME):
        return "open", "", url("home_time", time_id)
    group_id = named_in(task.key, task.kind) if task.kind in ABOUT_A_GROUP else None
    if group_id and may(role, Action.SEE_GROUPS):
        return "open", "", url("group_life", group_id)
    ride_id = named_in(task.key, task.kind) if task.kind in ABOUT_A_RIDE else None
    if ride_id and may(role, Action.REFER):
        return "open", "", url("ordered_ride", ride_id)
    if task.kind == "take_down_text" and may(role, Action.EDIT_OFFER):
        return "open", "", url("reach")
    if task.kind == "answer_question" and task.person_id and may(role, Action.MAP_WISHES):
        return "open", "", url("person_questions", task.person_id)
    if task.kind == "evaluate_benefit" and may(role, Action.MAKE_FIRST_CONTACT):
        return "open", "", url("received")
    if task.kind in CALLS and person is not None and person.phone:
        return "call", person.phone, ""
    return "done", "", ""
