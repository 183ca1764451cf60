"""Volunteers' kilometres and expenses: approved, and sent to payment as one file."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.volunteers import upkeep
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.registry.access.policy import Action
from brobygger.web.partners.joining import saying
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.RECEIVE_VOLUNTEERS)
def expenses(request: Request) -> HttpResponse:
    """What waits for a yes, what is approved, and what has been sent to payment."""
    actor = request.actor
    approved = upkeep.expenses(actor, status="approved")
    return page(
        request,
        "partners/joining/expenses.jinja",
        told=upkeep.expenses(actor, status="told"),
        approved=approved,
        total=sum(one.oere for one in approved),
        payments=upkeep.payments(actor),
        saying=saying,
        me=actor.user_id,
    )


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("POST",))
def decide(request: Request, expense_id: UUID) -> HttpResponse:
    """Yes or no to one expense."""
    actor = request.actor
    approved = request.POST.get("decision") == "yes"
    upkeep.decide(expense=upkeep.get_expense(actor, expense_id), approved=approved, by=actor, at=now())
    say(request, _("Udgiften er godkendt.") if approved else _("Udgiften er ikke godkendt."))
    return redirect("expenses")


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("POST",))
def pay(request: Request) -> HttpResponse:
    """Send everything approved to payment, once."""
    paid = len(upkeep.pay(by=request.actor, at=now()))
    text = ngettext(
        "%(n)s udgift er sendt til udbetaling. Hent filen.", "%(n)s udgifter er sendt til udbetaling. Hent filen.", paid
    )
    say(request, text % {"n": paid})
    return redirect("expenses")


@guarded(Action.RECEIVE_VOLUNTEERS)
def paid_csv(request: Request) -> HttpResponse:
    """What went to payment together, as a spreadsheet opens it. ?nr: which, the newest first."""
    moments = upkeep.payments(request.actor)
    place = whole(request.GET.get("nr", ""), most_digits=3) or 0
    if moments and place >= len(moments):
        raise Http404
    text = _lines(request, moments[place]) if moments else "\ufeff"
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="udbetaling.csv"'
    return response


def _lines(request: Request, moment: datetime) -> str:
    """One line for each expense. Text never begins a formula (security.md)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_("Forening"), _("Frivillig"), _("Dag"), _("Hvad"), _("Kilometer"), _("Kroner")])
    for one in upkeep.paid_at(request.actor, moment):
        km = str(one.km).replace(".", ",") if one.km is not None else ""
        row = [one.organisation.name, one.volunteer.name, one.on.isoformat(), one.what, km, _kroner(one.oere)]
        writer.writerow([f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value for value in row])
    return "\ufeff" + text.getvalue()


def _kroner(oere: int) -> str:
    return f"{oere // 100},{oere % 100:02}"
