"""Who is due to be erased, who is held back, what was erased; and one who has asked for it. For data protection."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import both_ways, erase
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.erasure import operations, queries
from brobygger.registry.erasure.rules import BY_TIME, DEFAULTS, DEFAULTS_FROM, Rule, Terms, erase_from
from brobygger.registry.people.queries import PersonView, by_cpr, named, read_many, with_name_among
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.access.tabs import tabs
from brobygger.web.staff.erasing.forms import HoldForm, OneForm, TermsForm
from brobygger.web.staff.office.asking import form_page

ON_A_PAGE = 50
PRESSES = 10  # approvals of several that can be undone at once
REPORTS = 12
SIDES = {"listed": "til", "approved": "slettes", "held": "holdt"}  # status → the page's own number of the list
RULES = {
    Rule.NEVER_CONTACTED: gettext_lazy("aldrig kontaktet"),
    Rule.NO_ANSWER: gettext_lazy("har aldrig svaret"),
    Rule.DECLINED: gettext_lazy("har sagt nej tak"),
    Rule.ENDED: gettext_lazy("sluttet af en anden grund"),
    Rule.ON_REQUEST: gettext_lazy("efter anmodning"),
}
ADDRESSES = {
    "aldrig-kontaktet": Rule.NEVER_CONTACTED,
    "aldrig-svaret": Rule.NO_ANSWER,
    "nej-tak": Rule.DECLINED,
    "sluttet": Rule.ENDED,
}
WORD_OF = {rule: word for word, rule in ADDRESSES.items()}


@guarded(Action.ERASE_PERSONS)
def erasing(request: Request) -> HttpResponse:
    """Those who are due by rule, those approved, those held back, and what has been erased; or who has a name."""
    actor: Actor = request.actor
    text = " ".join(request.GET.get("navn", "").replace("\0", "").split())[:100]
    among = with_name_among(actor, text, queries.persons(actor)) if text else None
    sides = {
        status: Paginator(queries.listed(actor, status, among=among), ON_A_PAGE).get_page(request.GET.get(side))
        for status, side in SIDES.items()
    }
    lists = {status: list(found) for status, found in sides.items()}
    views = _read(actor, [one.person_id for found in lists.values() for one in found])
    named_so = {"navn": text} if text else {}
    waiting = {} if text else queries.as_listed(actor)
    return page(
        request,
        "staff/erasing/erasing.jinja",
        tabs=tabs("erasing"),
        text=text,
        due=[(WORD_OF[rule], RULES[rule], waiting[rule][0]) for rule in BY_TIME if rule in waiting],
        approvals=[] if text else _approvals(actor),
        lists={status: [(one, views.get(one.person_id)) for one in found] for status, found in lists.items()},
        sides=sides,
        further={status: "?" + urlencode({**named_so, side: ""}) for status, side in SIDES.items()},
        rule_words=RULES,
        terms=queries.terms(actor),
        defaults_from=DEFAULTS_FROM,
        reports=[] if text else _reports(actor),
    )


def _read(actor: Actor, person_ids: list[UUID]) -> dict[UUID, PersonView]:
    """Name, and the year of birth: of two with one name the right one is held back or erased."""
    only = {Fields.NAME, Fields.AGE}
    return read_many(actor, person_ids, purpose=Purpose.DATA_PROTECTION, only=only) if person_ids else {}


def _told(actor: Actor, person_id: UUID) -> str:
    view = _read(actor, [person_id]).get(person_id)
    if view is None:
        return "–"
    return f"{view.name}, {_('født')} {view.born.year}" if view.born else view.name


def _approvals(actor: Actor) -> list[dict[str, Any]]:
    return [
        {"at": at, "rule": rule, "why": RULES[Rule(rule)], "undo": _("Fortryd alle %(n)s") % {"n": number}, "n": number}
        for at, rule, number in queries.approvals(actor, most=PRESSES)
    ]


def _reports(actor: Actor) -> list[dict[str, Any]]:
    """What was erased each time, by rule and by where the episodes stood. Three queries."""
    found = list(queries.reports(actor)[:REPORTS])
    counted = queries.counts_of(actor, [one.id for one in found])
    programmes = running.by_ids(actor, {programme_id for _report, programme_id, *_rest in counted})
    return [
        {
            "report": one,
            "by_rule": [(RULES[Rule(rule)], number) for rule, number in sorted(one.by_rule.items())],
            "episodes": [
                (
                    programmes[programme_id].name if programme_id in programmes else "–",
                    words.step(step),
                    words.reason(reason) if kind == "lost" else "",
                    number,
                )
                for report_id, programme_id, kind, step, reason, number in counted
                if report_id == one.id
            ],
            "rows": sum(one.rows.values()),
        }
        for one in found
    ]


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def approve(request: Request, group: str) -> HttpResponse:
    """All who stand on the list by one rule: who they are, how many and when, and then approved."""
    actor: Actor = request.actor
    if group not in ADDRESSES:
        raise NotVisible("rule")
    rule = ADDRESSES[group]
    grace = queries.terms(actor).terms.grace
    if request.method == "POST":
        number = operations.approve(rule=rule, seen=request.POST.get("seen", ""), by=actor, at=now())
        told = _("%(who)s (%(why)s) bliver slettet om %(days)s. Indtil da kan du fortryde.")
        return done(
            request, told % {"who": _persons(number), "why": RULES[rule], "days": _days(grace)}, reverse("erasing")
        )
    number, mark = queries.as_listed(actor).get(rule, (0, ""))
    if not number:
        return HttpResponseRedirect(reverse("erasing"))
    found = Paginator(queries.listed(actor, "listed", rule=rule), ON_A_PAGE).get_page(request.GET.get("side"))
    views = _read(actor, [one.person_id for one in found])
    return page(
        request, "staff/erasing/approve.jinja", group=group, why=RULES[rule], mark=mark, persons=_persons(number),
        days=_days(grace), day=erase_from(approved_on=local_date(now()), grace=grace), side=found,
        rows=[(one, views.get(one.person_id)) for one in found],
    )  # fmt: skip


def _persons(number: int) -> str:
    return ngettext("%(count)s borger", "%(count)s borgere", number) % {"count": number}


def _days(number: int) -> str:
    return ngettext("%(n)s dag", "%(n)s dage", number) % {"n": number}


@guarded(Action.ERASE_PERSONS, methods=("POST",))
def undo_approval(request: Request) -> HttpResponse:
    """All who were approved by one press go back to the list."""
    actor: Actor = request.actor
    try:
        rule, decided_at = Rule(request.POST.get("rule", "")), datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        raise NotVisible("approval") from None
    number = operations.undo_approval(rule=rule, decided_at=decided_at, by=actor, at=now())
    told = _("Fortrudt. %(who)s står på listen igen.") % {"who": _persons(number)}
    return done(request, told, reverse("erasing"))


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def hold(request: Request, due_erasure_id: UUID) -> HttpResponse:
    """Keep one back until a day, with a reason."""
    actor: Actor = request.actor
    one = queries.one(actor, due_erasure_id)

    def save(given: dict[str, Any]) -> str:
        operations.hold(due=one, until=given["until"], why=given["why"], by=actor, at=now())
        return _("Borgeren bliver ikke slettet foreløbig.")

    return form_page(
        request, form=HoldForm(request.POST or None), submit=_("Hold tilbage"), save=save,
        title=_("Hold %(name)s tilbage") % {"name": _told(actor, one.person_id)},
        back=(_("Sletning"), reverse("erasing")),
    )  # fmt: skip


@guarded(Action.ERASE_PERSONS, methods=("POST",))
def undo(request: Request, due_erasure_id: UUID) -> HttpResponse:
    """Take an approval back, or let go of somebody who was held."""
    actor: Actor = request.actor
    one = queries.one(actor, due_erasure_id)
    if one.status == "held":
        operations.release(due=one, by=actor, at=now())
        return done(request, _("Borgeren holdes ikke længere tilbage."), reverse("erasing"))
    operations.undo(due=one, by=actor, at=now())
    told = _("Fortrudt. Borgeren står på listen igen. Hold borgeren tilbage, hvis den næste godkendelse ikke må gælde.")
    if one.rule == Rule.ON_REQUEST:
        views = read_many(actor, [one.person_id], purpose=Purpose.DATA_PROTECTION, only={Fields.NAME})
        told = _("Fortrudt. Borgeren bliver ikke slettet.")
        if one.person_id in views and views[one.person_id].never_contact:
            told = _("Fortrudt. Borgeren bliver ikke slettet, men bliver stadig ladt i fred.")
    return done(request, told, reverse("erasing"))


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def terms(request: Request) -> HttpResponse:
    """The municipality's own days."""
    actor: Actor = request.actor
    current = queries.terms(actor).terms
    first = {name: getattr(current, name) for name in ("never_contacted", "no_answer", "declined", "ended", "grace")}

    def save(given: dict[str, Any]) -> str:
        reason = given.pop("reason")
        operations.set_terms(terms=Terms(**given), reason=reason, by=actor, at=now())
        return _("Fristerne gælder fra nu. Listen bliver lavet om i nat.")

    suggested = _(
        "Forslag: %(never)s, %(silent)s, %(no)s og %(ended)s dage. Ingen lov siger et tal; beslut, hvad I har brug for."
    )
    return form_page(
        request, form=TermsForm(request.POST or None, initial=first), title=_("Frister for sletning"),
        submit=_("Gem fristerne"), back=(_("Sletning"), reverse("erasing")), save=save,
        intro=suggested
        % {
            "never": DEFAULTS.never_contacted, "silent": DEFAULTS.no_answer, "no": DEFAULTS.declined,
            "ended": DEFAULTS.ended,
        },
    )  # fmt: skip


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def on_request(request: Request) -> HttpResponse:
    """One person who has asked to be erased. Nothing is written before the very person has been seen and confirmed."""
    actor: Actor = request.actor
    form = OneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person_id = _the_one(actor, form.cleaned_data["who"])
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            if request.POST.get("person") == str(person_id):
                return done(request, _asked_for(actor, person_id, form.cleaned_data), reverse("erasing"))
            return _sure(request, form, person_id)
    return page(
        request, "staff/erasing/one.jinja", status=422 if request.method == "POST" else 200, form=form,
    )  # fmt: skip


def _sure(request: Request, form: OneForm, person_id: UUID) -> HttpResponse:
    """Who it is, and what happens: 200, because what is shown has been written in the read log and must stay there."""
    actor: Actor = request.actor
    views = _read(actor, [person_id])
    if person_id not in views:
        raise NotVisible("person")
    return page(
        request, "staff/erasing/sure.jinja", form=form, person=views[person_id], terms=queries.terms(actor).terms,
        volunteers=both_ways.is_volunteer(person_id=person_id, by=actor),
        held=queries.held(actor, person_id, on=local_date(now())),
    )  # fmt: skip


def _asked_for(actor: Actor, person_id: UUID, given: dict[str, Any]) -> str:
    erase.ask_for_one(
        person_id=person_id, why=given["why"], never_again=given["never_again"], by=actor, at=now()
    )  # fmt: skip
    views = read_many(actor, [person_id], purpose=Purpose.DATA_PROTECTION, only={Fields.NAME})
    told = _("%(name)s bliver slettet om %(days)s. Indtil da kan du fortryde.")
    return told % {"name": views[person_id].name, "days": _days(queries.terms(actor).terms.grace)}


def _the_one(actor: Actor, who: str) -> UUID:
    """The only person with this number or this whole name. Raises Refusal for none or several."""
    digits = "".join(mark for mark in who if mark.isdigit())
    found = by_cpr(actor, digits) if len(digits) == 10 else named(actor, who)
    if not found:
        raise Refusal(_("Vi finder ingen borger med hele det navn eller CPR-nummer."), field="who")
    if len(found) > 1:
        raise Refusal(_("Flere borgere hedder sådan. Skriv CPR-nummeret."), field="who")
    return found[0]
