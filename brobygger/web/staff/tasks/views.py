"""Doing a task, undoing that, and taking over a colleague's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import follow
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup import queries as tasks
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.tasks.cards import card_of, named_in
from brobygger.web.staff.tasks.forms import DoneForm

SHOWN = frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS})


@guarded(Action.DO_TASK)
def task(request: Request, task_id: UUID) -> HttpResponse:
    """One task: whom it is about, why it is there, and how it went."""
    return _shown(request, task_id, DoneForm(initial={"outcome": "done"}))


@guarded(Action.DO_TASK, methods=("POST",))
def done(request: Request, task_id: UUID) -> HttpResponse:
    """The task is done. The next page says so and carries the undo."""
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _shown(request, task_id, form, status=422)
    actor = request.actor
    found = tasks.get(actor, task_id)
    if found.kind == "handle_tip" and tasks.may_do(actor.role, found.kind):
        # It is closed by what happens to the message; closed alone, the message would wait for nobody.
        raise Refusal(_("Læs beskeden, og tag den op eller luk den. Så er opgaven klaret."))
    follow.done(
        task=found, outcome=form.cleaned_data["outcome"], note=form.cleaned_data["note"].strip(), by=actor, at=now()
    )
    say(request, _("Opgaven er klaret."), undo_url=reverse("task_reopen", args=[task_id]))
    return HttpResponseRedirect(_back(request))


@guarded(Action.DO_TASK, methods=("POST",))
def reopen(request: Request, task_id: UUID) -> HttpResponse:
    """Undo: the task stands open again, for the one who closed it."""
    actor = request.actor
    opened = followup.reopen(task=tasks.get(actor, task_id), by=actor, at=now())
    if opened.status == "open":
        say(request, _("Opgaven er åben igen."))
    else:
        say(request, _("Opgaven kan ikke åbnes igen herfra. Spørg den, der lukkede den."), kind="warning")
    return HttpResponseRedirect(_back(request))


@guarded(Action.DO_TASK, methods=("POST",))
def take_over(request: Request, task_id: UUID) -> HttpResponse:
    """The task is mine now."""
    actor = request.actor
    followup.take_over(task=tasks.get(actor, task_id), by=actor, at=now())
    say(request, _("Opgaven er nu din."))
    return HttpResponseRedirect(reverse("task", args=[task_id]))


def _shown(request: Request, task_id: UUID, form: DoneForm, *, status: int = 200) -> HttpResponse:
    actor = request.actor
    found = tasks.get(actor, task_id)
    seen: dict[UUID, Any] = {}
    if found.person_id:
        seen = people.read_many(actor, [found.person_id], purpose=Purpose.FOLLOW_UP, only=SHOWN)
    person = seen.get(found.person_id) if found.person_id else None
    return page(
        request,
        "staff/tasks/task.jinja",
        status=status,
        card=card_of(found, person, role=actor.role, today=local_date(now())),
        worry=_worry(actor, found),
        form=form,
        mine=found.owner_user_id == actor.user_id,
        taken_by=follow.takers([found.owner_user_id], by=actor).get(found.owner_user_id, ""),
    )


def _worry(actor: Any, found: Any) -> Any:
    """The words of the worry that a task is to answer; None for other tasks and for those who may not see it."""
    worry_id = named_in(found.key, "worry")
    return detection.tips_by_ids(actor, [worry_id]).get(worry_id) if worry_id else None


def _back(request: Request) -> str:
    """Where the reader came from, when the form says so and it is a page of ours; else *Min dag*."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else reverse("my_day")
