"""One's own hours and what one feels sure of; and what the office sees of both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.pathway.episodes import queries as episodes
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import operations, queries, release, rules
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import said
from brobygger.web.staff.office import training_forms as forms
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.release import ANSWERS

SHOWN = 20
A_YEAR = timedelta(days=365)


@guarded(Action.WRITE_OWN_TIME)
def own_work(request: Request) -> HttpResponse:
    """The efforts one can write hours for, and say what one is sure of."""
    actor: Actor = request.actor
    found = list(running.running(actor, on=local_date(now()))[:50])
    return page(
        request, "staff/office/own_work.jinja", programmes=found, own_unit=actor.role is Role.UNIT_MANAGER,
        may_see_attention=may(actor.role, Action.SEE_ATTENTION),
    )  # fmt: skip


@guarded(Action.WRITE_OWN_TIME, methods=("GET", "POST"))
def own_time(request: Request, programme_id: UUID) -> HttpResponse:
    """Write one's hours, and see what one has written."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    form = forms.TimeForm(request.POST or None, initial={"spent_on": local_date(now())})

    def save(given: dict[str, Any]) -> str:
        mine = access.get_membership(actor, actor.membership_id)
        operations.spend(programme=programme, membership=mine, by=actor, at=now(), **given)
        return _("%(time)s er skrevet på.") % {"time": said.hours(given["minutes"])}

    here = reverse("own_time", args=[programme.id])
    if request.method == "POST":
        return form_page(
            request, form=form, title=_("Min tid"), submit=_("Gem"), back=(programme.name, here), save=save
        )
    return page(
        request, "staff/office/own_time.jinja", programme=programme, form=form, codes=said.TIME_CODES,
        entries=list(queries.my_time(actor, programme)[:SHOWN]), say_hours=said.hours,
    )  # fmt: skip


@guarded(Action.WRITE_OWN_TIME, methods=("POST",))
def take_back_time(request: Request, time_spent_id: UUID) -> HttpResponse:
    """Undo an entry of one's own."""
    actor: Actor = request.actor
    entry = queries.my_entry(actor, time_spent_id)
    operations.take_back(entry=entry, by=actor, at=now())
    return done(request, _("Tiden er slettet igen."), reverse("own_time", args=[entry.programme_id]))


@guarded(Action.WRITE_OWN_TIME, methods=("GET", "POST"))
def own_rating(request: Request, programme_id: UUID) -> HttpResponse:
    """The competence form: how sure one feels."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    before = {item: str(sure) for item, sure in queries.my_ratings(actor, programme).items()}
    form = forms.RatingForm(request.POST or None, initial=before)

    def save(given: dict[str, Any]) -> str:
        operations.rate(
            programme=programme, membership=access.get_membership(actor, actor.membership_id),
            sure={item: int(sure) for item, sure in given.items()}, by=actor, at=now(),
        )  # fmt: skip
        return _("Tak. Din leder kan nu se, hvad I skal tale om.")

    return form_page(
        request, form=form, title=_("Hvor sikker er du?"), submit=_("Gem mine svar"),
        back=(_("Mit arbejde"), reverse("own_work")), save=save,
        intro=_("Der er ingen forkerte svar. Det, du er usikker på, taler du med din leder om bagefter."),
    )  # fmt: skip


@guarded(Action.SEE_OFFICE)
def competences(request: Request, programme_id: UUID) -> HttpResponse:
    """What many are unsure of, and whom to talk with about what."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    rows = list(queries.ratings(actor, programme)[:5000])
    told = rules.uncertainties(rules.Rated(str(row.membership_id), row.item, row.sure) for row in rows)
    talk: dict[UUID, tuple[str, list[str]]] = {}
    for row in rows:
        if row.sure <= rules.UNSURE_AT_MOST and row.sparred_on is None:
            talk.setdefault(row.membership_id, (row.membership.name, []))[1].append(str(said.ITEMS[row.item]))
    return page(
        request,
        "staff/office/competences.jinja",
        programme=programme,
        uncertain=[(said.ITEMS[one.item], one.unsure, one.answered) for one in told],
        answered=len({row.membership_id for row in rows}),
        talk=[(member_id, name, items) for member_id, (name, items) in talk.items()],
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def spar(request: Request, programme_id: UUID, membership_id: UUID) -> HttpResponse:
    """The leader has talked with an employee."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    colleague = access.get_membership(actor, membership_id)
    operations.spar(programme=programme, membership=colleague, by=actor, at=now())
    sentence = _("I har talt sammen: %(name)s.") % {"name": colleague.name}
    return done(request, sentence, reverse("competences", args=[programme.id]))


@guarded(Action.SEE_OFFICE)
def time(request: Request, programme_id: UUID) -> HttpResponse:
    """Time of the last year by code and by unit; coordination is said first."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    since = local_date(now()) - A_YEAR
    told = queries.time_by_code(actor, programme, since=since)
    may_run = may(actor.role, Action.RUN_OFFICE)
    return page(
        request,
        "staff/office/time.jinja",
        programme=programme,
        told=told,
        codes=said.TIME_CODES,
        units=_by_unit(actor, programme, since, local_date(now())),
        asks=release.asks(actor, programme) if may_run else [],  # why a colleague asks is for who answers it
        answers=ANSWERS,
        may_run=may_run,
        say_hours=said.hours,
    )


def _by_unit(actor: Actor, programme: Any, since: date, on: date) -> list[dict[str, Any]]:
    """Time and what waits side by side: a unit that is late and writes no time has none to give."""
    spent = queries.time_by_unit(actor, programme, since=since)
    waits = episodes.overdue_by_unit(actor, programme, on=on)
    agreed = release.agreed_by_unit(actor, programme, on=on)
    none = queries.UnitTime(0, 0, 0)
    rows = [
        {"name": name, "time": spent.get(name, none), "waiting": waits.get(name, (0, 0))[0],
         "late": waits.get(name, (0, 0))[1], "released": agreed.get(name, 0)}
        for name in sorted({*spent, *waits, *agreed})
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -row["late"])
