"""Several days laid before everybody whose yes is needed; what they say; and the day a person chooses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import choose_day
from brobygger.pathway.orders import queries
from brobygger.pathway.orders.day_rules import waits_for
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners.groups.day_forms import DAYS, DaysForm
from brobygger.web.partners.groups.orders import own_address
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import form_page, page


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def lay(request: Request, group_id: UUID) -> HttpResponse:
    """Write the days and who has to say yes; all of them are asked at once."""
    actor, at = request.actor, now()
    group = groups.get(actor, group_id)
    known = {str(one.id): one for one in organisations.every(actor) if one.id != group.organisation_id}
    form = DaysForm(
        request.POST or None, suppliers=[(key, one.name) for key, one in known.items()], today=local_date(at),
        initial={"answer_by": local_date(at) + timedelta(days=7)} | {f"place_{n}": group.place for n in range(DAYS)},
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        asked = [(n, _facts(one, known)) for n, one in form.asked()]
        for n, one in asked:
            if not one["email"] and not one["phone"]:
                form.add_error(f"email_{n}", _("Skriv en e-mail eller et telefonnummer."))
    if form.is_valid():
        try:
            made = choose_day.lay(
                group=group, what=given["what"], wanted=form.moments(), answer_by=given["answer_by"],
                asked=[one for _n, one in asked], by=actor, at=at,
            )  # fmt: skip
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            say(request, _asked([one for _n, one in asked]))
            return redirect("day_choice", day_choice_id=made.id)
    return form_page(request, "partners/groups/lay_days.jinja", form=form, group=group)


def _asked(asked: list[dict[str, Any]]) -> str:
    """Who has been asked by letter, and whom one has to ring."""
    rung = [one["name"] for one in asked if not one["email"]]
    if not rung:
        return _("Alle er spurgt. Her kan I følge, hvad de svarer.")
    names = ", ".join(rung)
    if len(rung) == len(asked):
        return _("Dagene er skrevet ned. Ring til %(names)s: de har ingen e-mail.") % {"names": names}
    return _("De andre er spurgt. Ring til %(names)s: de har ingen e-mail.") % {"names": names}


def _facts(given: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    supplier = known.get(given.pop("supplier"))
    return {**given, "supplier": supplier} | ({} if supplier is None else own_address(given, supplier))


@guarded(Action.MANAGE_GROUPS)
def choice(request: Request, day_choice_id: UUID) -> HttpResponse:
    """What everybody says to each day, who is missing, and the day that suits best."""
    return _page(request, request.actor, day_choice_id)


def _page(
    request: Request,
    actor: Actor,
    day_choice_id: UUID,
    wrong: tuple[UUID, str] | None = None,
    unsure: int | None = None,
) -> HttpResponse:
    """wrong: what is wrong with an answer typed in. unsure: the day that was pressed though nobody has said yes."""
    found, asked = queries.day_choice(actor, day_choice_id)
    stand, best = choose_day.told(found, asked)
    moments = [choose_day.moment_of(found, number) for number in range(len(found.days))]
    return page(
        request, "partners/groups/day_choice.jinja", status=422 if wrong or unsure is not None else 200, choice=found,
        asked=asked, stand=stand, moments=moments, best=best, missing=waits_for(queries.as_said(asked), len(moments)),
        says=group_words, ahead=[moment > now() for moment, _place in moments], wrong=wrong,
        unsure=unsure,
    )  # fmt: skip


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def settle(request: Request, day_choice_id: UUID) -> HttpResponse:
    """The day is chosen, or it comes to nothing."""
    actor, at = request.actor, now()
    found, asked = queries.day_choice(actor, day_choice_id)
    if request.POST.get("number") == "none":
        choose_day.put_away(choice=found, by=actor, at=at)
        say(request, _("Det er lagt væk, og alle får besked."))
        return redirect("group", group_id=found.group_id)
    number = whole(request.POST.get("number", ""))
    if number is None:
        raise Refusal(_("Vælg en af dagene."))
    stand, _best = choose_day.told(found, asked)
    unsure = found.status == "open" and number in {day.number for day in stand if not day.yes}
    if unsure and request.POST.get("anyway") != "1":
        return _page(request, actor, day_choice_id, unsure=number)
    session = choose_day.settle(choice=found, number=number, by=actor, at=at)
    say(request, _("Dagen er valgt og står i kalenderen. Alle får besked."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def type_in(request: Request, day_answer_id: UUID) -> HttpResponse:
    """What somebody said on the telephone."""
    actor = request.actor
    row = queries.day_answer(actor, day_answer_id)
    answers = answers_in(request.POST, len(row.choice.days))
    if not answers:
        return _page(request, actor, row.choice_id, (row.id, _("Sæt et kryds ud for mindst en af dagene.")))
    choose_day.say(row=row, answers=answers, words=request.POST.get("words", ""), how="phone", by=actor, at=now())
    say(request, _("Svaret er skrevet ned."))
    return redirect("day_choice", day_choice_id=row.choice_id)


def answers_in(posted: Any, many: int) -> dict[int, str]:
    """What was said to each day; what was never an answer is left out."""
    given = {number: posted.get(f"day-{number}", "") for number in range(many)}
    return {number: said for number, said in given.items() if said in group_words.DAY_ANSWERS}
