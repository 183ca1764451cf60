"""What must agree between the parts of a recipe. Each check yields (place, Danish message with what to do)."""
# ruff: noqa: E501 (a message is one sentence on one line, so that it can be found by what the user saw)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from brobygger.registry.recipes.made_tasks import own_ids
from brobygger.registry.recipes.parts import COLOURS, Limit
from brobygger.registry.recipes.play_checks import play_disagreements
from brobygger.registry.recipes.schema import Activity, Criteria, FollowUp, Recipe, Screening, Stage
from brobygger.registry.recipes.step_checks import deadlines, roles, stages, step_order
from brobygger.registry.recipes.wordlists import nearest
from brobygger.registry.recipes.words import HAPPENINGS, REASONS, TASKS

Place = tuple[str | int, ...]
Disagreement = tuple[Place, str]
Instruments = Mapping[str, tuple[int, int] | None]


def disagreements(recipe: Recipe, instruments: Instruments) -> Iterator[Disagreement]:
    """Everything that does not agree. instruments: what may be named, with its range of scores (None: no score)."""
    yield from step_order(recipe)
    yield from deadlines(recipe)
    yield from roles(recipe)
    yield from _criteria(recipe)
    if recipe.screening:
        yield from _screening(recipe.screening, instruments)
    yield from _follow_up(recipe)
    yield from _measure(recipe, instruments)
    yield from _activities(recipe)
    yield from _names(recipe)
    yield from _assumed(recipe)
    if recipe.scenario:
        yield from play_disagreements(recipe, recipe.scenario)


def _criteria(recipe: Recipe) -> Iterator[Disagreement]:
    for number, version in enumerate(recipe.criteria):
        place: Place = ("for", number)
        earlier = recipe.criteria[number - 1] if number else None
        if earlier is None and version.from_ is not None:
            yield (*place, "from"), "De første kriterier gælder fra start. Fjern `from`."
        if earlier is not None and version.from_ is None:
            yield place, "Skriv `from` med den dag, hvor de nye kriterier gælder fra, og `reason` med hvorfor."
        if earlier is not None and version.from_ and earlier.from_ and version.from_ <= earlier.from_:
            same = version.from_ == earlier.from_
            yield (
                (*place, "from"),
                (
                    f"To udgaver af kriterierne har samme dato ({version.from_}). Der kan kun gælde én ad gangen."
                    if same
                    else "Udgaverne skal stå i rækkefølge, den ældste først."
                ),
            )
        if version.from_ is not None and version.reason is None:
            yield (*place, "reason"), "Skriv, hvorfor kriterierne blev ændret: `reason: {da: …, en: …}`."
        yield from _one_criteria(version, place)


def _one_criteria(criteria: Criteria, place: Place) -> Iterator[Disagreement]:
    if criteria.min_age is not None and criteria.max_age is not None and criteria.min_age > criteria.max_age:
        yield (
            (*place, "max_age"),
            f"Ingen er både mindst {criteria.min_age} og højst {criteria.max_age} år. Byt tallene.",
        )
    for key in ("home_help_hours", "walks_m"):
        limit = getattr(criteria, key)
        if limit is not None:
            yield from ((((*place, key)), message) for message in _limit(limit))
    for number, choice in enumerate(criteria.any_of):
        yield from _one_criteria(choice, (*place, "any_of", number))


def _limit(limit: Limit) -> Iterator[str]:
    low = [value for value in (limit.at_least, limit.more_than) if value is not None]
    high = [value for value in (limit.at_most, limit.less_than) if value is not None]
    if not low and not high:
        yield "Grænsen er tom. Skriv fx `{at_least: 5}` (mindst 5) eller `{more_than: 4}` (over 4)."
    if len(low) > 1:
        yield "Vælg enten `at_least` (mindst) eller `more_than` (over)."
    if len(high) > 1:
        yield "Vælg enten `at_most` (højst) eller `less_than` (under)."
    if low and high:
        strict = limit.more_than is not None or limit.less_than is not None
        if low[0] > high[0] or (low[0] == high[0] and strict):
            yield "Grænserne udelukker hinanden: intet tal kan opfylde begge."


def _screening(screening: Screening, instruments: Instruments) -> Iterator[Disagreement]:
    for place, stage in stages(screening):
        where: Place = ("screening", *place)
        if stage.instrument not in instruments:
            yield (
                (*where, "instrument"),
                f"Måleredskabet `{stage.instrument}` findes ikke. {nearest(stage.instrument, instruments)}",
            )
        elif stage.colours is not None:
            yield from _colours(stage, where, instruments[stage.instrument])
    dates = [replaced.from_ for replaced in screening.replaced]
    for number, day in enumerate(dates):
        if number and day <= dates[number - 1]:
            yield (
                ("screening", "replaced", number, "from"),
                "Måleredskabet er skiftet to gange på samme dag, eller i forkert rækkefølge.",
            )
    if screening.colours:
        given = [name for name in COLOURS if getattr(screening.colours, name) is not None]
        for name in screening.who_continues:
            if name not in given:
                yield (
                    ("screening", "who_continues"),
                    f"`{name}` fortsætter, men `colours` siger ikke, hvad {name} er. {nearest(name, given)}",
                )
        for name in screening.other_path:
            if name in screening.who_continues:
                yield (
                    ("screening", "other_path", name),
                    f"`{name}` kan ikke både fortsætte og få en anden vej. Fjern den ene.",
                )
    for name, reason in screening.stops_as.items():
        place = ("screening", "stops_as", name)
        if name in screening.who_continues:
            yield place, f"`{name}` fortsætter, så ingen stopper med den farve. Fjern den ene."
        if reason not in REASONS or "screened" not in REASONS[reason].steps:
            here = [code for code, known in REASONS.items() if "screened" in known.steps]
            yield place, f"Ved `screened` kan ingen tabes med grunden `{reason}`. {nearest(reason, here)}"
    for name, path in screening.other_path.items():
        if path.task not in TASKS and path.text is None:
            yield (
                ("screening", "other_path", name, "task"),
                f"Opgaven `{path.task}` er ny. Skriv en `text`, eller brug en kendt. {nearest(path.task, TASKS)}",
            )


def _colours(stage: Stage, where: Place, possible: tuple[int, int] | None) -> Iterator[Disagreement]:
    spans = [(name, getattr(stage.colours, name)) for name in COLOURS if getattr(stage.colours, name) is not None]
    if not spans:
        yield (
            (*where, "colours"),
            "Der er ingen farver. Skriv fx `colours: {green: [3, 3], yellow: [4, 6], red: [7, 9]}`.",
        )
        return
    for number, (name, (low, high)) in enumerate(spans):
        place = (*where, "colours", name)
        if high is not None and low > high:
            yield place, f"{name} går fra {low} til {high}. Skriv det laveste tal først."
            return
        if number == 0:
            if possible and low != possible[0]:
                yield place, f"{name} begynder ved {low}, men {stage.instrument} begynder ved {possible[0]}."
            continue
        before, (_, earlier_high) = spans[number - 1]
        if earlier_high is None or low <= earlier_high:
            top = "opefter" if earlier_high is None else f"til {earlier_high}"
            yield (
                place,
                f"{name} ({low}) overlapper {before}, som går {top}. En score kan kun have én farve: begynd ved {'et højere tal' if earlier_high is None else earlier_high + 1}.",
            )
        elif low > earlier_high + 1:
            yield (
                place,
                f"Mellem {before} og {name} mangler {earlier_high + 1}{'' if low == earlier_high + 2 else f'–{low - 1}'}. Begynd {name} ved {earlier_high + 1}.",
            )
    name, (_, top) = spans[-1]
    if possible and top is not None and top != possible[1]:
        yield (*where, "colours", name), f"{name} slutter ved {top}, men {stage.instrument} går til {possible[1]}."


def _follow_up(recipe: Recipe) -> Iterator[Disagreement]:
    seen: set[str] = set()
    own = own_ids(recipe)
    for number, rule in enumerate(recipe.follow_up):
        place: Place = ("follow_up", number)
        if rule.id in seen:
            yield (*place, "id"), f"To regler hedder `{rule.id}`. Giv den ene et andet `id`."
        if rule.id in own:
            yield (*place, "id"), f"Opskriften laver selv opgaver med navnet `{rule.id}`. Giv reglen et andet `id`."
        seen.add(rule.id)
        yield from _rule(rule, place)


def _rule(rule: FollowUp, place: Place) -> Iterator[Disagreement]:
    if bool(rule.when.before) == bool(rule.when.after):
        yield (
            (*place, "when"),
            "Skriv, hvad der udløser opgaven: `when: absent` eller `when: {after: first_session, days: 21}`.",
        )
    elif rule.when.anchor not in HAPPENINGS:
        yield (
            (*place, "when"),
            f"“{rule.when.anchor}” er ikke noget, en opgave kan udløses af. {nearest(rule.when.anchor, HAPPENINGS)}",
        )
    elif rule.when.before and rule.when.anchor != "first_session_planned":
        yield (
            (*place, "when"),
            f"Ingen ved på forhånd, hvornår `{rule.when.anchor}` sker. Kun `first_session_planned` kan have en opgave før.",
        )
    if rule.when.before and rule.within_days > rule.when.days:
        yield (*place, "within_days"), "Fristen ligger efter det, opgaven skal ske før. Gør `within_days` mindre."
    if rule.task not in TASKS and rule.text is None:
        yield (
            (*place, "task"),
            f"Opgaven `{rule.task}` er ny. Skriv en `text: {{da: …, en: …}}`, eller brug en kendt. {nearest(rule.task, TASKS)}",
        )
    for reason in rule.reasons:
        if reason not in REASONS:
            yield (*place, "reasons"), f"Grunden `{reason}` findes ikke. {nearest(reason, REASONS)}"
        elif REASONS[reason].final:
            yield (
                (*place, "reasons"),
                f"Efter `{reason}` kontaktes ingen, så reglen giver aldrig en opgave. Fjern grunden.",
            )
    if rule.unless and rule.when.before:
        yield (
            (*place, "unless"),
            "`unless` er for det, der sker bagefter. En opgave før mødegangen aflyses, når borgeren kommer.",
        )
    for name in rule.unless:
        if name not in HAPPENINGS:
            yield (*place, "unless"), f"“{name}” kan ikke ske. {nearest(name, HAPPENINGS)}"
    if (rule.times > 1) != (rule.every_days is not None):
        yield (*place, "times"), "`times` og `every_days` hører sammen: skriv begge eller ingen."


def _measure(recipe: Recipe, instruments: Instruments) -> Iterator[Disagreement]:
    if recipe.measure is None:
        return
    for name in recipe.measure.instruments:
        if name not in instruments:
            yield ("measure", "instruments"), f"Måleredskabet `{name}` findes ikke. {nearest(name, instruments)}"
    days = [planned.after_days for planned in recipe.measure.at]
    if len(set(days)) < len(days) or len({planned.id for planned in recipe.measure.at}) < len(days):
        yield ("measure", "at"), "To målinger har samme dag eller navn. Hver runde skal have sin egen."
    elif days != sorted(days):
        yield ("measure", "at"), "Målingerne skal stå i rækkefølge, den første først."


def _activities(recipe: Recipe) -> Iterator[Disagreement]:
    organisations = {"owner"} | {organisation.id for organisation in recipe.partners}
    for number, activity in enumerate(recipe.activities):
        place: Place = ("activity", number)
        if activity.size and activity.size[0] > activity.size[1]:
            low, high = activity.size
            yield (*place, "size"), f"Størrelsen går fra {low} til {high}. Skriv den mindste først: [{high}, {low}]."
        for organisation in activity.by:
            if organisation not in organisations:
                yield (
                    (*place, "by"),
                    f"`{organisation}` er hverken `owner` eller i `partners`. {nearest(organisation, organisations)}",
                )
        yield from _phases(activity, place)
        dates = [change.from_ for change in activity.matched_by_changed]
        if sorted(set(dates)) != dates:
            yield (
                (*place, "matched_by_changed"),
                "To ændringer har samme dag, eller de står i forkert rækkefølge. Den ældste først.",
            )


def _phases(activity: Activity, place: Place) -> Iterator[Disagreement]:
    for number, phase in enumerate(activity.phases):
        here: Place = (*place, "phases", number, "sessions")
        if phase.sessions[0] > phase.sessions[1]:
            yield here, "Skriv den første mødegang først, fx [1, 2]."
        elif number and phase.sessions[0] <= activity.phases[number - 1].sessions[1]:
            last = activity.phases[number - 1].sessions[1]
            yield here, f"Delene overlapper: den forrige går til mødegang {last}. Begynd ved {last + 1}."


def _names(recipe: Recipe) -> Iterator[Disagreement]:
    """Ids that must differ, and the ids that must exist."""
    lists: dict[str, list[str]] = {
        "partners": [item.id for item in recipe.partners],
        "training": [item.id for item in recipe.training],
        "governance": [item.id for item in recipe.governance],
        "agreements": [item.id for item in recipe.agreements],
        "materials": [item.id for item in recipe.materials],
    }
    for key, ids in lists.items():
        for name, times in Counter(ids).items():
            if times > 1:
                last = len(ids) - 1 - ids[::-1].index(name)
                yield (key, last, "id"), f"`{name}` står {times} gange i `{key}`. Giv hver sit `id`."
    for number, organisation in enumerate(recipe.partners):
        if organisation.agreement is not None and organisation.agreement not in lists["agreements"]:
            yield (
                ("partners", number, "agreement"),
                f"Aftalen `{organisation.agreement}` findes ikke. {nearest(organisation.agreement, lists['agreements'])}",
            )
    parties = {"owner", *lists["partners"], *recipe.roles}
    for number, agreement in enumerate(recipe.agreements):
        for party in agreement.parties:
            if party not in parties:
                yield (
                    ("agreements", number, "parties"),
                    f"`{party}` er ikke med i opskriften. {nearest(party, parties)}",
                )


def _assumed(recipe: Recipe) -> Iterator[Disagreement]:
    known = {field.alias or name for name, field in Recipe.model_fields.items()}
    for number, assumed in enumerate(recipe.assumed):
        first = assumed.key.replace("[", ".").partition(".")[0]
        if first not in known:
            yield ("assumed", number, "key"), f"Nøglen `{first}` findes ikke i en opskrift. {nearest(first, known)}"
