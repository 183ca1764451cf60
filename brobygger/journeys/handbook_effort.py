"""The handbook's chapters about the effort around the person's way: sessions, training, papers, anchoring, lessons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation import recipe_words as words
from brobygger.insight.evaluation.recipe_text import said
from brobygger.journeys.handbook_blocks import Block, Part, advice, bullets, heading, some, table, text
from brobygger.registry.recipes.effort import Activity, Price
from brobygger.registry.recipes.schema import Recipe


def chapters(recipe: Recipe, language: str) -> list[Part]:
    """Sessions, training, governance and agreements, anchoring, risks."""
    return [
        ("sessions", _("Fællesskabet og mødegangene"), list(_activities(recipe, language))),
        ("training", _("Uddannelse"), _training(recipe, language)),
        ("agreements", _("Styring og aftaler"), _papers(recipe, language)),
        ("anchoring", _("Forankring"), _anchoring(recipe, language)),
        ("risks", _("Pas på"), _risks(recipe, language)),
    ]


def _activities(recipe: Recipe, language: str) -> Iterator[Block]:
    organisations = {"owner": recipe.owner.name, **{each.id: each.name for each in recipe.partners}}
    for activity, line in zip(recipe.activities, recipe_text.activities(recipe, language), strict=True):
        yield heading(said(activity.title, language))
        by = ", ".join(organisations.get(name, "") for name in activity.by)
        yield from some(
            bullets([
                line,
                _("Holdes af: %(by)s") % {"by": by} if by else "",
                _("Med er: %(roles)s") % {"roles": recipe_text.roles(recipe, activity.roles, language)}
                if activity.roles else "",
                *_sessions(activity),
                *_around(activity, language),
            ]),
            table(_("Plan for mødegangene"), [_("Mødegang"), _("Leder"), _("Det handler om")],
                  _phases(recipe, activity, language)),
        )  # fmt: skip
        for title, lines in ((_("Indhold"), activity.content), (_("Opgaver på skift"), activity.duties_in_turn)):
            if lines:
                yield text(f"{title}: {', '.join(said(each, language) for each in lines)}.")


def _sessions(activity: Activity) -> list[str]:
    plan = activity.sessions
    if plan is None:
        return []
    then = {
        "self_run": _("Derefter fører gruppen sig selv."), "association": _("Derefter tager en forening over."),
        "ends": _("Derefter er det slut."), "goes_on": "",
    }[activity.then]  # fmt: skip
    return [
        _("%(n)s mødegange i alt") % {"n": plan.count} if plan.count else "",
        _("%(n)s mødegange med leder. %(then)s") % {"n": plan.facilitated, "then": then} if plan.facilitated else then,
    ]


def _around(activity: Activity, language: str) -> list[str]:
    named = (
        (_("Mad"), said(activity.food, language)),
        (_("Transport"), said(activity.transport, language)),
        (_("Pris"), _price(activity.price, language)),
        (_("Sted"), ", ".join(said(each, language) for each in activity.venue)),
        (_("Hvor"), said(activity.placed, language)),
    )
    return [f"{name}: {value}" for name, value in named if value]


def _price(price: Price | None, language: str) -> str:
    if price is None:
        return ""
    amount = f"{price.dkk:g} kr." if price.dkk else _("gratis")
    return ", ".join(filter(None, (amount, said(price.rule, language))))


def _phases(recipe: Recipe, activity: Activity, language: str) -> list[tuple[str, str, str]]:
    return [
        (
            f"{phase.sessions[0]}–{phase.sessions[1]}",
            recipe_text.roles(recipe, (phase.led_by,), language) if phase.led_by else "–",
            said(phase.aim, language),
        )
        for phase in activity.phases
    ]


def _training(recipe: Recipe, language: str) -> list[Block]:
    rows = [
        (
            said(words.TRAINING_KINDS.get(each.kind), language),
            recipe_text.roles(recipe, each.for_, language),
            said(each.by, language) or "–",
            ", ".join(said(topic, language) for topic in each.topics) or said(each.text, language) or "–",
            _length(each.sessions, each.hours),
        )
        for each in recipe.training
    ]
    return some(
        table(_("Det skal de lære"), [_("Form"), _("Hvem"), _("Ved"), _("Emner"), _("Hvor meget")], rows),
        bullets(said(each.text, language) for each in recipe.training if each.topics),
    )


def _length(sessions: int | None, hours: float | None) -> str:
    times = _("%(n)s gange") % {"n": sessions} if sessions else ""
    long = _("%(n)s timer") % {"n": f"{hours:g}".replace(".", ",")} if hours else ""
    return " à ".join(filter(None, (times, long))) or "–"


def _papers(recipe: Recipe, language: str) -> list[Block]:
    parties = {"owner": recipe.owner.name, **{each.id: each.name for each in recipe.partners}}
    parties |= {name: said(role, language) for name, role in recipe.roles.items()}
    groups = [
        (
            said(each.title, language),
            ", ".join(parties.get(one, "") if isinstance(one, str) else said(one, language) for one in each.members),
            _("hver %(n)s. dag") % {"n": each.meets_every_days} if each.meets_every_days else "–",
            said(each.task, language) or "–",
        )
        for each in recipe.governance
    ]
    agreements = [
        (
            ", ".join(parties.get(name, "") for name in each.parties),
            said(each.about, language),
            _("%(n)s dage") % {"n": each.period_days} if each.period_days else "–",
        )
        for each in recipe.agreements
    ]
    return some(
        table(_("Grupper, der styrer"), [_("Gruppe"), _("Med er"), _("Mødes"), _("Opgave")], groups),
        table(_("Aftaler"), [_("Mellem"), _("Om"), _("Gælder")], agreements),
    )


def _anchoring(recipe: Recipe, language: str) -> list[Block]:
    plan = recipe.anchoring
    milestones = [
        (_("dag %(n)s") % {"n": each.after_days}, said(each.text, language),
         recipe_text.roles(recipe, (each.by,), language) if each.by else "–")
        for each in plan.milestones
    ]  # fmt: skip
    functions = [(said(each.what, language), each.by, each.pays or "–") for each in plan.takes_over]
    return some(
        text(said(words.ANCHORING_MODELS.get(plan.model), language)),
        text("" if plan.settled else _("Det er ikke besluttet endnu.")),
        bullets(said(line, language) for line in plan.plan),
        table(_("Milepæle, regnet fra indsatsens start"), [_("Hvornår"), _("Hvad"), _("Hvem")], milestones),
        table(_("Hvem tager over"), [_("Hvad"), _("Hvem"), _("Hvem betaler")], functions),
    )


def _risks(recipe: Recipe, language: str) -> list[Block]:
    rows = [(said(each, language), said(each.do, language) or "–") for each in recipe.risks]
    return some(table(_("Det kan gå galt"), [_("Hvad"), _("Gør dette")], rows))


def lessons(recipe: Recipe, language: str) -> list[Block]:
    """Advice that belongs to no step, what people said, and what was chosen where the source is silent."""
    blocks = [advice(said(each, language), each.source) for each in recipe.advice if each.step is None]
    told = recipe.reported
    if told is not None and told.said:
        blocks += [heading(_("Det sagde deltagere og medarbejdere")),
                   bullets(said(line, language) for line in told.said)]  # fmt: skip
    if recipe.assumed:
        blocks += [heading(_("Det har vi selv valgt")),
                   bullets(said(each, language) for each in recipe.assumed)]  # fmt: skip
    return blocks
