"""The assumptions a simulation stands on: the recipe's own numbers with their source, else a stated default.

Every number has a key that can be set. What nobody has told us is an "antagelse": it can be wrong, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from brobygger.insight.simulation.seed_numbers import SeedNumbers, numbers_of
from brobygger.insight.simulation.way import Timing, Way, WayStep, way_of
from brobygger.insight.simulation.words import ASSUMED, PAIRS, Assumption
from brobygger.registry.recipes.schema import Activity, Recipe
from brobygger.registry.recipes.words import REASONS, STEP_WORDS, Words

YEAR = 52  # weeks
BUSY = 0.8  # share of their hours the staff of a default programme are at work for a person
MOST_HOURS = 30  # hours a week one employee gives at most, before a default programme has one more
STAFF = frozenset({"home_care_worker", "ambassador", "coordinator", "visitation", "programme_manager"})
MINUTES_BY_MODE = {"visit": 60, "meeting": 15, "phone": 15, "letter": 5, "sms": 5, "email": 5, "digital": 5, "paper": 5}
MINUTES = 15  # where the recipe says no way of meeting
NO_WORK = ("first_time", "third_time", "measured", "reported")  # the session or the round carries the work
FIXED_MINUTES = {"found": 5, "six_months": 10}
GROUP_SIZE = (6, 12)  # people, where the recipe gives no size
EXPECTED = 100  # people a year, for a recipe that tells of nobody

Found = dict[str, Assumption]


def default_way(recipe: Recipe) -> tuple[Way, SeedNumbers]:
    """The recipe's way through the steps its own scenario takes, and the scenario's numbers."""
    numbers = numbers_of(recipe)
    return way_of(recipe, numbers.used), numbers


def assumptions_of(recipe: Recipe) -> tuple[Found, Found]:
    """Every assumption with its default value, and those that may be set but are not there by themselves."""
    way, numbers = default_way(recipe)
    found = {one.key: one for one in _all(recipe, way, numbers)}
    return found, {one.key: one for one in _optional(recipe, way) if one.key not in found}


def activity_of(recipe: Recipe) -> Activity:
    """The activity a person comes to: the first the recipe names."""
    return recipe.activities[0]


def is_staff(recipe: Recipe, role: str) -> bool:
    """Whether the role's hours are employees' hours; the others are volunteers and associations."""
    return recipe.roles[role].acts_as in STAFF


def _all(recipe: Recipe, way: Way, numbers: SeedNumbers) -> Iterator[Assumption]:
    found, why = _found(recipe, numbers)
    yield Assumption("arrivals.per_week", round(found / YEAR, 2), "persons_a_week", Words("Fundne", "Found"), why)
    yield Assumption("arrivals.at_start", 0, "persons", Words("Fundne på den første dag", "Found on the first day"))
    losses = dict(_losses(way, numbers))
    yield from losses.values()
    yield _yes_rate(way, losses)
    yield _asked_again(numbers)
    yield from _days(recipe, way, numbers)
    minutes = {one.key: one for one in _minutes(recipe, way)}
    yield from minutes.values()
    expected = _expected(way, losses, found)
    yield from _staff(recipe, way, minutes, losses, expected)
    yield from _activity(recipe, found, expected)
    yield Assumption(
        "waiting.gives_up_after_days",
        90,
        "days",
        Words("Så længe venter en borger på en plads", "A person waits so long"),
    )
    yield Assumption("transport.share", 0, "share", Words("Har brug for kørsel", "Need transport"))
    yield Assumption("transport.seats", 0, "seats", Words("Faste pladser i bilen", "Regular places in the vehicle"))
    yield Assumption("cost.staff_hour", 400, "kroner", Words("En medarbejdertime koster", "An employee's hour costs"))


def _found(recipe: Recipe, numbers: SeedNumbers) -> tuple[int, Words]:
    told = recipe.reported.offered if recipe.reported else None
    if told:
        return told, Words(
            f"kilden: {told} på et år (året er vores)", f"the source: {told} in a year (the year is ours)"
        )
    if numbers.found:
        return numbers.found, Words(
            f"opskriftens scenarie: {numbers.found} fundet, fordelt på et år",
            f"the recipe's scenario: {numbers.found} found, spread over a year",
        )
    return EXPECTED, ASSUMED


def _losses(way: Way, numbers: SeedNumbers) -> Iterator[tuple[str, Assumption]]:
    for step in way.steps:
        told = numbers.steps.get(step.step)
        for reason, share in (told.shares() if told else {}).items():
            if reason == "no_place":  # the places are counted: whoever gets none is lost by that
                continue
            yield f"lost.{step.step}.{reason}", _loss(step.step, reason, round(share, 4), Words(
                f"opskriftens scenarie: {told.lost[reason] if told else 0} gange",
                f"the recipe's scenario: {told.lost[reason] if told else 0} times",
            ))  # fmt: skip


def _loss(step: str, reason: str, share: float, source: Words) -> Assumption:
    at, why = STEP_WORDS[step], REASONS[reason]
    label = Words(f"Tabt før “{at.da.lower()}”: {why.da.lower()}", f"Lost before “{at.en.lower()}”: {why.en.lower()}")
    return Assumption(f"lost.{step}.{reason}", share, "share", label, source)


def _yes_rate(way: Way, losses: Found) -> Assumption:
    parts = [float(one.value) for key, one in losses.items() if key.startswith("lost.consented.")]
    rate = round(max(0.0, 1 - sum(parts)), 4)
    source = Words("opskriftens scenarie", "the recipe's scenario") if parts else ASSUMED
    return Assumption("yes_rate", rate, "share", Words("Siger ja, når de bliver spurgt", "Say yes when asked"), source)


def _asked_again(numbers: SeedNumbers) -> Assumption:
    share = round(numbers.came_back / numbers.said_no, 4) if numbers.said_no else 0.0
    source = Words("opskriftens scenarie", "the recipe's scenario") if numbers.came_back else ASSUMED
    label = Words("Siger ja, når de bliver spurgt igen", "Say yes when asked again")
    return Assumption("ask_again.yes_share", share, "share", label, source)


def _days(recipe: Recipe, way: Way, numbers: SeedNumbers) -> Iterator[Assumption]:
    for step in way.steps[1:]:
        if step.timing is not Timing.WITHIN or (step.step == "third_time" and _every(recipe)):
            continue
        said = STEP_WORDS[step.step]
        label = Words(f"“{said.da}”: senest efter", f"“{said.en}”: at the latest after")
        told = numbers.steps.get(step.step)
        if step.days is not None:
            days, source = _deadline(recipe, step, step.days)
        elif told and told.days:
            days, source = told.days[1], Words("opskriftens scenarie", "the recipe's scenario")
        else:
            days, source = 7, ASSUMED
        yield Assumption(f"days.{step.step}", days, "days", label, source)
    for step in way.steps:
        own = recipe.step(step.step)
        if own is not None and own.body is not None:
            source = Words("opskriften", "the recipe")
            yield _meeting(step.step, own.body.meets_every_days, source)


def _deadline(recipe: Recipe, step: WayStep, days: int) -> tuple[int, Words]:
    """The recipe's deadline; where a meeting decides, the wait for the meeting is counted by itself."""
    own = recipe.step(step.step)
    if own is None or own.body is None:
        return days, Words("opskriftens frist", "the recipe's deadline")
    said = Words("opskriftens frist, mødet trukket fra", "the recipe's deadline, less the meeting")
    return max(0, days - own.body.meets_every_days), said


def _meeting(step: str, days: int, source: Words) -> Assumption:
    said = STEP_WORDS[step]
    label = Words(f"“{said.da}” afgøres på et møde hver", f"“{said.en}” is decided at a meeting every")
    return Assumption(f"body.{step}.meets_every_days", days, "days", label, source)


def _minutes(recipe: Recipe, way: Way) -> Iterator[Assumption]:
    visited = False
    for step in way.steps:
        if step.step in NO_WORK:
            continue
        own = recipe.step(step.step)
        modes = own.mode if own else ()
        same_visit = visited and step.days == 0 and "visit" in modes
        minutes = FIXED_MINUTES.get(step.step) or max((MINUTES_BY_MODE[mode] for mode in modes), default=MINUTES)
        visited = "visit" in modes
        said = STEP_WORDS[step.step]
        label = Words(f"Arbejde ved “{said.da.lower()}”", f"Work at “{said.en.lower()}”")
        source = Words("antagelse: samme besøg", "assumption: the same visit") if same_visit else ASSUMED
        yield Assumption(f"minutes.{step.step}", MINUTES if same_visit else minutes, "minutes", label, source)
    yield Assumption("minutes.no", 10, "minutes", Words("Arbejde ved et nej", "Work at a no"))
    yield Assumption("minutes.follow_up", 15, "minutes", Words("En opfølgning", "One follow-up"))
    yield Assumption("minutes.measurement", 20, "minutes", Words("En måling", "One measurement"))
    yield Assumption("minutes.spread", 0.5, "spread", Words("Hvor forskelligt det varer", "How much it varies"))


def _expected(way: Way, losses: Found, found: int) -> dict[str, float]:
    """Step → how many a year stand in front of it, when nobody waits."""
    standing, expected = float(found), {}
    for step in way.steps:
        expected[step.step] = standing
        standing *= 1 - _gone(losses, step.step)
    return expected


def _gone(losses: Found, step: str) -> float:
    """The share of those in front of a step who are lost there."""
    return min(1.0, sum(float(one.value) for key, one in losses.items() if key.startswith(f"lost.{step}.")))


def work_roles(recipe: Recipe, way: Way) -> list[str]:
    """The staff roles that have work for a person in this recipe, in the order they are needed."""
    named = [step.role for step in way.steps if step.step not in NO_WORK]
    named += [work.role for many in way.follow_ups.values() for work in many]
    named += [way.measured_by] if way.measured_by else []
    return [role for role in dict.fromkeys(named) if is_staff(recipe, role)]


def _staff(recipe: Recipe, way: Way, minutes: Found, losses: Found, expected: dict[str, float]) -> Iterator[Assumption]:
    hours = dict.fromkeys(work_roles(recipe, way), 0.0)
    for step in way.steps:
        full = float(minutes[f"minutes.{step.step}"].value) if f"minutes.{step.step}" in minutes else 0.0
        gone = _gone(losses, step.step)
        each = full * (1 - gone) + min(full, float(minutes["minutes.no"].value)) * gone
        _add(hours, step.role, expected[step.step] * each / 60)
    follow_up, measurement = float(minutes["minutes.follow_up"].value), float(minutes["minutes.measurement"].value)
    for (name, reason), many in way.follow_ups.items():
        number = _times(way, name, reason, expected)
        for work in many:
            _add(hours, work.role, number * follow_up / 60)
    if way.measured_by:
        _add(hours, way.measured_by, expected.get("first_time", 0.0) * len(way.rounds) * measurement / 60)
    for role, needed in hours.items():
        yield from _one_role(recipe, role, needed / YEAR / BUSY)


def _times(way: Way, name: str, reason: str | None, expected: dict[str, float]) -> float:
    reached = [step for step in way.steps if step.happening == name and reason is None]
    if reached:
        return expected[reached[0].step]
    return 0.02 * max(expected.values())  # a loss: rarely more, and only a guess at the size of a programme


def _add(hours: dict[str, float], role: str, more: float) -> None:
    if role in hours:
        hours[role] += more


def _one_role(recipe: Recipe, role: str, hours: float) -> Iterator[Assumption]:
    own = recipe.roles[role]
    people = own.count or max(1, ceil(hours / MOST_HOURS))
    source = Words("opskriften", "the recipe") if own.count else ASSUMED
    label = Words(f"{own.da}: hvor mange", f"{own.en}: how many")
    yield Assumption(f"staff.{role}.people", people, "people", label, source)
    each = max(1, ceil(hours / people))
    yield Assumption(
        f"staff.{role}.hours_per_week", each, "hours_a_week", Words(f"{own.da}: tid til det", f"{own.en}: time for it"),
        Words("antagelse: så 80 % af tiden bruges ved opskriftens egne tal",
              "assumption: so that 80 % of it is used at the recipe's own numbers"),
    )  # fmt: skip


def _every(recipe: Recipe) -> int | None:
    sessions = activity_of(recipe).sessions
    return sessions.every_days if sessions else None


def _activity(recipe: Recipe, found: int, expected: dict[str, float]) -> Iterator[Assumption]:
    activity = activity_of(recipe)
    told = Words("opskriften", "the recipe")
    yield Assumption("activity.kind", activity.kind, "kind", Words("Aktivitetens slags", "Kind of activity"), told)
    every, minutes = _every(recipe), activity.sessions.minutes if activity.sessions else None
    yield Assumption("sessions.every_days", every or 7, "days", Words("Mødegang hver", "A session every"),
                     told if every else ASSUMED)  # fmt: skip
    yield Assumption("sessions.minutes", minutes or 90, "minutes", Words("En mødegang varer", "A session lasts"),
                     told if minutes else ASSUMED)  # fmt: skip
    starts = _starts(recipe, expected)
    yield from _places(activity, starts)
    yield Assumption("volunteers.at_start", ceil(starts / 2), "volunteers",
                     Words("Frivillige, der er klar fra start", "Volunteers ready from the start"))  # fmt: skip
    yield Assumption("volunteers.new_per_week", round(starts / YEAR, 2), "volunteers_a_week",
                     Words("Nye frivillige", "New volunteers"))  # fmt: skip
    yield Assumption("volunteers.stay_weeks", YEAR, "weeks", Words("En frivillig bliver i", "A volunteer stays for"))


def _starts(recipe: Recipe, expected: dict[str, float]) -> int:
    told = recipe.reported.started if recipe.reported else None
    return max(1, told or ceil(expected.get("first_time", 0.0)))


def _places(activity: Activity, starts: int) -> Iterator[Assumption]:
    told = Words("opskriften", "the recipe")
    least, most = activity.size or (1, GROUP_SIZE[1]) if activity.kind not in PAIRS else GROUP_SIZE
    groups = activity.groups or 0
    source = told if activity.size and activity.kind not in PAIRS else ASSUMED
    if groups * most < starts:
        if groups:  # Horsens: 306 men in 16 groups of at most 15 at a time
            most = ceil(starts / groups)
            source = Words(
                f"kilden: {starts} begyndte i {groups} grupper", f"the source: {starts} started in {groups} groups"
            )
        groups = groups or ceil(starts / most)
    yield Assumption(
        "places.groups", groups, "groups", Words("Grupper", "Groups"), told if activity.groups else ASSUMED
    )
    yield Assumption("places.group_size", most, "seats", Words("Pladser i en gruppe", "Places in a group"), source)
    yield Assumption("places.starts_with", min(least, most), "seats",
                     Words("En gruppe begynder, når der er", "A group begins when there are"), source)  # fmt: skip


def _optional(recipe: Recipe, way: Way) -> Iterator[Assumption]:
    """What may be set though the recipe says nothing of it: other reasons, other meetings, a shorter season."""
    for step in way.steps[1:]:
        for reason in step.reasons:
            yield _loss(step.step, reason, 0.0, ASSUMED)
        if step.timing is Timing.WITHIN and not _after_start(way, step):
            yield _meeting(step.step, 0, ASSUMED)
    label = Words("Uger, hvor der findes nye (0: hele tiden)", "Weeks in which people are found (0: all the time)")
    yield Assumption("arrivals.weeks", 0, "weeks", label)


def _after_start(way: Way, step: WayStep) -> bool:
    names = [one.step for one in way.steps]
    return names.index(step.step) > names.index("first_time")
