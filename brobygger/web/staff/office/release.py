"""Released time: asked for under «Mit arbejde», answered by the manager with a reason (R322)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import release, rules
from brobygger.registry.access import queries as access
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields, said
from brobygger.web.staff.office.asking import form_page

MOST_HOURS = rules.MOST_RELEASED // 60
ANSWERS = {
    "yes": gettext_lazy("ja"),
    "part": gettext_lazy("ja til noget af det"),
    "no": gettext_lazy("nej"),
}


class ReleaseForm(forms.Form):
    """How much, for whom, and why."""

    hours = fields.number(
        gettext_lazy("Hvor mange timer om ugen er der brug for i alt?"), least=1, most=MOST_HOURS,
        help_text=gettext_lazy("Også dem, der er aftalt i forvejen."),
    )  # fmt: skip
    whole_unit = fields.yes(gettext_lazy("Det er til enheden under ét og ikke til mig selv"))
    why = fields.text(
        gettext_lazy("Hvad skal tiden bruges til?"), most=500, lines=3,
        help_text=gettext_lazy("Ingen navne på borgere."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The manager's answer."""

    answer = fields.choice(gettext_lazy("Hvad er svaret?"), list(ANSWERS.items()), radio=True)
    given = fields.number(
        gettext_lazy("Hvor mange timer om ugen bliver det?"), least=1, most=MOST_HOURS, required=False,
        help_text=gettext_lazy("Kun ved ja til noget af det."),
    )  # fmt: skip
    from_on = fields.day(gettext_lazy("Fra hvilken dag?"))
    reason = fields.text(gettext_lazy("Hvorfor?"), most=500, lines=3)


@guarded(Action.WRITE_OWN_TIME, methods=("GET", "POST"))
def own_release(request: Request, programme_id: UUID) -> HttpResponse:
    """Ask for more, and read the answers one has had."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    form = ReleaseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            release.ask(
                programme=programme, membership=access.get_membership(actor, actor.membership_id), why=given["why"],
                whole_unit=given["whole_unit"], minutes=given["hours"] * 60, by=actor, at=now(),
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.field not in form.fields:
                raise
            form.add_error(refusal.field, str(refusal.message))
        else:
            here = reverse("own_release", args=[programme.id])
            return done(request, _("Lederen af indsatsen kan nu svare. Svaret kommer her."), here)
    return page(
        request, "staff/office/own_release.jinja", programme=programme, form=form,
        asks=release.mine(actor, programme), answers=ANSWERS, say_hours=said.hours, status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def answer(request: Request, release_ask_id: UUID) -> HttpResponse:
    """Yes, yes to a part, or no."""
    actor = request.actor
    asked = release.one(actor, release_ask_id)
    first = {"from_on": asked.from_on or local_date(now()), "answer": asked.answer, "reason": asked.reason}
    form = AnswerForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        hours = given.pop("given")
        release.answer(ask=asked, given=hours * 60 if hours else None, by=actor, at=now(), **given)
        return _("%(name)s kan nu læse svaret.") % {"name": asked.membership.name}

    whom = asked.unit.name if asked.whole_unit else asked.membership.name
    return form_page(
        request, form=form, title=_("Fritaget tid: %(whom)s") % {"whom": whom}, submit=_("Gem svaret"), save=save,
        back=(_("Tid"), reverse("time", args=[asked.programme_id])),
        intro=_("Der er bedt om %(hours)s om ugen: %(why)s") % {"hours": said.hours(asked.minutes), "why": asked.why},
    )  # fmt: skip
