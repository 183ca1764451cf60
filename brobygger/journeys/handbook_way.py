"""The handbook's chapters about the person's way: from who it is for to the follow-up calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from brobygger.insight.evaluation import recipe_calendar, recipe_changes, recipe_text
from brobygger.insight.evaluation import recipe_words as words
from brobygger.insight.evaluation.recipe_text import said
from brobygger.insight.evaluation.rules import step_word
from brobygger.journeys.handbook_blocks import Block, Part, advice, bullets, heading, quote, some, table, text
from brobygger.registry.instruments import load as instruments
from brobygger.registry.recipes.schema import Recipe, Stage, Step
from brobygger.registry.recipes.words import TASKS


def chapters(recipe: Recipe, language: str) -> list[Part]:
    """Purpose, target group, finding, roles, steps, the talk, letters, follow-up, waiting, measuring."""
    return [
        ("purpose", _("Formål"), _purpose(recipe, language)),
        ("for_whom", _("Hvem den er for"), _for_whom(recipe, language)),
        ("found", _("Sådan findes borgerne"), _found(recipe, language)),
        ("roles", _("Roller og opgaver"), list(_roles(recipe, language))),
        ("steps", _("Trin for trin"), list(_steps(recipe, language))),
        ("talk", _("Samtalen"), _talk(recipe, language)),
        ("letters", _("Breve og tekster"), _letters(recipe, language)),
        ("follow_up", _("Opfølgning"), _follow_up(recipe, language)),
        ("waiting", _("Mens borgeren venter, og følgeskab"), _waiting(recipe, language)),
        ("measuring", _("Det måles"), _measuring(recipe, language)),
    ]


def _purpose(recipe: Recipe, language: str) -> list[Block]:
    areas = recipe_text.focus_areas(recipe, language)
    return some(
        text(said(recipe.summary, language)),
        text(_("Indsatsen arbejder med %(areas)s.") % {"areas": areas}),
        heading(_("Hvem der er med")),
        bullets([f"{recipe.owner.name}: {_('ejer indsatsen')}", *recipe_text.partners(recipe, language)]),
    )


def _for_whom(recipe: Recipe, language: str) -> list[Block]:
    blocks = []
    for version in recipe.criteria:
        one = recipe.model_copy(update={"criteria": (version,)})
        blocks.append(text(recipe_text.for_whom(one, language)))
        if version.from_:
            day = recipe_changes.day_in_words(version.from_, language)
            why = said(version.reason, language)
            blocks.insert(-1, heading(_("Fra %(day)s") % {"day": day}))
            blocks.append(text(_("Grunden var: %(why)s.") % {"why": why.rstrip(".")}))
    return blocks


def _found(recipe: Recipe, language: str) -> list[Block]:
    rows = [
        (
            said(words.CHANNELS.get(way.channel), language),
            recipe_text.roles(recipe, way.by, language) or "–",
            _("hver %(n)s. dag") % {"n": way.every_days} if way.every_days else "–",
            said(way.text, language) or "–",
        )
        for way in recipe.found_by
    ]
    return [
        table(_("Veje til borgerne"), [_("Vej"), _("Hvem"), _("Hvor tit"), _("Sådan")], rows),
        *_advice(recipe, "found", language),
    ]


def _roles(recipe: Recipe, language: str) -> Iterator[Block]:
    names = {"owner": recipe.owner.name, "participants": _("deltagerne")}
    names |= {each.id: each.name for each in recipe.partners}
    for name, role in recipe.roles.items():
        yield heading(said(role, language))
        where = ", ".join(names.get(of, "") for of in role.of)
        yield text(_("Hører til: %(where)s.") % {"where": where})
        steps = [step_word(step.step, language) for step in recipe.steps if name in step.by]
        tasks = [said(rule.text, language) or said(TASKS.get(rule.task), language)
                 for rule in recipe.follow_up if name in rule.by]  # fmt: skip
        yield bullets([
            *(said(line, language) for line in role.does),
            _("Har ansvaret for: %(steps)s") % {"steps": ", ".join(steps).lower()} if steps else "",
            *dict.fromkeys(tasks),
        ])  # fmt: skip


def _steps(recipe: Recipe, language: str) -> Iterator[Block]:
    days = recipe_calendar.days_of_steps(recipe)
    for number, (step, told) in enumerate(zip(recipe.steps, recipe_text.steps(recipe, language), strict=True), 1):
        yield heading(f"{number}. {told.label}")
        yield bullets([
            _("Hvem: %(who)s") % {"who": told.who},
            _("Hvornår: %(when)s") % {"when": told.when},
            _("Senest dag %(n)s, når alle når deres frist") % {"n": days[step.step]} if days[step.step] else "",
            _("Måde: %(mode)s") % {"mode": ", ".join(said(words.MODES.get(mode), language) for mode in step.mode)}
            if step.mode else "",
            _("Trinnet kan springes over.") if step.optional else "",
        ])  # fmt: skip
        yield from some(text(told.text))
        yield from _links(recipe, step, language)
        papers = [said(each.title, language) for each in recipe.materials if each.step == step.step]
        yield from some(text(_("Brug: %(papers)s.") % {"papers": ", ".join(papers)}) if papers else None)
        if step.step != "found":
            yield from _advice(recipe, step.step, language)


def _links(recipe: Recipe, step: Step, language: str) -> Iterator[Block]:
    """Who passes it on to whom, and the body that only meets at intervals."""
    receivers = {"owner": recipe.owner.name, **{each.id: each.name for each in recipe.partners}}
    lines = []
    for link in step.links:
        to = recipe_text.roles(recipe, (link.to,), language) or receivers.get(link.to, "")
        line = f"{recipe_text.roles(recipe, (link.by,), language)} → {to}"
        if link.within_days is not None:
            line += _(", inden %(n)s dage") % {"n": link.within_days}
        lines.append(": ".join(filter(None, (line, said(link.text, language)))))
    yield from some(bullets(lines))
    if step.body is not None:
        members = recipe_text.roles(recipe, step.body.members, language)
        yield text(
            _("%(name)s mødes hver %(n)s. dag. Med er: %(members)s.")
            % {"name": said(step.body.name, language), "n": step.body.meets_every_days, "members": members or "–"}
        )


def _advice(recipe: Recipe, step: str, language: str) -> list[Block]:
    return [advice(said(each, language), each.source) for each in recipe.advice if each.step == step]


# ---- The talk ------------------------------------------------------------------------------------------------


def _talk(recipe: Recipe, language: str) -> list[Block]:
    plan = recipe.screening
    if plan is None:
        return []
    blocks = some(
        heading(_("Sådan kan samtalen begynde")) if plan.opener else None,
        quote(said(plan.opener, language)),
        text(said(plan.text, language)),
    )
    blocks += _instrument(recipe, plan, language)
    colours = recipe_text.colours(recipe, language)
    if colours:
        rows = [(said(words.COLOURS[each.colour], language), each.span, _next(recipe, each, language))
                for each in colours]  # fmt: skip
        blocks.append(table(_("Farverne"), [_("Farve"), _("Point"), _("Hvad der sker")], rows))
    for stage in (plan.first, plan.if_cognitive_impairment):
        if stage is not None:
            name = _("Før det: et hurtigt blik") if stage is plan.first else _("Når borgeren ikke kan svare selv")
            blocks += [heading(name), *_instrument(recipe, stage, language)]
    for replaced in plan.replaced:
        day = recipe_changes.day_in_words(replaced.from_, language)
        blocks += [heading(_("Fra %(day)s") % {"day": day}), *_instrument(recipe, replaced, language)]
    return blocks


def _next(recipe: Recipe, colour: recipe_text.ColourText, language: str) -> str:
    plan = recipe.screening
    path = next((path for name, path in plan.other_path.items() if name == colour.colour), None) if plan else None
    if path is not None:
        what = said(path.text, language) or said(TASKS.get(path.task), language)
        who = recipe_text.roles(recipe, path.by, language)
        return _("%(what)s · %(who)s, inden %(n)s dage") % {"what": what, "who": who, "n": path.within_days}
    return _("går videre") if colour.goes_on else _("går ikke videre her")


def _instrument(recipe: Recipe, stage: Stage, language: str) -> list[Block]:
    """The instrument with its questions, as they are asked."""
    who = recipe_text.roles(recipe, stage.by, language)
    title = recipe_text.instrument_title(stage.instrument, language)
    blocks = [text(" · ".join(filter(None, (title, who))))]
    if instruments.exists(stage.instrument):
        bundled = instruments.load(stage.instrument)
        opener = bundled.opener.in_language(language)
        blocks += [quote(opener), bullets(item.text.in_language(language) for item in bundled.items)]
    return blocks


def _letters(recipe: Recipe, language: str) -> list[Block]:
    blocks: list[Block] = []
    for way in recipe.found_by:
        if way.letter is None:
            continue
        booked = _("Brevet nævner dag og tid.") if way.letter.booked else ""
        days = way.letter.answer_within_days
        due = _("Borgeren svarer inden %(n)s dage.") % {"n": days} if days else ""
        blocks += some(
            heading(_("Brev: %(way)s") % {"way": said(words.CHANNELS.get(way.channel), language)}),
            text(" ".join(filter(None, (booked, due)))),
            quote(said(way.letter.text, language)),
        )
    papers = [(said(each.title, language), step_word(each.step, language) if each.step else "–")
              for each in recipe.materials]  # fmt: skip
    return [*blocks, *some(table(_("Materialer"), [_("Hvad"), _("Bruges ved")], papers))]


# ---- Follow-up -------------------------------------------------------------------------------------------------


def _follow_up(recipe: Recipe, language: str) -> list[Block]:
    entries = recipe_calendar.calendar(recipe, language)
    days = [(str(recipe_calendar.week(each.day)), str(each.day), each.what, each.who) for each in entries]
    needed = [(what, task, who, _("inden %(n)s dage") % {"n": n})
              for what, task, who, n in recipe_calendar.when_needed(recipe, language)]  # fmt: skip
    return some(
        table(_("Kalenderen, regnet fra den dag borgeren er fundet"),
              [_("Uge"), _("Dag"), _("Hvad"), _("Hvem")], days),
        table(_("Når noget sker undervejs"), [_("Når"), _("Gør"), _("Hvem"), _("Frist")], needed),
    )  # fmt: skip


def _waiting(recipe: Recipe, language: str) -> list[Block]:
    wait, company = recipe.waiting, recipe.companion
    blocks = some(text(said(wait.text, language))) if wait else []
    if wait and wait.offer_expires_days:
        blocks.append(text(_("Et tilbud om en plads gælder i %(n)s dage.") % {"n": wait.offer_expires_days}))
    if company is not None:
        who = recipe_text.roles(recipe, company.by, language)
        times = _(" de første %(n)s gange") % {"n": company.times} if company.times else ""
        blocks += some(
            heading(_("Følgeskab")),
            text(_("%(who)s går med%(times)s.") % {"who": who, "times": times}),
            text(said(company.text, language)),
        )
    return blocks


def _measuring(recipe: Recipe, language: str) -> list[Block]:
    if recipe.measure is None:
        return []
    who = recipe_text.roles(recipe, recipe.measure.by, language)
    lines = recipe_text.measuring(recipe, language)
    rounds = [
        (_("ved starten") if not each.after_days else _("dag %(n)s") % {"n": each.after_days},
         _("fra %(a)s dage før til %(b)s dage efter") % {"a": each.opens_days_before, "b": each.closes_days_after})
        for each in recipe.measure.at
    ]  # fmt: skip
    return some(
        bullets([*lines, _("Hvem: %(who)s") % {"who": who}]),
        table(_("Målinger, regnet fra den første gang"), [_("Hvornår"), _("Kan gøres")], rounds),
    )
