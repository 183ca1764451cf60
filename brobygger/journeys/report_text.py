"""The words of a report: a first page that answers four questions, then seed 001's seven sections.

A sentence is made only where its number may be told; otherwise another sentence says that, and why. What the records
cannot know (drivers, barriers, statements) is said to be missing, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.insight.disclosure.rules import THRESHOLD, Divided
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation.published_rules import Numbers, PublishedChange, PublishedStep
from brobygger.insight.evaluation.rules import reason_word
from brobygger.registry.recipes.schema import Recipe

Block = dict[str, Any]
Part = tuple[str, str, tuple[Block, ...]]


def text(sentence: str) -> Block:
    return {"kind": "text", "text": sentence}


def heading(words: str) -> Block:
    return {"kind": "heading", "text": words}


def bullets(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": [item for item in items if item]}


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 0) -> Block:
    """numbers: how many of the last columns are numbers."""
    return {
        "kind": "table", "caption": caption, "columns": list(columns), "rows": [list(row) for row in rows],
        "numbers": numbers,
    }  # fmt: skip


class Telling:
    """One report's words in one language."""

    def __init__(self, recipe: Recipe, numbers: Numbers, held: Iterable[str], language: str) -> None:
        self.recipe, self.numbers, self.held, self.language = recipe, numbers, frozenset(held), language

    # ---- the first page ----------------------------------------------------------------------------------

    def first_page(self) -> tuple[Part, ...]:
        """What was done, for whom, what we can say, what we cannot say."""
        return (
            ("done", _("Hvad er gjort"), (bullets(self._done()),)),
            ("for_whom", _("For hvem"), (bullets(self._for_whom()),)),
            ("can_say", _("Det kan vi sige"), (bullets(self._can_say()),)),
            ("cannot_say", _("Det kan vi ikke sige"), (bullets(self._cannot_say()),)),
        )

    def _done(self) -> list[str]:
        numbers = self.numbers
        if numbers.found is None:
            return [_("Der er endnu for få på broen til at fortælle om dem i tal.")]
        said = [_("%(n)s borgere er fundet.") % {"n": self.count(numbers.found)}]
        for step, sentence in (
            ("consented", _("%(n)s har sagt ja til at være med.")),
            ("first_time", _("%(n)s har været der første gang.")),
            ("six_months", _("%(n)s er der stadig efter seks måneder.")),
        ):
            number = numbers.box.started if step == "first_time" else numbers.came_past(step)
            if number is not None and step in self.recipe.path:
                said.append(sentence % {"n": self.count(number)})
        kinds = ", ".join(recipe_text.kind_of_activity(kind, self.language) for kind in numbers.activities)
        return [*said, _("Deltagerne har været med i: %(kinds)s.") % {"kinds": kinds} if kinds else ""]

    def _for_whom(self) -> list[str]:
        box = self.numbers.box
        said = [recipe_text.for_whom(self.recipe, self.language)]
        if box.mean_age is not None:
            said.append(_("Deltagerne er i gennemsnit %(n)s år.") % {"n": self.number(box.mean_age)})
        shares = {line.key: line.share for line in box.tables["sex"]}
        if shares.get("female") is not None and shares.get("male") is not None:
            said.append(
                _("%(women)s %% er kvinder, og %(men)s %% er mænd.")
                % {"women": shares["female"], "men": shares["male"]}
            )
        return said

    def _can_say(self) -> list[str]:
        said = [sentence for change in self.numbers.changes if (sentence := self._change_sentence(change))]
        where = self.where_most_stop()
        return [*said, where] if said or where else [_("Der er endnu ikke målt nok til at sige, hvad indsatsen gav.")]

    def _cannot_say(self) -> list[str]:
        return [
            _("Om det var indsatsen, der gjorde forskellen. Deltagerne er ikke sammenlignet med andre, og målinger "
              "før og efter uden sammenligning viser ofte mere, end indsatsen har gjort."),
            *(self._not_again(change) for change in self.numbers.changes),
            _("Hvor sikre gennemsnittene er. Grupperne er små, så der er ikke regnet et usikkerhedsinterval."),
            _("Noget om antal under %(n)s. De er skjult, så ingen kan genkendes, og nogle større antal er skjult "
              "eller lagt sammen, så de små ikke kan regnes ud.") % {"n": THRESHOLD},
        ]  # fmt: skip

    # ---- sentences with numbers -----------------------------------------------------------------------------

    def where_most_stop(self) -> str:
        """Where most stop and the largest reason; empty when that may not be told."""
        stops = [(sum(step.lost.values()), step) for step in self.numbers.bridge if step.lost]
        if not stops:
            return ""
        number, step = max(stops, key=lambda pair: pair[0])
        code = next(iter(step.lost))
        reason = "" if code == published.OTHERS else reason_word(code, self.language)
        where = {"n": self.count(number), "step": self.label(step), "reason": reason.lower()}
        if not reason:
            return _("Flest stopper ved »%(step)s«: %(n)s.") % where
        return _("Flest stopper ved »%(step)s«: %(n)s. Den hyppigste grund er »%(reason)s«.") % where

    def outcome(self, change: PublishedChange) -> str:
        """The outcome's name: mood and loneliness are never added together (R288)."""
        return _("Samvær og ensomhed (T-ILS)") if change.outcome == "loneliness" else _("Trivsel (WHO-5)")

    def people(self, both: Divided) -> str:
        """How many were measured both times."""
        if both.part is not None:
            return self.count(both.part)
        if both.part_at_least is not None:
            return _("mindst %(n)s") % {"n": both.part_at_least}
        return _("under %(n)s") % {"n": THRESHOLD}

    def _change_sentence(self, change: PublishedChange) -> str:
        if change.mean_change is None:
            return ""
        values = {
            "outcome": self.outcome(change),
            "n": self.people(change.people),
            "before": self.number(change.mean_before),
            "after": self.number(change.mean_after),
        }
        if change.outcome == "loneliness":
            return _("%(outcome)s: %(n)s er målt før og efter. Gennemsnittet gik fra %(before)s til %(after)s point. "
                     "Færre point er bedre.") % values  # fmt: skip
        return _("%(outcome)s: %(n)s er målt før og efter. Gennemsnittet gik fra %(before)s til %(after)s point. "
                 "Flere point er bedre.") % values  # fmt: skip

    def _not_again(self, change: PublishedChange) -> str:
        values = {"outcome": self.outcome(change), "n": ""}
        if change.people.others is not None:
            if not change.people.others:
                return ""
            values["n"] = self.count(change.people.others)
            return _("%(outcome)s: %(n)s er ikke målt igen, og hvordan det går dem, ved vi ikke.") % values
        if change.people.others_at_least is not None:
            values["n"] = str(change.people.others_at_least)
            return _("%(outcome)s: mindst %(n)s er ikke målt igen, og hvordan det går dem, ved vi ikke.") % values
        return _("%(outcome)s: hvordan det går dem, der ikke er målt igen. Antallet er skjult.") % values

    # ---- the seven sections ------------------------------------------------------------------------------------

    def sections(self) -> tuple[Part, ...]:
        """Seed 001's sections, in its order."""
        return (
            ("about", _("1. Om indsatsen"), tuple(self._about())),
            ("competence", _("2. Kompetencer og gennemførelse"), tuple(self._competence())),
            ("routines", _("3. Arbejdsgange"), tuple(self._routines())),
            ("target_group", _("4. Målgruppen"), tuple(self._target_group())),
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
        yield heading(_("Aktiviteter, som deltagerne har været med i"))
        rows = [
            (recipe_text.kind_of_activity(kind, self.language).capitalize(), self.people(number))
            for kind, number in self.numbers.activities.items()
        ]
        if rows:
            columns = (_("Aktivitet"), _("Deltagere"))
            yield table(_("Deltagere efter aktivitet. Den samme kan stå flere steder."), columns, rows, numbers=1)
        else:
            yield text(_("Der er endnu ikke registreret fremmøde."))

    def _competence(self) -> Iterable[Block]:
        yield heading(_("Kompetencer"))
        planned = recipe_text.trainings(self.recipe, self.language)
        yield bullets(planned) if planned else text(_("Opskriften har ingen kompetenceudvikling."))
        yield text(_("Hvor mange der har deltaget, registreres ikke i Brobygger endnu. Skriv det her i hånden."))
        yield heading(_("Gennemførelse"))
        yield text(_("Drivkræfter og barrierer samler I bedst i en samtale. Opskriften peger på dette:"))
        yield bullets(
            " ".join(filter(None, (recipe_text.said(risk, self.language), recipe_text.said(risk.do, self.language))))
            for risk in self.recipe.risks
        )

    def _routines(self) -> Iterable[Block]:
        yield heading(_("Sådan bliver borgerne fundet"))
        yield bullets(recipe_text.found_by(self.recipe, self.language))
        yield bullets(recipe_text.screening(self.recipe, self.language))
        yield heading(_("Fra fundet til med i et fællesskab"))
        days = {step.steps[0]: step.median_days for step in self.numbers.bridge}
        rows = [
            (step.label, step.who, step.when, self.number(days.get(step.step)))
            for step in recipe_text.steps(self.recipe, self.language)
        ]
        columns = (_("Trin"), _("Hvem"), _("Frist"), _("Dage, det tog"))
        yield table(_("Trinene, som de er planlagt, og hvor længe de tog (median)"), columns, rows, numbers=1)
        yield heading(_("Broen i tal"))
        yield from self._bridge()
        yield heading(_("Opfølgning"))
        yield bullets(recipe_text.follow_ups(self.recipe, self.language))

    def _bridge(self) -> Iterable[Block]:
        if not self.numbers.bridge:
            yield text(_("Der er endnu for få på broen til at vise den i tal."))
            return
        rows = [
            (self.label(step), self.count(step.entered), self.hidden(step.passed), self.lost(step))
            for step in self.numbers.bridge
        ]
        columns = (_("Trin"), _("Kom hertil"), _("Kom videre"), _("Stoppede her, og hvorfor"))
        yield table(_("Broen"), columns, rows)
        yield text(_("Trin, hvor færre end %(n)s er faldet fra, er slået sammen med det næste.") % {"n": THRESHOLD})

    def _target_group(self) -> Iterable[Block]:
        yield text(recipe_text.for_whom(self.recipe, self.language))
        box = self.numbers.box
        if box.started is None:
            yield text(_("Færre end %(n)s er begyndt, så de beskrives ikke her.") % {"n": THRESHOLD})
            return
        yield text(
            ngettext("%(n)s person er begyndt.", "%(n)s personer er begyndt.", box.started)
            % {"n": self.count(box.started)}
        )
        if not box.started:
            return
        if box.mean_age is not None:
            yield text(_("Gennemsnitsalder: %(n)s år.") % {"n": self.number(box.mean_age)})
        names = box_names()
        for key, title in (
            ("sex", _("Køn")), ("dementia", _("Demens")), ("housing", _("Bolig")), ("civil_status", _("Civilstand")),
        ):  # fmt: skip
            rows = [
                (names[line.key], self.hidden(line.count), self.percent(line.share))
                for line in box.tables[key]
                if line.count != 0 or line.key == "unknown"
            ]
            yield table(title, (_("Svar"), _("Antal"), _("Andel")), rows, numbers=2)

    def _value(self) -> Iterable[Block]:
        for change in self.numbers.changes:
            yield heading(self.outcome(change))
            yield from self._one_change(change)
        yield heading(_("Sådan skal tallene læses"))
        yield bullets(self._cannot_say())
        yield text(
            _(
                "Andre har målt det samme. I en stor britisk undersøgelse blev 2.250 af 10.643 målt igen "
                "(Foster 2021), så tallene siger mest om dem, der blev. En samlet gennemgang af gruppetilbud fandt en "
                "lille forbedring: −0,27 standardafvigelser med usikkerhed fra −0,48 til −0,08 (Shekelle 2024). Det er "
                "ikke et løfte om denne indsats."
            )
        )
        yield text(_("Hvad deltagerne selv siger, står ikke i tallene. Spørg dem, og skriv det her med deres ja."))

    def _one_change(self, change: PublishedChange) -> Iterable[Block]:
        sentence = self._change_sentence(change)
        yield text(sentence or _("For få er målt både før og efter til at vise et gennemsnit."))
        again = self._not_again(change)
        if again:
            yield text(again)
        if change.directions:
            names = {"better": _("Bedre"), "same": _("Det samme"), "worse": _("Dårligere")}
            rows = [(names[line.key], self.hidden(line.count), self.percent(line.share)) for line in change.directions]
            yield table(self.outcome(change), (_("Ændring"), _("Antal"), _("Andel")), rows, numbers=2)
        if change.established:
            yield text(_("Bedre og dårligere betyder mindst %(n)s point.") % {"n": change.least})
        else:
            yield text(_("Der findes ingen fast grænse for en ændring, der betyder noget, så enhver ændring tæller."))

    def _anchoring(self) -> Iterable[Block]:
        yield bullets(recipe_text.anchoring(self.recipe, self.language))

    def _cooperation(self) -> Iterable[Block]:
        partners = recipe_text.partners(self.recipe, self.language)
        yield bullets(partners) if partners else text(_("Opskriften nævner ingen at arbejde sammen med."))
        agreed = [recipe_text.said(each.about, self.language) for each in self.recipe.agreements]
        if agreed:
            yield heading(_("Aftaler"))
            yield bullets(agreed)
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
        said = [
            f"{words[code] if code == published.OTHERS else reason_word(code, self.language)} {self.count(number)}"
            for code, number in step.lost.items()
        ]
        if step.others_or_waiting:
            said.append(f"{words[published.OTHERS_OR_WAITING]} {self.count(step.others_or_waiting)}")
        if step.waiting:
            said.append(_("venter stadig %(n)s") % {"n": self.count(step.waiting)})
        return ", ".join(said) or "–"

    def count(self, number: int) -> str:
        marked = f"{number:,}"
        return marked if self.language == "en" else marked.replace(",", ".")

    def hidden(self, number: int | None) -> str:
        return _("skjult") if number is None else self.count(number)

    def percent(self, share: int | None) -> str:
        return "–" if share is None else f"{share} %"

    def number(self, value: float | None) -> str:
        if value is None:
            return "–"
        spoken = f"{value:.1f}".removesuffix(".0")
        return spoken if self.language == "en" else spoken.replace(".", ",")


def box_names() -> dict[str, str]:
    """The lines of the participant box in words."""
    return {
        "female": _("Kvinder"), "male": _("Mænd"), "other": _("Andet"), "unknown": _("Ikke oplyst"),
        "yes": _("Ja"), "no": _("Nej"),
        "house": _("Hus"), "flat": _("Lejlighed"), "sheltered": _("Beskyttet bolig"), "care_home": _("Plejehjem"),
        "married": _("Gift"), "widowed": _("Enke eller enkemand"), "cohabiting": _("Samlevende"),
        "partner_apart": _("Kæreste, bor alene"), "single": _("Enlig"), "divorced": _("Skilt eller separeret"),
    }  # fmt: skip
