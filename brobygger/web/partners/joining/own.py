"""A volunteer's own page; and the answer to a worry that a volunteer has said."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.volunteers import joining, upkeep
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import answer_worry, care_for_volunteers, come_home
from brobygger.pathway.followup import queries as tasks
from brobygger.registry.access import queries as access
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.partners.at_home.forms import KINDS
from brobygger.web.partners.joining import saying
from brobygger.web.partners.joining.forms import AnswerForm, ExpenseForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.OWN_VOLUNTEERING)
def own(request: Request) -> HttpResponse:
    """What comes, what was driven, whom to call, and thanks."""
    return _page(request, ExpenseForm(initial={"on": local_date(now())}))


def _page(request: Request, form: ExpenseForm) -> HttpResponse:
    actor, at = request.actor, now()
    demands = joining.demands_of(actor.home)
    return page(
        request,
        "partners/joining/own.jinja",
        status=422 if form.is_bound else 200,
        form=form,
        invited=upkeep.my_gatherings(actor, after=at),
        expenses=upkeep.my_expenses(actor),
        contact=care_for_volunteers.person_to_call(by=actor, at=at),
        results=care_for_volunteers.results(by=actor, at=at, own=True),
        demands=demands,
        saying=saying,
        home=come_home.mine(by=actor),
        kinds=KINDS,
    )


@guarded(Action.OWN_VOLUNTEERING, methods=("POST",))
def promise(request: Request, gathering_id: UUID) -> HttpResponse:
    """Yes or no to a gathering."""
    actor = request.actor
    mine = {one.gathering_id: one.gathering for one in upkeep.my_gatherings(actor, after=now())}
    found = mine.get(gathering_id)
    if found is None:
        raise NotVisible("gathering")
    promised = request.POST.get("promised") == "yes"
    upkeep.promise_gathering(gathering=found, promised=promised, by=actor, at=now())
    say(request, _("Godt, vi ses.") if promised else _("Tak, fordi du siger til."))
    return redirect("own_volunteering")


@guarded(Action.OWN_VOLUNTEERING, methods=("POST",))
def expense(request: Request) -> HttpResponse:
    """Tell what was driven or laid out."""
    actor = request.actor
    form = ExpenseForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        oere = int(given["kroner"] * Decimal(100)) if given["kroner"] else None
        try:
            upkeep.lay_out(
                volunteer=access.get_membership(actor, actor.membership_id), on=given["on"], km=given["km"] or None,
                oere=oere, what=given["what"], by=actor, at=now(),
            )  # fmt: skip
            say(request, _("Det er sendt til foreningen."))
            return redirect("own_volunteering")
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
    return _page(request, form)


@guarded(Action.ANSWER_WORRY, methods=("GET", "POST"))
def answer(request: Request, task_id: UUID) -> HttpResponse:
    """Answer somebody who is worried. They read these words; the rest of the record they do not see."""
    actor = request.actor
    task = tasks.get(actor, task_id)
    if task.kind not in ("answer_worry", "worry_unanswered"):
        return redirect("task", task_id=task.id)
    worry = answer_worry.worry_behind(task)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        answer_worry.answer(task=task, words=form.cleaned_data["words"], by=actor, at=now())
        say(request, _("%(name)s får besked om dit svar.") % {"name": worry.sent_by_name})
        return redirect("my_day")
    assert task.person_id is not None  # a worry is about somebody; worry_behind has refused another task
    person = people.read(actor, task.person_id, purpose=Purpose.FOLLOW_UP, only={Fields.NAME})
    return page(
        request, "partners/joining/answer.jinja", status=422 if form.is_bound else 200, form=form, task=task,
        worry=worry, person=person,
    )  # fmt: skip
