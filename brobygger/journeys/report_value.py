"""Section 5 of the report: what the measurements say, how sure they are, and what they do not say.

Mood and loneliness stand apart (R288). Every number stands with its n, and its definition and caveat follow below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from brobygger.insight.analyses import words
from brobygger.insight.analyses.estimate import Meaning, said
from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.evaluation.published_outcome_rules import INTERVAL_FROM
from brobygger.insight.evaluation.published_rules import Figure, Numbers, PublishedChange, PublishedCurve
from brobygger.journeys.report_words import Block, Cell, Saying, bullets, curve, explained, heading, table, text

# The figures of a change in the order they are told: field, what it means, decimals.
FIGURES: tuple[tuple[str, Meaning, int], ...] = (
    ("change", words.MEAN_CHANGE, 1),
    ("effect", words.EFFECT, 2),
    ("over_rounds", words.OVER_ROUNDS, 2),
    ("bound", words.BOUND, 1),
    ("dose", words.DOSE, 1),
    ("against_waiting", words.WAITING_COMPARED, 1),
    ("stepped", words.STEPPED, 1),
)
WAITING: Mapping[str, Meaning] = {"waiting": words.STILL_WAITING, "first_contact": words.STILL_UNCALLED}
OF_SHARES: Mapping[str, Meaning] = {"better": words.SHARE, "better_bound": words.SHARE_BOUND}


def figure_names() -> dict[str, str]:
    """The figures in words."""
    return {
        "change": _("Ændring i point"),
        "effect": _("Ændring i forhold til spredningen ved start"),
        "over_rounds": _("Ændring for hver 30 dage, alle målinger talt med"),
        "bound": _("Yderste grænser for alle, der begyndte"),
        "dose": _("Forskel for hver ti gange, man har været med"),
        "against_waiting": _("Forskel fra ventetiden"),
        "stepped": _("Forskel mellem enheder, der er begyndt, og dem, der ikke er"),
        "better": _("Andel, der fik det bedre"),
        "better_bound": _("Andel af alle, der begyndte"),
        "attending": _("Er der stadig"),
        "waiting": _("Venter stadig"),
        "first_contact": _("Venter på første kontakt"),
    }


def meanings(language: str) -> dict[str, dict[str, str]]:
    """Definition and caveat of every figure, for the report's data."""
    kinds = {
        **{name: meaning for name, meaning, _decimals in FIGURES}, **OF_SHARES,
        "attending": words.STILL_THERE, "waiting": words.STILL_WAITING, "first_contact": words.STILL_UNCALLED,
    }  # fmt: skip
    return {
        name: {"definition": said(meaning.definition, language), "caveat": said(meaning.caveat, language)}
        for name, meaning in kinds.items()
    }


@dataclass(frozen=True)
class Outcomes:
    """What came of it, in one language. counted_on: part → the day it was counted, when that is not today."""

    numbers: Numbers
    saying: Saying
    counted_on: Mapping[str, date]

    # ---- sentences, also for the first page ----------------------------------------------------------------

    def can_say(self) -> list[str]:
        """One sentence for each outcome with a mean that may be told, and how sure it is."""
        return [
            " ".join(filter(None, (sentence, self._sure(change))))
            for change in self.numbers.changes
            if (sentence := self._change(change))
        ]

    def cannot_say(self) -> list[str]:
        unsure = [change for change in self.numbers.changes if change.mean_change is not None and not change.change]
        return [
            _("Om det var indsatsen, der gjorde forskellen. Deltagerne er ikke sammenlignet med andre, og målinger "
              "før og efter uden sammenligning viser ofte mere, end indsatsen har gjort."),
            *(self._not_again(change) for change in self.numbers.changes),
            _("Hvor sikkert et gennemsnit er, når færre end %(n)s er målt begge gange.") % {"n": INTERVAL_FROM}
            if unsure else "",
            _("Om den enkelte deltager har fået det bedre. Der findes ikke noget sikkert tal for, hvor præcist "
              "spørgsmålene måler én person."),
            _("Noget om antal under %(n)s. De er skjult, så ingen kan genkendes, og nogle større antal er skjult "
              "eller lagt sammen, så de små ikke kan regnes ud.") % {"n": THRESHOLD},
            _("Noget om borgere, der er slettet. De tælles ikke med, så et tal kan være mindre end i en tidligere "
              "rapport."),
        ]  # fmt: skip

    def name(self, change: PublishedChange) -> str:
        """The outcome's name: mood and loneliness are never added together (R288)."""
        return _("Samvær og ensomhed (T-ILS)") if change.outcome == "loneliness" else _("Trivsel (WHO-5)")

    def _change(self, change: PublishedChange) -> str:
        if change.mean_change is None:
            return ""
        values = {
            "outcome": self.name(change),
            "n": self.saying.people(change.people),
            "before": self.saying.number(change.mean_before),
            "after": self.saying.number(change.mean_after),
        }
        if change.outcome == "loneliness":
            return _("%(outcome)s: %(n)s er målt før og efter. Gennemsnittet gik fra %(before)s til %(after)s point. "
                     "Færre point er bedre.") % values  # fmt: skip
        return _("%(outcome)s: %(n)s er målt før og efter. Gennemsnittet gik fra %(before)s til %(after)s point. "
                 "Flere point er bedre.") % values  # fmt: skip

    def _sure(self, change: PublishedChange) -> str:
        """How sure the mean change is; whether nought is within it is said, never more than that."""
        told = change.change
        if told is None or told.value is None:
            return ""
        values = {"change": self.saying.number(told.value), "interval": self.saying.interval(told)}
        if told.low is None or told.high is None:
            return _("Ændringen er %(change)s point. Hvor sikkert det er, kan ikke regnes ud af tallene.") % values
        if told.low <= 0 <= told.high:
            return _("Ændringen er %(change)s point med en usikkerhed %(interval)s. Nul er med i den, så tallene "
                     "viser ikke, om gennemsnittet har ændret sig.") % values  # fmt: skip
        return _("Ændringen er %(change)s point med en usikkerhed %(interval)s.") % values

    def _not_again(self, change: PublishedChange) -> str:
        values = {"outcome": self.name(change), "n": ""}
        if change.people.others is not None:
            if not change.people.others:
                return ""
            values["n"] = self.saying.count(change.people.others)
            return _("%(outcome)s: %(n)s er ikke målt igen, og hvordan det går dem, ved vi ikke.") % values
        if change.people.others_at_least is not None:
            values["n"] = str(change.people.others_at_least)
            return _("%(outcome)s: mindst %(n)s er ikke målt igen, og hvordan det går dem, ved vi ikke.") % values
        return _("%(outcome)s: hvordan det går dem, der ikke er målt igen. Antallet er skjult.") % values

    # ---- blocks ------------------------------------------------------------------------------------------------

    def blocks(self) -> Iterable[Block]:
        """The whole of section 5."""
        for change in self.numbers.changes:
            yield heading(self.name(change))
            yield from self._one(change)
        yield from self.curve("attending")
        yield from self._meanings()
        yield heading(_("Sådan skal tallene læses"))
        yield bullets(self.cannot_say())
        yield text(
            _(
                "Andre har målt det samme. I en stor britisk undersøgelse blev 2.250 af 10.643 målt igen "
                "(Foster 2021), så tallene siger mest om dem, der blev. En samlet gennemgang af gruppetilbud fandt en "
                "lille forbedring: −0,27 standardafvigelser med usikkerhed fra −0,48 til −0,08 (Shekelle 2024). Det er "
                "ikke et løfte om denne indsats."
            )
        )

    def _one(self, change: PublishedChange) -> Iterable[Block]:
        sentence = self._change(change)
        yield text(sentence or _("For få er målt både før og efter til at vise et gennemsnit."))
        sure = self._sure(change)
        if sure:
            yield text(sure)
        again = self._not_again(change)
        if again:
            yield text(again)
        if change.directions:
            yield self._directions(change)
        if change.established:
            yield text(_("Bedre og dårligere betyder mindst %(n)s point.") % {"n": change.least})
        else:
            yield text(_("Der findes ingen fast grænse for en ændring, der betyder noget, så enhver ændring tæller."))
        bound = self._bound(change)
        if bound:
            yield text(bound)
        rows = list(self._figures(change))
        if rows:
            columns = (_("Måde at regne på"), _("Tal"), _("Usikkerhed"))
            shown = [name for name, _meaning, _decimals in FIGURES if getattr(change, name) is not None]
            yield table(_("%(outcome)s: flere måder at regne på") % {"outcome": self.name(change)}, columns, rows,
                        numbers=2, anchors=shown)  # fmt: skip
        yield from self.saying.counted_on(self.counted_on.get(f"change:{change.outcome}"))

    def _directions(self, change: PublishedChange) -> Block:
        names = {"better": _("Bedre"), "same": _("Det samme"), "worse": _("Dårligere")}
        rows = [
            (names[line.key], self.saying.counted(line.count), self.saying.percent(line.share))
            for line in change.directions
        ]
        return table(self.name(change), (_("Ændring"), _("Antal"), _("Andel")), rows, numbers=2)

    def _bound(self, change: PublishedChange) -> str:
        """What those not measured could mean for how many are better."""
        told, bound = change.better, change.better_bound
        if told is None or told.value is None:
            return ""
        sentence = _("%(n)s %% fik det bedre (usikkerhed %(interval)s).") % {
            "n": self.saying.number(told.value, 0), "interval": self.saying.interval(told, 0, " %"),
        }  # fmt: skip
        if bound is None:
            return sentence
        limits = {"low": self.saying.number(bound.low, 0), "high": self.saying.number(bound.high, 0)}
        return " ".join(
            (sentence, _("Af alle, der begyndte, er det mindst %(low)s %% og højst %(high)s %%, alt efter hvordan det "
                         "går dem, der ikke er målt igen.") % limits)
        )  # fmt: skip

    def _figures(self, change: PublishedChange) -> Iterable[Sequence[str | Cell]]:
        names = figure_names()
        for name, _meaning, decimals in FIGURES:
            figure: Figure | None = getattr(change, name)
            if figure is not None:
                value = Cell(self.saying.number(figure.value, decimals), figure.value)
                yield names[name], value, self.saying.interval(figure, decimals) or "–"

    def curve(self, kind: str) -> Iterable[Block]:
        """Still there, or still waiting, day by day: a figure, and the table beside it."""
        told = self.numbers.curves.get(kind)
        yield heading(_curve_titles()[kind])
        if told is None or (not told.points and not told.median):
            yield text(_("Der er endnu for få til at vise det."))
            return
        yield from self._median(kind, told)
        if told.points:
            first = _("Dage efter første gang") if kind == "attending" else _("Dage efter ja")
            caption = _curve_captions()[kind]
            yield curve(caption, first, ((day, point.value, point.low, point.high)
                                         for day, point in told.points.items()))  # fmt: skip
            columns = (first, figure_names()[kind], _("Usikkerhed"))
            rows = [
                (Cell(str(day), day), self.saying.percent(_whole(point)), self.saying.interval(point, 0, " %") or "–")
                for day, point in told.points.items()
            ]
            yield table(caption, columns, rows, numbers=2)
        if kind != "attending":
            yield from self._meaning(WAITING[kind])
        yield from self.saying.counted_on(self.counted_on.get(f"curve:{kind}"))

    def _median(self, kind: str, told: PublishedCurve) -> Iterable[Block]:
        if told.median and told.median.value is not None:
            days = {"n": self.saying.number(told.median.value, 0)}
            yield text(
                _("Halvdelen er stoppet inden %(n)s dage.") % days
                if kind == "attending"
                else _("Halvdelen har ventet højst %(n)s dage.") % days
            )

    def _meanings(self) -> Iterable[Block]:
        """Definition and caveat of what stands above; each once."""
        shown = [
            name
            for name in (*OF_SHARES, *(name for name, *_rest in FIGURES))
            if any(getattr(change, name) is not None for change in self.numbers.changes)
        ]
        if self.numbers.curves.get("attending") and self.numbers.curves["attending"].points:
            shown.append("attending")
        if not shown:
            return
        yield heading(_("Sådan er tallene regnet"))
        known = meanings(self.saying.language)
        names = figure_names()
        yield explained((name, f"{names[name]}: {known[name]['definition']} {known[name]['caveat']}") for name in shown)

    def _meaning(self, meaning: Meaning) -> Iterable[Block]:
        language = self.saying.language
        yield text(f"{said(meaning.definition, language)} {said(meaning.caveat, language)}")


def _curve_titles() -> dict[str, str]:
    return {
        "attending": _("Hvor længe bliver deltagerne?"), "waiting": _("Ventetid fra ja til første gang"),
        "first_contact": _("Ventetid fra ja til første kontakt"),
    }  # fmt: skip


def _curve_captions() -> dict[str, str]:
    return {
        "attending": _("Andel, der er der stadig"), "waiting": _("Andel, der stadig venter"),
        "first_contact": _("Andel, der stadig venter på første kontakt"),
    }  # fmt: skip


def _whole(figure: Figure) -> int | None:
    return None if figure.value is None else round(figure.value)
