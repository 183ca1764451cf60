"""A scenario must add up: nobody is lost who is not there, and nobody is counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from brobygger.registry.recipes.made_tasks import rule_ids
from brobygger.registry.recipes.play import CastRow, Expect, Row, Scenario
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.step_checks import stages
from brobygger.registry.recipes.wordlists import nearest
from brobygger.registry.recipes.words import MAY_BE_PASSED_OVER, REASONS

Place = tuple[str | int, ...]
Disagreement = tuple[Place, str]
Standing = dict[str, Counter[str]]  # group of the crowd → step in front of them → how many

PROMISES = ("bridge", "lost", "task", "median_days", "eligible", "screenings", "group", "matched")


def play_disagreements(recipe: Recipe, scenario: Scenario) -> Iterator[Disagreement]:
    """Everything in the scenario that cannot be played."""
    groups = [crowd.id for crowd in scenario.crowd]
    for number, name in enumerate(groups):
        if name in groups[:number]:
            yield ("scenario", "crowd", number, "id"), f"To grupper hedder `{name}`. Giv hver sit `id`."
    words = list(_rows(recipe, scenario))
    yield from words
    if not words:
        yield from _counts(recipe, scenario)
    for number, happening in enumerate(scenario.cast_play):
        yield from _cast_row(scenario, happening, ("scenario", "cast_play", number))
    for number, promise in enumerate(scenario.expect):
        yield from _promise(recipe, scenario, promise, ("scenario", "expect", number))


def lost_as(recipe: Recipe, colour: str) -> str | None:
    """Why somebody of a colour is lost at the screening; None when the colour continues (R014, R043)."""
    screening = recipe.screening
    if screening is None or colour in screening.who_continues:
        return None
    usual = "needs_other_help" if colour in screening.other_path else "not_lonely"
    return {str(name): reason for name, reason in screening.stops_as.items()}.get(colour, usual)


def _rows(recipe: Recipe, scenario: Scenario) -> Iterator[Disagreement]:
    names = [step.step for step in recipe.steps]
    groups = {crowd.id for crowd in scenario.crowd}
    for number, row in enumerate(scenario.play):
        place: Place = ("scenario", "play", number)
        if row.step not in names:
            yield (*place, "step"), f"Trinnet `{row.step}` er ikke med i opskriften. {nearest(row.step, names)}"
        if row.crowd is not None and row.crowd not in groups:
            yield (*place, "crowd"), f"Gruppen `{row.crowd}` findes ikke i `crowd`. {nearest(row.crowd, groups)}"
        own = recipe.step(row.step)
        meets = own is not None and own.body is not None
        given = (row.on_day is not None) + (row.after_days is not None)
        if given != 1 and not (meets and given == 0):
            yield place, "Skriv enten `on_day` (dag fra start) eller `after_days` (dage efter forrige trin)."
        if row.colours and row.step != "screened":
            yield (*place, "colours"), "Farver gives kun ved `screened`."
        for key in ("lost", "returned"):
            yield from _reasons(getattr(row, key), row.step, (*place, key))
        for reason in row.returned:
            if reason in REASONS and REASONS[reason].final:
                yield (*place, "returned", reason), f"Ingen kommer tilbage efter `{reason}`."
        for reason in row.cast_lost.values():
            yield from _reasons({reason: 1}, row.step, (*place, "cast_lost"))
        for key in ("cast", "cast_lost", "cast_returned"):
            for who in getattr(row, key) or ():
                if who not in scenario.cast:
                    yield (*place, key), f"`{who}` findes ikke i `cast`. {nearest(who, scenario.cast)}"


def _reasons(counts: dict[str, int], step: str, place: Place) -> Iterator[Disagreement]:
    for reason in counts:
        if reason not in REASONS:
            yield (*place, reason), f"Grunden `{reason}` findes ikke. {nearest(reason, REASONS)}"
        elif step not in REASONS[reason].steps:
            here = [name for name, known in REASONS.items() if step in known.steps]
            yield (*place, reason), f"Ved `{step}` kan ingen tabes med grunden `{reason}`. {nearest(reason, here)}"


def _counts(recipe: Recipe, scenario: Scenario) -> Iterator[Disagreement]:
    """Plays the crowd in numbers only."""
    first = recipe.steps[0].step
    standing: Standing = {crowd.id: Counter({first: crowd.count}) for crowd in scenario.crowd}
    lost: Counter[tuple[str, str, str]] = Counter()
    for number, row in enumerate(scenario.play):
        place: Place = ("scenario", "play", number)
        groups = [row.crowd] if row.crowd else list(standing)
        problem = _give_back(row, groups, standing, lost) or _take(recipe, row, groups, standing, lost)
        if problem:
            yield (*place, problem[0]), problem[1]
            return


def _give_back(
    row: Row, groups: list[str], standing: Standing, lost: Counter[tuple[str, str, str]]
) -> tuple[str, str] | None:
    for reason, wanted in row.returned.items():
        there = sum(lost[group, row.step, reason] for group in groups)
        if wanted > there:
            return (
                "returned",
                f"{wanted} skal tilbage, men kun {there} er tabt ved `{row.step}` med grunden `{reason}`.",
            )
        for group in groups:
            back = min(wanted, lost[group, row.step, reason])
            lost[group, row.step, reason] -= back
            standing[group][row.step] += back
            wanted -= back
    return None


def _take(
    recipe: Recipe, row: Row, groups: list[str], standing: Standing, lost: Counter[tuple[str, str, str]]
) -> tuple[str, str] | None:
    sources = _sources(recipe, row.step)
    there = sum(standing[group][step] for group in groups for step in sources)
    handled = there if row.count is None else row.count
    if handled > there:
        return "count", f"{handled} skal nå `{row.step}`, men kun {there} kan."
    leaving = sum(row.lost.values())
    if leaving > handled:
        return "lost", f"{leaving} tabes ved `{row.step}`, men kun {handled} står der."
    if row.colours and sum(row.colours.values()) != handled - leaving:
        return "colours", f"Farverne giver {sum(row.colours.values())} i alt, men {handled - leaving} bliver screenet."
    reasons = Counter(row.lost)
    for colour, count in row.colours.items():
        reason = lost_as(recipe, colour)
        if reason is not None:
            reasons[reason] += count
    _move(recipe, row.step, handled, reasons, groups, standing, lost)
    return None


def _move(
    recipe: Recipe,
    step: str,
    handled: int,
    reasons: Counter[str],
    groups: list[str],
    standing: Standing,
    lost: Counter[tuple[str, str, str]],
) -> None:
    names: list[str] = [own.step for own in recipe.steps]
    following = names[names.index(step) + 1] if step != names[-1] else ""
    waiting = list(reasons.elements())
    for source in _sources(recipe, step):
        for group in groups:
            taken = min(handled, standing[group][source])
            handled -= taken
            standing[group][source] -= taken
            gone, waiting = waiting[:taken], waiting[taken:]
            for reason in gone:
                lost[group, step, reason] += 1
            standing[group][following] += taken - len(gone)


def _sources(recipe: Recipe, step: str) -> list[str]:
    """The steps from which a step can be reached: itself, and those before it that may be passed over."""
    names: list[str] = [own.step for own in recipe.steps]
    sources = [step]
    for own in reversed(recipe.steps[: names.index(step)]):
        if not own.optional and own.step not in MAY_BE_PASSED_OVER:
            break
        sources.append(own.step)
    return sources


def _cast_row(scenario: Scenario, row: CastRow, place: Place) -> Iterator[Disagreement]:
    if row.who not in scenario.cast:
        yield (*place, "who"), f"`{row.who}` findes ikke i `cast`. {nearest(row.who, scenario.cast)}"
    if row.what == "stopped" and row.reason is None:
        yield (*place, "reason"), f"Skriv grunden. {nearest('', REASONS)}"
    if row.reason is not None and row.reason not in REASONS:
        yield (*place, "reason"), f"Grunden `{row.reason}` findes ikke. {nearest(row.reason, REASONS)}"


def _promise(recipe: Recipe, scenario: Scenario, promise: Expect, place: Place) -> Iterator[Disagreement]:
    given = [key for key in PROMISES if getattr(promise, key) is not None]
    if len(given) != 1:
        yield place, f"Skriv præcis ét løfte ved siden af `text`: {', '.join(f'`{key}`' for key in PROMISES)}."
        return
    names = [step.step for step in recipe.steps]
    for key in ("bridge", "lost", "median_days"):
        about = getattr(promise, key)
        if about is not None and about.step not in names:
            yield (
                (*place, key, "step"),
                f"Trinnet `{about.step}` er ikke med i opskriften. {nearest(about.step, names)}",
            )
    if promise.lost:
        yield from _reasons({promise.lost.reason: 1}, promise.lost.step, (*place, "lost"))
    named = promise.eligible or promise.task or promise.group
    who = named.who if named else None
    if who is not None and who not in scenario.cast:
        yield (*place, given[0], "who"), f"`{who}` findes ikke i `cast`. {nearest(who, scenario.cast)}"
    rules = rule_ids(recipe)
    if promise.task and promise.task.rule not in rules:
        yield (
            (*place, "task", "rule"),
            f"Reglen `{promise.task.rule}` findes ikke i `follow_up`. {nearest(promise.task.rule, rules)}",
        )
    if promise.median_days and promise.median_days.at_most is None and promise.median_days.at_least is None:
        yield (*place, "median_days"), "Skriv `at_most` (højst så mange dage), `at_least` (mindst) eller begge."
    activities = [activity.id for activity in recipe.activities if activity.id]
    if promise.matched and promise.matched.activity not in activities:
        yield (
            (*place, "matched", "activity"),
            f"Aktiviteten `{promise.matched.activity}` findes ikke. {nearest(promise.matched.activity, activities)}",
        )
    used = {stage.instrument for _place, stage in stages(recipe.screening)} if recipe.screening else set()
    if promise.screenings and promise.screenings.instrument not in used:
        yield (
            (*place, "screenings", "instrument"),
            f"Opskriften bruger ikke `{promise.screenings.instrument}`. {nearest(promise.screenings.instrument, used)}",
        )
    if promise.task and promise.task.for_ is not None and promise.task.for_ not in recipe.roles:
        yield (
            (*place, "task", "for"),
            f"Rollen `{promise.task.for_}` findes ikke i `roles`. {nearest(promise.task.for_, recipe.roles)}",
        )
