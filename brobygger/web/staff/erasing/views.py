"""Who is due to be erased, who is held back, what was erased; and one who has asked for it. For data protection."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import both_ways, erase
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.erasure import operations, queries
from brobygger.registry.erasure.rules import BY_TIME, DEFAULTS, DEFAULTS_FROM, Rule, Terms
from brobygger.registry.people.queries import by_cpr, named, read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.access.tabs import tabs
from brobygger.web.staff.erasing.forms import HoldForm, OneForm, TermsForm
from brobygger.web.staff.office.asking import form_page

SHOWN = 50  # of each list; the counts are of all
REPORTS = 12
RULES = {
    Rule.NEVER_CONTACTED: gettext_lazy("aldrig kontaktet"),
    Rule.NO_ANSWER: gettext_lazy("har aldrig svaret"),
    Rule.DECLINED: gettext_lazy("har sagt nej tak"),
    Rule.ENDED: gettext_lazy("sluttet af en anden grund"),
    Rule.ON_REQUEST: gettext_lazy("efter anmodning"),
}


@guarded(Action.ERASE_PERSONS)
def erasing(request: Request) -> HttpResponse:
    """Those who are due by rule, those approved, those held back, and what has been erased."""
    actor: Actor = request.actor
    lists = {status: list(queries.listed(actor, status)[:SHOWN]) for status in ("listed", "approved", "held")}
    counts, waiting = queries.by_status(actor), queries.as_listed(actor)
    persons = [one.person_id for found in lists.values() for one in found]
    views = read_many(actor, persons, purpose=Purpose.DATA_PROTECTION, only={Fields.NAME}) if persons else {}
    return page(
        request,
        "staff/erasing/erasing.jinja",
        tabs=tabs("erasing"),
        due=[(rule, RULES[rule], *waiting[rule]) for rule in BY_TIME if rule in waiting],
        lists={status: [(one, views.get(one.person_id)) for one in found] for status, found in lists.items()},
        totals=_by_status(counts),
        rule_words=RULES,
        terms=queries.terms(actor),
        defaults_from=DEFAULTS_FROM,
        reports=_reports(actor),
        shown=SHOWN,
    )


def _by_status(counts: dict[tuple[str, str], int]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for (status, _rule), number in counts.items():
        totals[status] += number
    return totals


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


@guarded(Action.ERASE_PERSONS, methods=("POST",))
def approve(request: Request) -> HttpResponse:
    """All who stand on the list by one rule."""
    actor: Actor = request.actor
    rule = request.POST.get("rule", "")
    if rule not in {one.value for one in BY_TIME}:
        raise NotVisible("rule")
    number = operations.approve(rule=Rule(rule), seen=request.POST.get("seen", ""), by=actor, at=now())
    days = queries.terms(actor).terms.grace
    told = _("%(number)s borgere bliver slettet om %(days)s dage. Indtil da kan du fortryde.")
    return done(request, told % {"number": number, "days": days}, reverse("erasing"))


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def hold(request: Request, due_erasure_id: UUID) -> HttpResponse:
    """Keep one back until a day, with a reason."""
    actor: Actor = request.actor
    one = queries.one(actor, due_erasure_id)
    views = read_many(actor, [one.person_id], purpose=Purpose.DATA_PROTECTION, only={Fields.NAME})

    def save(given: dict[str, Any]) -> str:
        operations.hold(due=one, until=given["until"], why=given["why"], by=actor, at=now())
        return _("Borgeren bliver ikke slettet foreløbig.")

    return form_page(
        request, form=HoldForm(request.POST or None), submit=_("Hold tilbage"), save=save,
        title=_("Hold %(name)s tilbage") % {"name": views[one.person_id].name if one.person_id in views else "–"},
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
    views = read_many(actor, [person_id], purpose=Purpose.DATA_PROTECTION, only={Fields.NAME, Fields.AGE})
    if person_id not in views:
        raise NotVisible("person")
    return page(
        request, "staff/erasing/sure.jinja", form=form, person=views[person_id], terms=queries.terms(actor).terms,
        volunteers=both_ways.is_volunteer(person_id=person_id, by=actor),
    )  # fmt: skip


def _asked_for(actor: Actor, person_id: UUID, given: dict[str, Any]) -> str:
    erase.ask_for_one(
        person_id=person_id, why=given["why"], never_again=given["never_again"], by=actor, at=now()
    )  # fmt: skip
    views = read_many(actor, [person_id], purpose=Purpose.DATA_PROTECTION, only={Fields.NAME})
    told = _("%(name)s bliver slettet om %(days)s dage. Indtil da kan du fortryde.")
    return told % {"name": views[person_id].name, "days": queries.terms(actor).terms.grace}


def _the_one(actor: Actor, who: str) -> UUID:
    """The only person with this number or this whole name. Raises Refusal for none or several."""
    digits = "".join(mark for mark in who if mark.isdigit())
    found = by_cpr(actor, digits) if len(digits) == 10 else named(actor, who)
    if not found:
        raise Refusal(_("Vi finder ingen borger med hele det navn eller CPR-nummer."), field="who")
    if len(found) > 1:
        raise Refusal(_("Flere borgere hedder sådan. Skriv CPR-nummeret."), field="who")
    return found[0]
