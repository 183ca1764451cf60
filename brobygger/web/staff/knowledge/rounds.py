"""How the rounds of a programme stand, and the days it stood still."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import ask_by_link
from brobygger.pathway.measurement import operations
from brobygger.pathway.measurement import rounds_queries as queries
from brobygger.pathway.measurement.rounds_queries import MOST_TO_TAKE
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.instruments.load import UnknownInstrument, load
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import forms, said, sending
from brobygger.web.staff.office.asking import form_page


@guarded(Action.SEE_REPORT)
def rounds(request: Request, programme_id: UUID) -> HttpResponse:
    """Every round with those taken, still open, overdue and missing; how they were asked; and what was closed."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    found = queries.rounds(actor, programme, today=today)
    waiting = queries.to_take(actor, programme, today=today) if may(actor.role, Action.MEASURE) else []
    asked = ask_by_link.to_ask(programme=programme, by=actor, at=now(), most=MOST_TO_TAKE) if waiting else []
    wanted = {one.person_id for one in waiting}
    names = read_many(actor, wanted, purpose=Purpose.FOLLOW_UP, only={Fields.NAME}) if wanted else {}
    first = {one.first.id: one for one in asked}
    return page(
        request,
        "staff/knowledge/rounds.jinja",
        programme=programme,
        to_send=sending.summary(asked),
        can_send=any(not one.why and one.link is None for one in asked),
        ways=sending.WAYS,
        why_call=sending.WHY_CALL,
        rounds=[(said.round_name(one.round), _title(one.instrument), one) for one in found],
        waiting=[
            (one, names[one.person_id].name, _title(one.instrument), one.due < today, first.get(one.id))
            for one in waiting
            if one.person_id in names
        ],
        late=sum(one.overdue for one in found),
        missing=sum(one.missing for one in found),
        touched=sum(one.touched for one in found),
        modes=[
            (
                str(words.TAKEN_BY.get(one.mode, _("ikke oplyst"))),
                one.language or _("dansk"),
                str(words.ANSWERED_BY.get(one.answered_by or "person", "")),
                one.taken,
            )
            for one in queries.modes(actor, programme)
        ],
        closures=list(queries.closures(actor, programme)[:50]),
        may_close=may(actor.role, Action.SAVE_REPORT),
    )


@guarded(Action.SAVE_REPORT, methods=("GET", "POST"))
def new_closure(request: Request, programme_id: UUID) -> HttpResponse:
    """Write down that the programme stood still."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    form = forms.ClosureForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.close(programme=programme, by=actor, at=now(), **given)
        return _("Lukningen er skrevet ned. Målingerne fra de dage er mærket.")

    return form_page(
        request, form=form, title=_("Indsatsen stod stille"), submit=_("Gem"), save=save,
        back=(_("Målinger"), reverse("rounds", args=[programme_id])),
        intro=_("Målinger, der skulle tages eller blev taget i de dage, bliver mærket. De tæller stadig med."),
    )  # fmt: skip


def _title(instrument: str) -> str:
    try:
        return load(instrument).title.in_language(language())
    except UnknownInstrument:
        return instrument
