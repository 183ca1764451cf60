"""The steps and the roles of a recipe: their order, their deadlines, and that everybody named exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from brobygger.registry.recipes.schema import Recipe, Screening, Stage, Step
from brobygger.registry.recipes.wordlists import nearest
from brobygger.registry.recipes.words import ALWAYS_THERE, ANCHORS, STEPS

Place = tuple[str | int, ...]
Disagreement = tuple[Place, str]


def step_order(recipe: Recipe) -> Iterator[Disagreement]:
    names = [step.step for step in recipe.steps]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield (
                ("steps", number, "step"),
                f"Trinnet `{name}` står to gange. Et trin må kun stå én gang; saml det ét sted.",
            )
        elif number and STEPS.index(name) < max(STEPS.index(earlier) for earlier in names[:number]):
            order = " → ".join(step for step in STEPS if step in names)
            yield ("steps", number, "step"), f"`{name}` står for sent. Broens rækkefølge er {order}."
    for missing in sorted(ALWAYS_THERE - set(names), key=STEPS.index):
        yield (
            ("steps",),
            f"Trinnet `{missing}` mangler. Uden det er der ingen bro. Skriv `- {{step: {missing}, by: …}}`.",
        )
    for number, step in enumerate(recipe.steps):
        if step.optional and step.step in ALWAYS_THERE:
            yield ("steps", number, "optional"), f"`{step.step}` kan ikke springes over. Fjern `optional`."


def deadlines(recipe: Recipe) -> Iterator[Disagreement]:
    names = [step.step for step in recipe.steps]
    for number, step in enumerate(recipe.steps):
        place: Place = ("steps", number)
        yield from _from(step, place, names)
        if step.at is not None:
            yield from _at(step, place, names)
        if step.answer_within_days is not None and step.to is None:
            yield (*place, "answer_within_days"), "Der er en svarfrist, men ingen modtager. Skriv `to:`."


def _from(step: Step, place: Place, names: Sequence[str]) -> Iterator[Disagreement]:
    if step.from_ is None:
        return
    if step.from_ not in names:
        yield (
            (*place, "from"),
            f"Fristen regnes fra `{step.from_}`, men det trin er ikke med. {nearest(step.from_, names)}",
        )
    elif STEPS.index(step.from_) >= STEPS.index(step.step):
        yield (
            (*place, "from"),
            f"Fristen for `{step.step}` regnes fra `{step.from_}`, som først kommer bagefter. Vælg et tidligere trin.",
        )
    if step.within_days is None:
        yield (*place, "from"), "`from` siger, hvorfra dagene tælles. Skriv også `within_days`."


def _at(step: Step, place: Place, names: Sequence[str]) -> Iterator[Disagreement]:
    at = step.at
    if at is None:
        return
    if bool(at.before) == bool(at.after):
        yield (*place, "at"), "Skriv enten `before` eller `after`, fx `at: {before: first_session_planned, days: 7}`."
        return
    side = "before" if at.before else "after"
    if at.anchor not in ANCHORS:
        yield (*place, "at", side), f"“{at.anchor}” er ikke noget, dage kan regnes fra. {nearest(at.anchor, ANCHORS)}"
        return
    if step.within_days is not None or step.from_ is not None:
        yield (*place, "at"), "Trinnet har to frister. Behold enten `at` eller `within_days`."
    anchor = {"first_session": "first_time"}.get(at.anchor, at.anchor)
    if anchor in STEPS and anchor not in names:
        yield (*place, "at", side), f"Fristen regnes fra `{anchor}`, men det trin er ikke med. {nearest(anchor, names)}"
    elif anchor in STEPS and at.after and STEPS.index(anchor) >= STEPS.index(step.step):
        yield (
            (*place, "at", side),
            f"Fristen for `{step.step}` ligger efter `{at.anchor}`, som først kommer bagefter. Vælg et tidligere trin.",
        )
    elif anchor in STEPS and at.before:
        yield (
            (*place, "at", side),
            (
                f"Ingen ved på forhånd, hvornår `{at.anchor}` sker, så fristen kan ikke ligge før. "
                "Brug `first_session_planned`, eller skriv `within_days`."
            ),
        )


def roles(recipe: Recipe) -> Iterator[Disagreement]:
    known = set(recipe.roles)
    parties = {"owner", "participants"} | {organisation.id for organisation in recipe.partners}
    for place, role in _named_roles(recipe):
        if role not in known:
            yield place, f"Rollen `{role}` findes ikke i `roles`. {nearest(role, known)}"
    for name, who in recipe.roles.items():
        for party in who.of:
            if party not in parties:
                yield (
                    ("roles", name, "of"),
                    f"`{party}` er hverken `owner`, `participants` eller i `partners`. {nearest(party, parties)}",
                )
    for number, step in enumerate(recipe.steps):
        if step.to is not None and step.to not in known | parties:
            yield (
                ("steps", number, "to"),
                f"`{step.to}` er hverken en rolle eller en organisation her. {nearest(step.to, known | parties)}",
            )
        for link_number, link in enumerate(step.links):
            if link.to not in known | parties:
                yield (
                    ("steps", number, "links", link_number, "to"),
                    f"`{link.to}` er hverken en rolle eller en organisation her. {nearest(link.to, known | parties)}",
                )


def _named_roles(recipe: Recipe) -> Iterator[tuple[Place, str]]:
    """Every place where a role of the recipe is named."""
    groups: list[tuple[Place, Iterable[str]]] = [
        (("found_by", n, "by"), way.by) for n, way in enumerate(recipe.found_by)
    ]
    for n, step in enumerate(recipe.steps):
        groups.append((("steps", n, "by"), step.by))
        groups += [(("steps", n, "links", m, "by"), (link.by,)) for m, link in enumerate(step.links)]
        groups.append((("steps", n, "body", "members"), step.body.members if step.body else ()))
    groups += [(("follow_up", n, "by"), rule.by) for n, rule in enumerate(recipe.follow_up)]
    groups += [(("activity", n, "roles"), activity.roles) for n, activity in enumerate(recipe.activities)]
    groups += [
        (("activity", n, "phases", m, "led_by"), (phase.led_by,) if phase.led_by else ())
        for n, activity in enumerate(recipe.activities)
        for m, phase in enumerate(activity.phases)
    ]
    groups += [(("training", n, "for"), course.for_) for n, course in enumerate(recipe.training)]
    groups += [
        (("governance", n, "members"), [member for member in group.members if isinstance(member, str)])
        for n, group in enumerate(recipe.governance)
    ]
    groups += [
        (("anchoring", "milestones", n, "by"), (milestone.by,) if milestone.by else ())
        for n, milestone in enumerate(recipe.anchoring.milestones)
    ]
    if recipe.anchoring.staff_visit_by:
        groups.append((("anchoring", "staff_visit_by"), (recipe.anchoring.staff_visit_by,)))
    if recipe.screening:
        groups += _screening_roles(recipe.screening)
    if recipe.companion:
        groups.append((("companion", "by"), recipe.companion.by))
    if recipe.measure:
        groups.append((("measure", "by"), recipe.measure.by))
    if recipe.waiting:
        groups.append((("waiting", "interim_by"), recipe.waiting.interim_by))
        groups.append((("waiting", "nameless_to"), recipe.waiting.nameless_to))
    for place, names in groups:
        yield from ((place, name) for name in names)


def _screening_roles(screening: Screening) -> list[tuple[Place, Iterable[str]]]:
    groups: list[tuple[Place, Iterable[str]]] = [
        (("screening", *place, "by"), stage.by) for place, stage in stages(screening)
    ]
    return groups + [
        (("screening", "other_path", colour, "by"), path.by) for colour, path in screening.other_path.items()
    ]


def stages(screening: Screening) -> Iterator[tuple[Place, Stage]]:
    yield (), screening
    if screening.first:
        yield ("first",), screening.first
    if screening.if_cognitive_impairment:
        yield ("if_cognitive_impairment",), screening.if_cognitive_impairment
    for number, replaced in enumerate(screening.replaced):
        yield ("replaced", number), replaced
