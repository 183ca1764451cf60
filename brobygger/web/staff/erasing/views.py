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
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import erase
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.erasure import operations, queries
from brobygger.registry.erasure.rules import BY_TIME, DEFAULTS, DEFAULTS_FROM, Rule, Terms
from brobygger.registry.people.queries import by_cpr, read_many, search
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
    Rule.ON_REQUEST: gettext_lazy("efter anmodning"),
}


@guarded(Action.ERASE_PERSONS)
def erasing(request: Request) -> HttpResponse:
    """Those who are due by rule, those approved, those held back, and what has been erased."""
    actor: Actor = request.actor
    lists = {status: list(queries.listed(actor, status)[:SHOWN]) for status in ("listed", "approved", "held")}
    counts = queries.by_status(actor)
    persons = [one.person_id for found in lists.values() for one in found]
    views = read_many(actor, persons, purpose=Purpose.DATA_PROTECTION, only={Fields.NAME}) if persons else {}
    return page(
        request,
        "staff/erasing/erasing.jinja",
        tabs=tabs("erasing"),
        due=[(rule, RULES[rule], counts.get(("listed", rule), 0)) for rule in BY_TIME if ("listed", rule) in counts],
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
    rule, seen = request.POST.get("rule", ""), whole(request.POST.get("seen", ""))
    if rule not in {one.value for one in BY_TIME} or seen is None:
        raise NotVisible("rule")
    number = operations.approve(rule=Rule(rule), seen=seen, by=actor, at=now())
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
    return done(request, _("Fortrudt. Borgeren bliver ikke slettet."), reverse("erasing"))


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def terms(request: Request) -> HttpResponse:
    """The municipality's own days."""
    actor: Actor = request.actor
    current = queries.terms(actor).terms
    first = {name: getattr(current, name) for name in ("never_contacted", "no_answer", "declined", "grace")}

    def save(given: dict[str, Any]) -> str:
        reason = given.pop("reason")
        operations.set_terms(terms=Terms(**given), reason=reason, by=actor, at=now())
        return _("Fristerne gælder fra nu. Listen bliver lavet om i nat.")

    suggested = _("Forslag: %(never)s, %(silent)s og %(no)s dage. Ingen lov siger et tal; beslut, hvad I har brug for.")
    return form_page(
        request, form=TermsForm(request.POST or None, initial=first), title=_("Frister for sletning"),
        submit=_("Gem fristerne"), back=(_("Sletning"), reverse("erasing")), save=save,
        intro=suggested
        % {"never": DEFAULTS.never_contacted, "silent": DEFAULTS.no_answer, "no": DEFAULTS.declined},
    )  # fmt: skip


@guarded(Action.ERASE_PERSONS, methods=("GET", "POST"))
def on_request(request: Request) -> HttpResponse:
    """One person who has asked to be erased."""
    actor: Actor = request.actor

    def save(given: dict[str, Any]) -> str:
        due = erase.ask_for_one(
            person_id=_the_one(actor, given["who"]), why=given["why"], never_again=given["never_again"], by=actor,
            at=now(),
        )  # fmt: skip
        days = queries.terms(actor).terms.grace
        views = read_many(actor, [due.person_id], purpose=Purpose.DATA_PROTECTION, only={Fields.NAME})
        told = _("%(name)s bliver slettet om %(days)s dage. Indtil da kan du fortryde.")
        return told % {"name": views[due.person_id].name, "days": days}

    return form_page(
        request, form=OneForm(request.POST or None), title=_("Slet en borger"), submit=_("Slet borgeren"),
        back=(_("Sletning"), reverse("erasing")), save=save,
        intro=_("Alt om borgeren bliver slettet: forløb, samtykker, målinger og breve. Det kan ikke fås tilbage."),
    )  # fmt: skip


def _the_one(actor: Actor, who: str) -> UUID:
    """The only person with this number or name. Raises Refusal for none or several."""
    digits = "".join(mark for mark in who if mark.isdigit())
    found = by_cpr(actor, digits) if len(digits) == 10 else search(actor, who, limit=2)
    if not found:
        raise Refusal(_("Vi finder ingen borger. Skriv efternavnet først, eller CPR-nummeret."), field="who")
    if len(found) > 1:
        raise Refusal(_("Flere borgere passer. Skriv hele navnet eller CPR-nummeret."), field="who")
    return found[0]
