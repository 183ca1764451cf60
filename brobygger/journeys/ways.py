"""How a group does: what those who run it have said, else what the recipe or the kind of activity says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from brobygger.communities.groups.models import Group, Habits
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.attendance import meeting_rules as rules
from brobygger.pathway.attendance.rules import activity_of
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.recipes.parts import Text
from brobygger.registry.recipes.schema import Activity

DEFAULT_MINUTES = 120


def activity(group: Group, kind: str = "") -> Activity | None:
    """The recipe's activity the group does; None without a programme, or when the recipe has none of the kind."""
    if group.programme is None:
        return None
    recipe = recipe_of(group.programme)
    told = activity_of(recipe, group.name)
    if not kind or told.kind == kind:
        return told
    return next((each for each in recipe.activities if each.kind == kind), None)


def habits_of(group: Group) -> Habits:
    """How the group usually does. A group that has said nothing gets what its recipe or kind says, not yet stored."""
    kept = Habits.objects.select_related("deputy", "only_unit").filter(group_id=group.id).first()
    return kept or from_recipe(group)


def from_recipe(group: Group, kind: str = "") -> Habits:
    """What the recipe, or the kind of activity, says of each time, as the group's first habits."""
    told = activity(group, kind)
    kind = told.kind if told else kind or "group"
    needs = rules.needs_of(told, kind)
    each = told.each_time if told else None
    hours = each.sign_off_hours if each and each.sign_off_hours else None
    return Habits(
        group=group,
        kind=kind,
        needs=list(needs),
        agenda=[_said(point) for point in each.agenda] if each else [],
        duties=[_said(duty) for duty in told.duties_in_turn] if told else [],
        bring=_said(each.bring) if each and each.bring else "",
        price_dkk=told.price.dkk if told and told.price else 0,
        late=each.late if each else "free",
        sign_off_hours=hours or (rules.SIGN_OFF_HOURS if "sign_off" in needs else None),
        invite_days=each.invite_days if each else None,
        seats=told.size[1] if told and told.size and "seats" in needs else None,
    )


def facts_of(habits: Habits, group: Group, starts_at: datetime) -> dict[str, Any]:
    """What belongs to a session of the group that starts then."""
    told = activity(group, habits.kind)
    minutes = told.sessions.minutes if told and told.sessions and told.sessions.minutes else DEFAULT_MINUTES
    invites = habits.invite_days
    return {
        "minutes": minutes,
        "agenda": "\n".join(habits.agenda),
        "bring": habits.bring,
        "seats": habits.seats if "seats" in habits.needs else None,
        "closes_at": rules.closes_at(starts_at, habits.sign_off_hours),
        "invites_on": local_date(starts_at) - timedelta(days=invites) if invites else None,
    }


def stored(habits: Habits) -> Mapping[str, Any]:
    """The facts of habits that are not stored yet, ready for operations.keep_habits."""
    names = (
        "kind",
        "needs",
        "agenda",
        "duties",
        "bring",
        "price_dkk",
        "late",
        "sign_off_hours",
        "invite_days",
        "seats",
    )
    return {name: getattr(habits, name) for name in names}


def terms_of(habits: Habits) -> rules.Terms:
    """What a time costs in the group."""
    return rules.Terms(price=habits.price_dkk, late=habits.late)


def is_paused(habits: Habits, on: date) -> bool:
    """Whether the group cannot meet on a day."""
    return habits.paused_since is not None and habits.paused_since <= on and (
        habits.resumes_on is None or on < habits.resumes_on
    )  # fmt: skip


def _said(text: Text) -> str:
    return text.in_language(get_language() or "da")
