"""What the office of a programme has written down, as blocks of a report: courses, money, agreements, what lives on.

These numbers are of the effort, not of those it is for. Employees are few, so of them only how many at least, in fives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.several import rows
from brobygger.insight.evaluation import recipe_changes
from brobygger.insight.evaluation import recipe_words as words
from brobygger.journeys.report_words import Block, Cell, bullets, table, text
from brobygger.programmes.anchoring import queries as anchoring
from brobygger.programmes.anchoring import rules as anchor_rules
from brobygger.programmes.anchoring.rules import Anchor
from brobygger.programmes.finances import rules as money_rules
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

FIVES = 5
NO_PLAN = Anchor()
TRADES = {
    "home_care": gettext_lazy("Hjemmeplejen"),
    "office": gettext_lazy("Koordinatorer, visitation og ledere"),
    "association": gettext_lazy("Foreninger, værter og frivillige"),
    "named": gettext_lazy("Andre, som er skrevet op med navn"),
}
SHOWN = 50  # lines of a table; an office has a handful


@dataclass(frozen=True)
class Held:
    """A course that was held: on which days, and minutes in all."""

    title: str
    days: tuple[date | None, ...]
    minutes: int


@dataclass(frozen=True)
class Money:
    """A grant or pool, and what was paid from it (øre). amount None: not written down."""

    name: str
    giver: str
    amount: int | None
    paid: int
    until: date | None


@dataclass(frozen=True)
class Agreed:
    """A paper between organisations, and until when it holds."""

    about: str
    until: date | None


@dataclass(frozen=True)
class Office:
    """What is told of the office.

    trained_at_least: employees, in fives; trained: the same by what they do (a key of TRADES); paid: øre in all.
    """

    courses: tuple[Held, ...] = ()
    trained_at_least: int = 0
    trained: tuple[tuple[str, int], ...] = ()
    grants: tuple[Money, ...] = ()
    paid: int = 0
    agreements: tuple[Agreed, ...] = ()
    anchor: Anchor = NO_PLAN

    def training(self, language: str) -> Iterable[Block]:
        """What was taught: one line a course."""
        if not self.courses:
            yield text(_("Der er ikke skrevet kurser ned, som er holdt."))
            return
        lines = [
            (one.title, ", ".join(_day(day, language) for day in one.days), _hours(one.minutes, language))
            for one in self.courses
        ]
        columns = (_("Kursus"), _("Dage"), _("Timer"))
        yield table(_("Kurser, der er holdt"), columns, lines, numbers=1)
        if self.trained_at_least:
            yield text(_("Mindst %(n)s ansatte og frivillige har været med.") % {"n": self.trained_at_least})
        if self.trained:
            told = [
                _("%(who)s: mindst %(n)s") % {"who": str(TRADES[trade]), "n": number} for trade, number in self.trained
            ]
            yield bullets(told)

    def money(self, language: str, started: int | None) -> Iterable[Block]:
        """Grants and what was paid. started: how many persons, as told; None hides what each cost."""
        if not self.grants and not self.paid:
            yield text(_("Der er ikke skrevet penge ned i Brobygger."))
            return
        lines = [
            (
                one.name, one.giver or "–", Cell(_kroner(one.amount, language), _whole(one.amount)),
                Cell(_kroner(one.paid, language), _whole(one.paid)), _day(one.until, language),
            )
            for one in self.grants
        ]  # fmt: skip
        if lines:
            columns = (_("Bevilling"), _("Fra"), _("Beløb"), _("Brugt"), _("Til og med"))
            yield table(_("Bevillinger og puljer, i kroner"), columns, lines, numbers=3)
        yield text(_("Der er brugt %(n)s kroner i alt.") % {"n": _kroner(self.paid, language)})
        price = money_rules.each(self.paid, started) if started and self.paid > 0 else None
        if price is not None:
            yield text(
                _("Det er %(n)s kroner for hver, der er begyndt. Tallet siger ikke, hvad den næste koster.")
                % {"n": _marked(price, language)}
            )

    def lives_on(self, language: str) -> Iterable[Block]:
        """The plan for anchoring as it is written down; nothing where nobody has begun one."""
        anchor = self.anchor
        if anchor.model is None:
            yield text(_("Planen for, hvordan indsatsen lever videre, er ikke skrevet ned endnu."))
            return
        model = words.ANCHORING_MODELS[anchor.model]
        told = model.en if language == "en" else model.da
        settled = _("Det er besluttet.") if anchor.settled else _("Det er ikke besluttet endnu.")
        yield text(told if anchor.model == "undecided" else f"{told} {settled}")
        lines = [(one.what, one.by or "–", one.pays or "–", _day(one.agreed_on, language)) for one in anchor.functions]
        if lines:
            columns = (_("Opgave"), _("Tages over af"), _("Betales af"), _("Aftalt"))
            yield table(_("Hvem gør hvad bagefter"), columns, lines[:SHOWN])
        stops = anchor_rules.stops(anchor.functions)
        if stops:
            yield text(_("Dette stopper, hvis ingen siger ja: %(what)s.") % {"what": ", ".join(stops)})

    def papers(self, language: str) -> Iterable[Block]:
        """Agreements that hold."""
        if self.agreements:
            yield bullets(
                _("%(about)s (til %(day)s)") % {"about": one.about, "day": _day(one.until, language)}
                if one.until
                else one.about
                for one in self.agreements[:SHOWN]
            )
        else:
            yield text(_("Der er ikke skrevet aftaler ned i Brobygger."))


def of(actor: Actor, programme: Programme, *, until: date) -> Office:
    """What the office has written down by a day. Two queries, however much that is."""
    ((courses, trained, trades, grants, paid, agreements),) = rows(
        _WRITTEN, {"programme": programme.id, "until": until}
    )
    return Office(
        courses=tuple(Held(title, tuple(map(_from, days)), minutes) for title, days, minutes in courses or ()),
        trained_at_least=trained // FIVES * FIVES,
        trained=_in_fives(dict(trades or ())),
        grants=tuple(
            Money(name, giver, amount, spent, _from(ends)) for name, giver, amount, spent, ends in grants or ()
        ),
        paid=int(paid),
        agreements=tuple(Agreed(about, _from(ends)) for about, ends in agreements or ()),
        anchor=anchoring.anchors(actor, [programme])[programme.id],
    )


# Six tables of the office in one question: a report asks a dozen packages, and a page at most fifteen things.
_WRITTEN = """
with held as (
  select c.id, c.title, d.id as day_id, d.held_on, d.minutes
  from training_course c join training_course_day d on d.course_id = c.id
  where c.programme_id = %(programme)s and c.closed_on is null and d.held_on <= %(until)s
), course as (
  select title, json_agg(held_on order by held_on) as days, sum(minutes) as minutes from held group by id, title
), paid as (
  select grant_id, sum(amount_ore) as ore from finances_entry where programme_id = %(programme)s group by grant_id
)
select
  (select json_agg(json_build_array(title, days, minutes) order by title) from course),
  (select count(distinct coalesce(a.membership_id::text, concat(a.unit_id, ':', lower(btrim(a.name)))))
   from training_attendee a where a.day_id in (select day_id from held)),
  (select json_agg(json_build_array(trade, n)) from (
     select case when m.role in ('home_care_worker', 'ambassador') then 'home_care'
                 when m.role in ('association_leader', 'host', 'volunteer') then 'association'
                 when m.role is null then 'named' else 'office' end as trade,
            count(distinct coalesce(a.membership_id::text, concat(a.unit_id, ':', lower(btrim(a.name))))) as n
     from training_attendee a left join access_membership m on m.id = a.membership_id
     where a.day_id in (select day_id from held) group by 1) by_trade),
  (select json_agg(json_build_array(g.name, g.giver, g.amount_ore, coalesce(p.ore, 0), g.ends_on)
                   order by g.ends_on, g.name)
   from finances_grant g left join paid p on p.grant_id = g.id where g.programme_id = %(programme)s),
  (select coalesce(sum(ore), 0) from paid),
  (select json_agg(json_build_array(about, ends_on) order by ends_on, about) from governance_agreement
   where programme_id = %(programme)s and ended_on is null and starts_on <= %(until)s
     and (ends_on is null or ends_on >= %(until)s))
"""


def _in_fives(trades: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """At least so many of each, in the order of TRADES; fewer than five are not told."""
    found = ((trade, trades.get(trade, 0) // FIVES * FIVES) for trade in TRADES)
    return tuple((trade, number) for trade, number in found if number)


def _from(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _day(day: date | None, language: str) -> str:
    return recipe_changes.day_in_words(day, language) if day else "–"


def _hours(minutes: int, language: str) -> Cell:
    spoken = f"{minutes / 60:.1f}".removesuffix(".0")
    return Cell(spoken if language == "en" else spoken.replace(".", ","), round(minutes / 60, 2))


def _kroner(ore: int | None, language: str) -> str:
    return "–" if ore is None else _marked(round(ore / 100), language)


def _whole(ore: int | None) -> int | None:
    return None if ore is None else round(ore / 100)


def _marked(number: int, language: str) -> str:
    marked = f"{number:,}"
    return marked if language == "en" else marked.replace(",", ".")
