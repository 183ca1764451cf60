"""The tasks a recipe makes by itself, beside its follow-up rules: each has a rule id that a promise can name.

`link_referred_2` (the second hand-over inside the step), `companion_1` (the first time somebody goes along),
`interim_klippekort` (while the person waits), `other_path` (a colour that does not go on here), and
`visit_self_run_group` (staff look in on a group that runs itself).
"""

from __future__ import annotations

from brobygger.registry.recipes.parts import Text
from brobygger.registry.recipes.schema import Recipe

LINK_TASK = "pass_on"
COMPANION_TASK = "go_along"
OTHER_PATH = "other_path"
VISIT_GROUP = "visit_self_run_group"
INTERIM_TASKS = {
    "klippekort": "offer_klippekort",
    "loneliness_time": "offer_loneliness_time",
    "phone_friend": "find_phone_friend",
    "other_offer": "find_other_offer",
}
COMPANION_TIMES = 2  # how often somebody goes along when the recipe does not say: "one or two times" (R082)


def link_id(step: str, number: int) -> str:
    """The rule id of a hand-over inside a step; number from 1."""
    return f"link_{step}_{number}"


def companion_id(number: int) -> str:
    """The rule id of going along; number: the person's first, second … time."""
    return f"companion_{number}"


def companion_times(recipe: Recipe) -> int:
    """How many times somebody goes along before the companion is withdrawn; 0 without a companion."""
    plan = recipe.companion
    return 0 if plan is None or not plan.offered else plan.times or COMPANION_TIMES


def interim_id(what: str) -> str:
    """The rule id of what fills the waiting time."""
    return f"interim_{what}"


def interim(recipe: Recipe) -> tuple[str, ...]:
    """What the recipe fills the waiting time with by itself; nothing when a follow-up rule already does."""
    if recipe.waiting is None or any(rule.when.anchor == "waiting" for rule in recipe.follow_up):
        return ()
    return recipe.waiting.interim


def visits_groups_every_days(recipe: Recipe) -> int | None:
    """How many days may pass between visits to a group that runs itself; None when nobody visits."""
    return recipe.anchoring.staff_visit_at_most_every_days


def visitor_role(recipe: Recipe) -> str:
    """Who visits: the role the recipe names, else the first that acts as coordinator or programme manager."""
    if recipe.anchoring.staff_visit_by is not None:
        return recipe.anchoring.staff_visit_by
    staff = [name for name, role in recipe.roles.items() if role.acts_as in ("coordinator", "programme_manager")]
    return staff[0] if staff else next(iter(recipe.roles))


def rule_ids(recipe: Recipe) -> frozenset[str]:
    """Every rule id the recipe can make a task by, those of its follow-up rules among them."""
    return own_ids(recipe) | {rule.id for rule in recipe.follow_up}


def text_of(recipe: Recipe, rule_id: str, *, colour: str = "") -> Text | None:
    """The recipe's own words on a task; None when it has none. colour: which other path, where there are several."""
    texts = {rule.id: rule.text for rule in recipe.follow_up}
    texts |= {
        link_id(step.step, number): link.text
        for step in recipe.steps
        for number, link in enumerate(step.links, start=1)
    }
    if recipe.companion:
        texts |= {companion_id(number + 1): recipe.companion.text for number in range(companion_times(recipe))}
    if recipe.waiting:
        texts |= {interim_id(what): recipe.waiting.text for what in interim(recipe)}
    for name, path in recipe.screening.other_path.items() if recipe.screening else ():
        if name == colour:
            texts[OTHER_PATH] = path.text
    return texts.get(rule_id)


def own_ids(recipe: Recipe) -> frozenset[str]:
    """The rule ids of the tasks a recipe makes beside its follow-up rules."""
    ids = {link_id(step.step, number) for step in recipe.steps for number, _link in enumerate(step.links, start=1)}
    ids |= {companion_id(number + 1) for number in range(companion_times(recipe))}
    ids |= {interim_id(what) for what in interim(recipe)}
    if recipe.screening and recipe.screening.other_path:
        ids.add(OTHER_PATH)
    if visits_groups_every_days(recipe) is not None:
        ids.add(VISIT_GROUP)
    return frozenset(ids)
