"""Ways to break a valid recipe, whatever stands in it. Each changes data in place, and says what should be told.

A mutation returns the place where it broke the data, or None when the recipe has nothing of the kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Data = dict[str, Any]
Place = tuple[str | int, ...]
Mutation = Callable[[Data], Place | None]
TEXT = {"da": "x", "en": "x"}


def written(data: Any, indent: int = 0) -> Iterator[str]:
    """Data as the lines of a YAML file: one line for each key and item, so that every place has its own."""
    pad = "  " * indent
    pairs = data.items() if isinstance(data, dict) else ((None, item) for item in data)
    for key, value in pairs:
        head = f"{pad}-" if key is None else f"{pad}{key}:"
        if isinstance(value, (dict, list)) and value and key is not None:
            yield head
            yield from written(value, indent + 1)
        elif isinstance(value, dict) and value:
            first, *rest = written(value, indent + 1)
            yield f"{head} {first.strip()}"
            yield from rest
        else:
            yield f"{head} {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _items(data: Data, key: str) -> list[Any]:
    """A list, also where one was written without a list."""
    value = data.get(key)
    data[key] = value if isinstance(value, list) else [] if value is None else [value]
    return data[key]


def _set(*place: str | int, to: Any, wrong: Place = ()) -> Mutation:
    """Put a value at a place; `wrong`: what inside the value is wrong, when it is not the whole of it."""

    def mutate(data: Data) -> Place | None:
        here: Any = data
        for key in place[:-1]:
            if isinstance(here, dict) and isinstance(key, int):
                continue
            if isinstance(here, dict) and key in ("activity", "for", "crowd"):
                _items(here, str(key))
            if not here or (isinstance(here, dict) and key not in here):
                return None
            here = here[key]
        here[place[-1]] = to
        return (*place, *wrong)

    return mutate


def step_twice(data: Data) -> Place:
    data["steps"].append(dict(data["steps"][0]))
    return "steps", len(data["steps"]) - 1, "step"


def circle_of_steps(data: Data) -> Place:
    data["steps"].append(data["steps"].pop(0))
    return "steps", len(data["steps"]) - 1, "step"


def no_yes(data: Data) -> Place:
    data["steps"] = [step for step in data["steps"] if step["step"] != "consented"]
    return ("steps",)


def yes_passed_over(data: Data) -> Place:
    number = next(n for n, step in enumerate(data["steps"]) if step["step"] == "consented")
    data["steps"][number]["optional"] = True
    return "steps", number, "optional"


def role_taken_away(data: Data) -> Place:
    by = data["steps"][-1]["by"]
    del data["roles"][by[0] if isinstance(by, list) else by]
    return "steps", len(data["steps"]) - 1, "by"


def from_a_later_step(data: Data) -> Place:
    step = data["steps"][1]
    step.pop("at", None)
    step["within_days"], step["from"] = 3, data["steps"][-1]["step"]
    return "steps", 1, "from"


def before_its_anchor(data: Data) -> Place:
    step = data["steps"][-1]
    for key in ("within_days", "from"):
        step.pop(key, None)
    step["at"] = {"before": "first_session", "days": 3}
    return "steps", len(data["steps"]) - 1, "at", "before"


def two_deadlines(data: Data) -> Place:
    step = data["steps"][-1]
    step["within_days"], step["at"] = 3, {"after": "first_session", "days": 3}
    step.pop("from", None)
    return "steps", len(data["steps"]) - 1, "at"


def two_versions_of_one_date(data: Data) -> Place:
    versions = _items(data, "for")
    del versions[1:]
    versions += [{"from": date(2026, 3, 2), "reason": TEXT, "min_age": age} for age in (60, 55)]
    return "for", 2, "from"


def change_without_a_reason(data: Data) -> Place:
    versions = _items(data, "for")
    del versions[1:]
    versions.append({"from": date(2026, 3, 2), "min_age": 60})
    return "for", 1, "reason"


def ages_the_wrong_way(data: Data) -> Place:
    _items(data, "for")[0] |= {"min_age": 80, "max_age": 65}
    return "for", 0, "max_age"


def overlapping_colours(data: Data) -> Place | None:
    colours = data.get("screening", {}).get("colours")
    if not colours or len(colours) < 2:
        return None
    first, second = list(colours)[:2]
    colours[first] = [colours[first][0], colours[second][0]]
    return "screening", "colours", second


def colour_that_is_not_there(data: Data) -> Place | None:
    if not data.get("screening", {}).get("colours"):
        return None
    data["screening"]["colours"].pop("red", None)
    data["screening"]["who_continues"] = ["red"]
    return ("screening", "who_continues")


def continues_and_is_helped_otherwise(data: Data) -> Place | None:
    screening = data.get("screening") or {}
    if "yellow" not in (screening.get("colours") or {}):
        return None
    screening["who_continues"] = ["yellow"]
    screening["other_path"] = {"yellow": {"task": "call_person", "by": next(iter(data["roles"]))}}
    return "screening", "other_path", "yellow"


def replaced_twice_on_a_day(data: Data) -> Place | None:
    if "screening" not in data:
        return None
    one = {"from": date(2026, 3, 2), "reason": TEXT, "instrument": "t-ils@2"}
    data["screening"]["replaced"] = [one, dict(one)]
    return "screening", "replaced", 1, "from"


def rule_ids_twice(data: Data) -> Place:
    rule = {"id": "twice", "when": "absent", "task": "call_person", "by": next(iter(data["roles"]))}
    data["follow_up"] = [*data.get("follow_up", ()), rule, dict(rule)]
    return "follow_up", len(data["follow_up"]) - 1, "id"


def rule_for_the_dead(data: Data) -> Place:
    rule = {"when": "stopped", "reasons": "death", "task": "call_person", "by": next(iter(data["roles"]))}
    data["follow_up"] = [*data.get("follow_up", ()), rule]
    return "follow_up", len(data["follow_up"]) - 1, "reasons"


def rule_with_a_name_of_the_recipes_own(data: Data) -> Place:
    data["steps"][1]["links"] = [{"by": next(iter(data["roles"])), "to": "owner"}]
    name = f"link_{data['steps'][1]['step']}_1"
    rule = {"id": name, "when": "absent", "task": "call_person", "by": next(iter(data["roles"]))}
    data["follow_up"] = [*data.get("follow_up", ()), rule]
    return "follow_up", len(data["follow_up"]) - 1, "id"


def measured_twice_on_a_day(data: Data) -> Place | None:
    if "measure" not in data:
        return None
    data["measure"]["at"] = ["start", {"after_days": 0}]
    return ("measure", "at")


def overlapping_phases(data: Data) -> Place:
    activity = _items(data, "activity")[0]
    activity["phases"] = [{"sessions": [1, 3], "aim": TEXT}, {"sessions": [3, 4], "aim": TEXT}]
    return "activity", 0, "phases", 1, "sessions"


def more_lost_than_are_there(data: Data) -> Place:
    row = data["scenario"]["play"][1]
    row["lost"] = {"declined": 99_999}
    return "scenario", "play", 1, "lost"


def crowds_of_one_name(data: Data) -> Place:
    data["scenario"]["crowd"] = [{"id": "same", "count": 5}, {"id": "same", "count": 5}]
    return "scenario", "crowd", 1, "id"


def two_promises_in_one(data: Data) -> Place:
    data["scenario"]["expect"][0] = {"text": TEXT, "bridge": {"step": "found"}, "median_days": {"step": "found"}}
    return "scenario", "expect", 0


def day_given_twice(data: Data) -> Place:
    data["scenario"]["play"][1] |= {"on_day": 3, "after_days": 3}
    return "scenario", "play", 1


MUTATIONS: dict[str, Mutation] = {
    "unknown key": _set("colour_of_the_wall", to=1),
    "unknown key in a step": _set("steps", 0, "whom", to="x"),
    "unknown key in an activity": _set("activity", 0, "colour", to="x"),
    "unknown key in the play": _set("scenario", "play", 0, "weather", to="x"),
    "version is a word": _set("version", to="two"),
    "title in one language": _set("title", to={"da": "x"}),
    "empty title": _set("title", "da", to=""),
    "unknown kind of owner": _set("owner", "kind", to="foundation"),
    "unknown focus area": _set("focus_areas", to=["detektion"]),
    "unknown channel": _set("found_by", to=["hjemmepleje"]),
    "unknown step": _set("steps", 0, "step", to="discovered"),
    "step twice": step_twice,
    "cycle of steps": circle_of_steps,
    "no yes": no_yes,
    "a yes passed over": yes_passed_over,
    "role nobody has": _set("steps", 0, "by", to="nobody_at_all"),
    "role taken away": role_taken_away,
    "role of nobody": _set("roles", "stranger", to={**TEXT, "acts_as": "host", "of": "nobody_at_all"}, wrong=("of",)),
    "role without access": _set("roles", "stranger", to={**TEXT, "acts_as": "king"}, wrong=("acts_as",)),
    "deadline from a later step": from_a_later_step,
    "deadline before its anchor": before_its_anchor,
    "two deadlines": two_deadlines,
    "negative days": _set("steps", 1, "within_days", to=-1),
    "half a day": _set("steps", 1, "within_days", to=0.5),
    "answer from nobody": _set("steps", 0, "answer_within_days", to=3),
    "sent to nobody": _set("steps", 1, "to", to="nobody_at_all"),
    "body that never meets": _set(
        "steps", 1, "body", to={"name": TEXT, "meets_every_days": 0}, wrong=("meets_every_days",)
    ),
    "hand-over by nobody": _set("steps", 1, "links", to=[{"by": "nobody_at_all", "to": "owner"}]),
    "sessions of 0 minutes": _set("activity", 0, "sessions", to={"minutes": 0}),
    "size backwards": _set("activity", 0, "size", to=[15, 8]),
    "phases that overlap": overlapping_phases,
    "two versions of one date": two_versions_of_one_date,
    "change without a reason": change_without_a_reason,
    "ages the wrong way": ages_the_wrong_way,
    "limits that exclude all": _set("for", 0, "home_help_hours", to={"more_than": 5, "at_most": 5}),
    "overlapping colours": overlapping_colours,
    "colour that is not there": colour_that_is_not_there,
    "continues and is helped otherwise": continues_and_is_helped_otherwise,
    "replaced twice on a day": replaced_twice_on_a_day,
    "unknown instrument": _set("screening", "instrument", to="wellness@1"),
    "rule ids twice": rule_ids_twice,
    "rule for the dead": rule_for_the_dead,
    "rule with a name of the recipe's own": rule_with_a_name_of_the_recipes_own,
    "rule without a cause": _set("follow_up", 0, "when", to="sometimes"),
    "rule by nobody": _set("follow_up", 0, "by", to="nobody_at_all"),
    "measured twice on a day": measured_twice_on_a_day,
    "measured by nobody": _set("measure", "by", to="nobody_at_all"),
    "unknown anchoring": _set("anchoring", "model", to="forever"),
    "visits by nobody": _set("anchoring", "staff_visit_by", to="nobody_at_all"),
    "agreement that is not there": _set("partners", 0, "agreement", to="no_such_paper"),
    "assumption about nothing": _set("assumed", 0, "key", to="nothing.at_all"),
    "play: more lost than are there": more_lost_than_are_there,
    "play: a step left out": _set("scenario", "play", 1, "step", to="discovered"),
    "play: a day given twice": day_given_twice,
    "play: crowds of one name": crowds_of_one_name,
    "play: two promises in one": two_promises_in_one,
    "play: no date": _set("scenario", "starts", to="someday"),
}
