"""The words of a report: a first page that answers four questions, then seed 001's seven sections.

A sentence is made only where its number may be told; otherwise another sentence says that, and why. What people said
comes from what was written down with their yes (report_said); where nobody wrote anything, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation.published_rules import Numbers, PublishedStep
from brobygger.insight.evaluation.rules import reason_word
from brobygger.journeys.report_office import Office
from brobygger.journeys.report_said import Heard
from brobygger.journeys.report_value import Outcomes
from brobygger.journeys.report_words import Block, Cell, Saying, bullets, heading, table, text
from brobygger.registry.recipes.schema import Recipe

Part = tuple[str, str, tuple[Block, ...]]


class Telling:
    """One report's words in one language."""

    def __init__(
        self, recipe: Recipe, numbers: Numbers, held: Iterable[str], language: str,
        counted_on: Mapping[str, date] | None = None, office: Office | None = None, heard: Heard | None = None,
    ) -> None:  # fmt: skip
        self.recipe, self.numbers, self.held, self.language = recipe, numbers, frozenset(held), language
        self.saying, self.counted_on, self.office = Saying(language), counted_on or {}, office or Office()
        self.heard = heard or Heard()
        self.outcomes = Outcomes(numbers, self.saying, self.counted_on)

    # ---- the first page ----------------------------------------------------------------------------------

    def first_page(self) -> tuple[Part, ...]:
        """What was done, for whom, what we can say, what we cannot say."""
        return (
            ("done", _("Hvad er gjort"), (bullets(self.done()),)),
            ("for_whom", _("For hvem"), (bullets(self._for_whom()),)),
            ("can_say", _("Det kan vi sige"), (bullets(self.can_say()),)),
            ("cannot_say", _("Det kan vi ikke sige"), (bullets(self.outcomes.cannot_say()),)),
        )

    def done(self) -> list[str]:
        numbers = self.numbers
        if numbers.found is None:
            return [_("Der er endnu for få på broen til at fortælle om dem i tal.")]
        said = [_("%(n)s borgere er fundet.") % {"n": self.saying.count(numbers.found)}]
        for step, sentence in (
            ("consented", _("%(n)s har sagt ja til at være med.")),
            ("first_time", _("%(n)s har været der første gang.")),
            ("six_months", _("%(n)s er der stadig efter seks måneder.")),
        ):
            number = numbers.box.started if step == "first_time" else numbers.came_past(step)
            if number is not None and step in self.recipe.path:
                said.append(sentence % {"n": self.saying.count(number)})
        kinds = ", ".join(recipe_text.kind_of_activity(kind, self.language) for kind in numbers.activities)
        return [*said, _("Deltagerne har været med i: %(kinds)s.") % {"kinds": kinds} if kinds else ""]

    def _for_whom(self) -> list[str]:
        box = self.numbers.box
        said = [recipe_text.for_whom(self.recipe, self.language)]
        if box.mean_age is not None:
            said.append(_("Deltagerne er i gennemsnit %(n)s år.") % {"n": self.saying.number(box.mean_age)})
        shares = {line.key: line.share for line in box.tables["sex"]}
        if shares.get("female") is not None and shares.get("male") is not None:
            said.append(
                _("%(women)s %% er kvinder, og %(men)s %% er mænd.")
                % {"women": shares["female"], "men": shares["male"]}
            )
        return said

    def can_say(self) -> list[str]:
        said = self.outcomes.can_say()
        where = self.where_most_stop()
        return [*said, where] if said or where else [_("Der er endnu ikke målt nok til at sige, hvad indsatsen gav.")]

    # ---- sentences with numbers -----------------------------------------------------------------------------

    def where_most_stop(self) -> str:
        """Where most stop and the largest reason; empty when that may not be told."""
        stops = [(sum(step.lost.values()), step) for step in self.numbers.bridge if step.lost]
        if not stops:
            return ""
        number, step = max(stops, key=lambda pair: pair[0])
        code = by_size(step.lost)[0][0]
        reason = "" if code == published.OTHERS else reason_word(code, self.language)
        where = {"n": self.saying.count(number), "step": self.label(step), "reason": reason.lower()}
        if not reason:
            return _("Flest stopper ved »%(step)s«: %(n)s.") % where
        return _("Flest stopper ved »%(step)s«: %(n)s. Den hyppigste grund er »%(reason)s«.") % where

    # ---- the seven sections ------------------------------------------------------------------------------------

    def sections(self) -> tuple[Part, ...]:
        """Seed 001's sections, in its order."""
        return (
            ("about", _("1. Om indsatsen"), tuple(self._about())),
            ("competence", _("2. Kompetencer og gennemførelse"), tuple(self._competence())),
            ("routines", _("3. Arbejdsgange"), tuple(self._routines())),
            ("target_group", _("4. Målgruppen"), tuple(self.target_group())),
            ("value", _("5. Hvad gav indsatsen deltagerne?"), tuple(self._value())),
            ("anchoring", _("6. Forankring"), tuple(self._anchoring())),
            ("cooperation", _("7. Samarbejde"), tuple(self._cooperation())),
        )

    def _about(self) -> Iterable[Block]:
        yield text(recipe_text.said(self.recipe.summary, self.language))
        areas = recipe_text.focus_areas(self.recipe, self.language)
        yield text(_("Indsatsen arbejder med %(areas)s.") % {"areas": areas})
        yield heading(_("Planlagte aktiviteter"))
        yield bullets(recipe_text.activities(self.recipe, self.language))
        yield from self.activities()

    def activities(self) -> Iterable[Block]:
        """What the participants have come to, by kind."""
        yield heading(_("Aktiviteter, som deltagerne har været med i"))
        rows = [
            (
                recipe_text.kind_of_activity(kind, self.language).capitalize(),
                Cell(self.saying.people(number), number.part),
            )
            for kind, number in self.numbers.activities.items()
        ]
        if rows:
            columns = (_("Aktivitet"), _("Deltagere"))
            yield table(_("Deltagere efter aktivitet. Den samme kan stå flere steder."), columns, rows, numbers=1)
            yield from self.saying.counted_on(self.counted_on.get("activities"))
        else:
            yield text(_("Der er endnu ikke registreret fremmøde."))

    def _competence(self) -> Iterable[Block]:
        yield heading(_("Kompetencer"))
        planned = recipe_text.trainings(self.recipe, self.language)
        yield bullets(planned) if planned else text(_("Opskriften har ingen kompetenceudvikling."))
        yield from self.office.training(self.language)
        yield heading(_("Gennemførelse"))
        yield from self.heard.drivers_and_barriers(self.language)
        yield from self.heard.closed(self.language)
        yield text(_("Opskriften peger på dette:"))
        yield bullets(
            " ".join(filter(None, (recipe_text.said(risk, self.language), recipe_text.said(risk.do, self.language))))
            for risk in self.recipe.risks
        )

    def _routines(self) -> Iterable[Block]:
        yield heading(_("Sådan bliver borgerne fundet"))
        yield bullets(recipe_text.found_by(self.recipe, self.language))
        yield bullets(recipe_text.screening(self.recipe, self.language))
        yield from self.heard.taking_part()
        yield from self.heard.screenings()
        yield heading(_("Fra fundet til med i et fællesskab"))
        days = {step.steps[0]: step.median_days for step in self.numbers.bridge}
        rows = [
            (step.label, step.who, step.when, Cell(self.saying.number(days.get(step.step)), days.get(step.step)))
            for step in recipe_text.steps(self.recipe, self.language)
        ]
        columns = (_("Trin"), _("Hvem"), _("Frist"), _("Dage, det tog"))
        yield table(_("Trinene, som de er planlagt, og hvor længe de tog (median)"), columns, rows, numbers=1)
        yield heading(_("Broen i tal"))
        yield from self.bridge()
        yield from self.outcomes.curve("first_contact")
        yield from self.outcomes.curve("waiting")
        yield heading(_("Opfølgning"))
        yield bullets(recipe_text.follow_ups(self.recipe, self.language))

    def bridge(self) -> Iterable[Block]:
        if not self.numbers.bridge:
            yield text(_("Der er endnu for få på broen til at vise den i tal."))
            return
        rows = [
            (self.label(step), self.saying.counted(step.entered), self.saying.counted(step.passed), self.lost(step))
            for step in self.numbers.bridge
        ]
        columns = (_("Trin"), _("Kom hertil"), _("Kom videre"), _("Stoppede her, og hvorfor"))
        yield table(_("Broen"), columns, rows)
        yield from self.saying.counted_on(self.counted_on.get("bridge"))
        yield text(_("Trin, hvor færre end %(n)s er faldet fra, er slået sammen med det næste.") % {"n": THRESHOLD})

    def target_group(self) -> Iterable[Block]:
        yield text(recipe_text.for_whom(self.recipe, self.language))
        box = self.numbers.box
        if box.started is None:
            yield text(_("Færre end %(n)s er begyndt, så de beskrives ikke her.") % {"n": THRESHOLD})
            return
        yield text(
            ngettext("%(n)s person er begyndt.", "%(n)s personer er begyndt.", box.started)
            % {"n": self.saying.count(box.started)}
        )
        if not box.started:
            return
        if box.mean_age is not None:
            yield text(_("Gennemsnitsalder: %(n)s år.") % {"n": self.saying.number(box.mean_age)})
        names = box_names()
        for key, title in (
            ("sex", _("Køn")), ("dementia", _("Demens")), ("housing", _("Bolig")), ("civil_status", _("Civilstand")),
        ):  # fmt: skip
            rows = [
                (names[line.key], self.saying.counted(line.count), self.saying.percent(line.share))
                for line in box.tables[key]
                if line.count != 0 or line.key == "unknown"
            ]
            yield table(title, (_("Svar"), _("Antal"), _("Andel")), rows, numbers=2)
            yield from self.saying.counted_on(self.counted_on.get(key))

    def _value(self) -> Iterable[Block]:
        yield from self.outcomes.blocks()
        yield from self.heard.from_participants(self.language)

    def _anchoring(self) -> Iterable[Block]:
        yield bullets(recipe_text.anchoring(self.recipe, self.language))
        yield heading(_("Planen i dag"))
        yield from self.office.lives_on(self.language)

    def _cooperation(self) -> Iterable[Block]:
        partners = recipe_text.partners(self.recipe, self.language)
        yield bullets(partners) if partners else text(_("Opskriften nævner ingen at arbejde sammen med."))
        agreed = [recipe_text.said(each.about, self.language) for each in self.recipe.agreements]
        if agreed:
            yield heading(_("Aftaler"))
            yield bullets(agreed)
        yield heading(_("Aftaler, der gælder i dag"))
        yield from self.office.papers(self.language)
        gaps = [role for role in self.recipe.roles if role not in self.held]
        if gaps:
            empty = ", ".join(recipe_text.said(self.recipe.roles[role], self.language) for role in gaps)
            yield text(_("Roller, som ingen er skrevet på: %(roles)s.") % {"roles": empty})

    # ---- small words --------------------------------------------------------------------------------------------

    def bridge_words(self) -> dict[str, str]:
        """What merged steps and reasons are called in the figure."""
        return {
            published.OTHERS: _("andre grunde"),
            published.OTHERS_OR_WAITING: _("andre grunde, eller venter stadig"),
            "to": _("til"),
        }

    def label(self, step: PublishedStep) -> str:
        return published.label(step, self.language, self.bridge_words()["to"])

    def lost(self, step: PublishedStep) -> str:
        """Why people stopped here, largest first."""
        words = self.bridge_words()
        said = [f"{self._reason(code)} {self.saying.count(number)}" for code, number in by_size(step.lost)]
        if step.others_or_waiting:
            said.append(f"{words[published.OTHERS_OR_WAITING]} {self.saying.count(step.others_or_waiting)}")
        if step.waiting:
            said.append(_("venter stadig %(n)s") % {"n": self.saying.count(step.waiting)})
        return ", ".join(said) or "–"

    def _reason(self, code: str) -> str:
        return self.bridge_words()[code] if code == published.OTHERS else reason_word(code, self.language)


def by_size(lost: Mapping[str, int]) -> list[tuple[str, int]]:
    """Reasons, largest first: what was told comes back from the database in the database's own order."""
    return sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))


def box_names() -> dict[str, str]:
    """The lines of the participant box in words."""
    return {
        "female": _("Kvinder"), "male": _("Mænd"), "other": _("Andet"), "unknown": _("Ikke oplyst"),
        "yes": _("Ja"), "no": _("Nej"),
        "house": _("Hus"), "flat": _("Lejlighed"), "sheltered": _("Beskyttet bolig"), "care_home": _("Plejehjem"),
        "married": _("Gift"), "widowed": _("Enke eller enkemand"), "cohabiting": _("Samlevende"),
        "partner_apart": _("Kæreste, bor alene"), "single": _("Enlig"), "divorced": _("Skilt eller separeret"),
    }  # fmt: skip
