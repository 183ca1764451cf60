"""Kilometres and hours as money: dated rates, mileage as an expense, and the list for payroll (R330)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import payroll as journey
from brobygger.journeys.payroll import Paid
from brobygger.programmes.finances import mileage, pay_rules, queries
from brobygger.programmes.finances.rules import kroner
from brobygger.programmes.running import queries as running
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import RIGHTS, Action
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import period
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields
from brobygger.web.staff.office.asking import form_page

KINDS = {"km": gettext_lazy("en kilometer"), "hour": gettext_lazy("en time")}
MOST_COLLEAGUES = 500
MOST_ORE = {"km": 20_00, "hour": 10_000_00}  # for one; more is a slip of the hand: 4.000 for 4,00
LONGEST = timedelta(days=366)
START_OF_CELL = ("=", "+", "-", "@", "\t")  # a spreadsheet would count with what begins so


class RateForm(forms.Form):
    """What one of something is paid with, from a day."""

    kind = fields.choice(gettext_lazy("Sats for"), list(KINDS.items()), radio=True)
    amount_ore = fields.amount(gettext_lazy("Hvor mange kroner?"), least=1, help_text=gettext_lazy("Fx 3,79"))
    from_on = fields.day(gettext_lazy("Fra hvilken dag?"), help_text=gettext_lazy("Samme dag igen retter satsen."))

    def clean(self) -> dict[str, Any]:
        kind, amount = self.cleaned_data.get("kind"), self.cleaned_data.get("amount_ore")
        if kind and amount and amount > MOST_ORE[kind]:
            most = {"most": kroner(MOST_ORE[kind]), "kind": KINDS[kind]}
            self.add_error("amount_ore", _("Skriv højst %(most)s kr. for %(kind)s. Øre skrives efter komma.") % most)
        return self.cleaned_data


class DriveForm(forms.Form):
    """Who drove how far."""

    member = fields.choice(gettext_lazy("Hvem kørte?"), [])
    driven_on = fields.day(gettext_lazy("Hvilken dag?"))
    km = fields.number(gettext_lazy("Hvor mange kilometer?"), least=1, most=pay_rules.MOST_KM)
    route = fields.text(
        gettext_lazy("Hvorfra og hvortil?"), most=150, help_text=gettext_lazy("Steder, ingen navne på borgere.")
    )
    grant = fields.choice(gettext_lazy("Af hvilke penge?"), [], required=False)


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def rates(request: Request, programme_id: UUID) -> HttpResponse:
    """The rates that stand, and a new one."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    form = RateForm(request.POST or None, initial={"from_on": local_date(now())})

    def save(given: dict[str, Any]) -> str:
        mileage.set_rate(programme=programme, by=actor, at=now(), **given)
        return _("Satsen er gemt.")

    return form_page(
        request, form=form, title=_("Ny sats"), submit=_("Gem satsen"), save=save,
        back=(_("Løn og kørsel"), reverse("payroll", args=[programme.id])),
        intro=_("Satsen gælder fra dagen og frem. Det, der allerede er skrevet i regnskabet, bliver stående."),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def no_rate(request: Request, rate_id: UUID) -> HttpResponse:
    """A rate that was written by mistake."""
    actor: Actor = request.actor
    found = mileage.rate(actor, rate_id)
    mileage.no_rate(rate=found, by=actor, at=now())
    return done(request, _("Satsen er slettet."), reverse("payroll", args=[found.programme_id]))


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def drive(request: Request, programme_id: UUID) -> HttpResponse:
    """Kilometres become an expense."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    roles = RIGHTS[Action.WRITE_OWN_TIME].roles
    members = {str(one.id): one for one in access.members_of(actor, on=today).filter(role__in=roles)[:MOST_COLLEAGUES]}
    grants = {str(one.id): one for one in queries.grants(actor, programme)}
    form = DriveForm(request.POST or None, initial={"driven_on": today})
    choose_among(form, "member", [("", _("Vælg")), *((key, one.name) for key, one in members.items())])
    choose_among(form, "grant", [("", _("ikke sagt")), *((key, one.name) for key, one in grants.items())])

    def save(given: dict[str, Any]) -> str:
        made = mileage.drive(
            programme=programme, membership=members[given["member"]], driven_on=given["driven_on"], km=given["km"],
            route=given["route"], grant=grants.get(given["grant"]), by=actor, at=now(),
        )  # fmt: skip
        return _("%(amount)s kr. er skrevet i regnskabet.") % {"amount": kroner(made.km * made.rate_ore)}

    return form_page(
        request, form=form, title=_("Skriv kørsel"), submit=_("Gem"), save=save,
        back=(_("Regnskab"), reverse("accounts", args=[programme.id])),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def no_drive(request: Request, mileage_id: UUID) -> HttpResponse:
    """Kilometres that were written by mistake."""
    actor: Actor = request.actor
    found = mileage.one(actor, mileage_id)
    mileage.take_back(mileage=found, by=actor, at=now())
    return done(request, _("Kørslen og udgiften er slettet igen."), reverse("payroll", args=[found.programme_id]))


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, what it holds, and how it is found."""

    heading: str
    holds: Any
    value: Callable[[Paid, date, date], str]


def _number(one: Paid) -> str:
    return _money(pay_rules.hundredths(one.line.number)) if one.line.kind == "hour" else str(one.line.number)


def _money(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths // 100},{hundredths % 100:02}"


_KIND_IN_FILE = {"hour": "timer", "km": "km"}
COLUMNS = (
    Column("navn", gettext_lazy("kollegans navn"), lambda one, _since, _until: one.name),
    Column("email", gettext_lazy("den adresse, kollegaen logger ind med"), lambda one, _since, _until: one.email),
    Column("enhed", gettext_lazy("enheden, tom for den, der ikke er i en"), lambda one, _since, _until: one.unit),
    Column("fra", gettext_lazy("den første dag, der er talt med"), lambda _one, since, _until: since.isoformat()),
    Column("til", gettext_lazy("den sidste dag, der er talt med"), lambda _one, _since, until: until.isoformat()),
    Column("slags", gettext_lazy("timer eller km"), lambda one, _since, _until: _KIND_IN_FILE[one.line.kind]),
    Column("antal", gettext_lazy("timer med to decimaler, eller hele kilometer"), lambda one, _s, _u: _number(one)),
    Column("sats", gettext_lazy("kroner for en; tom, hvis dagen ingen sats har"),
           lambda one, _s, _u: _money(one.line.rate_ore)),
    Column("beloeb", gettext_lazy("antal gange sats i kroner, til nærmeste øre"),
           lambda one, _s, _u: _money(one.line.amount_ore)),
)  # fmt: skip


@guarded(Action.RUN_OFFICE)
def payroll(request: Request, programme_id: UUID) -> HttpResponse:
    """?fra= ?til= days; the month before without."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    return _list_page(request, actor, programme)


def _list_page(request: Request, actor: Actor, programme: Any) -> HttpResponse:
    """The list on the screen; days that cannot be are told with what was asked for, and nothing is listed."""
    since, until, problem = _between(request)
    found = [] if problem else journey.lines(actor, programme, since=since, until=until)
    driven = [] if problem else mileage.driven(actor, programme, since=since, until=until)
    return page(
        request, "staff/office/payroll.jinja", programme=programme, found=found, since=since, until=until,
        asked=request.GET if problem else {}, problem=problem, status=422 if problem else 200,
        rates=mileage.rates(actor, programme), driven=driven,
        kinds=KINDS, columns=[(one.heading, one.holds) for one in COLUMNS], kroner=kroner, number_of=_number,
        total=sum(one.line.amount_ore or 0 for one in found),
        without=any(one.line.rate_ore is None for one in found),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE)
def payroll_file(request: Request, programme_id: UUID) -> HttpResponse:
    """The same list for the payroll system: UTF-8 with a mark, semicolons, Danish decimals."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    since, until, problem = _between(request)
    if problem:
        return _list_page(request, actor, programme)
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.heading for column in COLUMNS])
    for one in journey.lines(actor, programme, since=since, until=until):
        told = [column.value(one, since, until) for column in COLUMNS]
        writer.writerow([f"'{value}" if value.startswith(START_OF_CELL) else value for value in told])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="loen-{since}-{until}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _between(request: Request) -> tuple[date, date, str]:
    """The days asked for, the whole month before where none are; and in words why they cannot be."""
    last = local_date(now()).replace(day=1) - timedelta(days=1)
    usual = last.replace(day=1), last
    if "fra" not in request.GET and "til" not in request.GET:
        return *usual, ""
    since, until, problem = period(request.GET)
    if problem:
        return *usual, problem
    if since is None or until is None:
        return *usual, _("Vælg både den første og den sidste dag.")
    if until - since > LONGEST:
        return *usual, _("Vælg højst et år ad gangen.")
    return since, until, ""
