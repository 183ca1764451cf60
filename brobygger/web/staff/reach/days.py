"""The year's national days: when they are, what to prepare, and one press that makes it tasks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.communities.reach.rules import coming, steps_in_order
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import reach_out
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

DAYS = {
    "shared_meals": gettext_lazy("Danmark spiser sammen, uge 17"),
    "volunteers_friday": gettext_lazy("Frivillig fredag"),
    "older_people": gettext_lazy("De ældres dag"),
    "volunteers_day": gettext_lazy("De frivilliges dag"),
    "christmas_eve": gettext_lazy("Juleaften sammen"),
}
STEPS = {
    "place": gettext_lazy("Find et sted, og aftal det"),
    "hosts": gettext_lazy("Find værter og nogen til at lave mad"),
    "invite": gettext_lazy("Inviter, også dem, der sjældent kommer ud"),
    "paper": gettext_lazy("Hæng plakater op, og giv den lokale avis besked"),
    "rides": gettext_lazy("Aftal, hvem der henter hvem"),
}


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def days(request: Request) -> HttpResponse:
    """The days ahead; a press on «Vi er med» makes each thing to prepare a task by its day."""
    actor, today = request.actor, local_date(now())
    ahead = coming(today)
    if request.method == "POST":
        asked = request.POST.get("day", "")
        day = next((one for one in ahead if f"{one.code}:{one.first}" == asked), None)
        if day is None:
            raise NotVisible("day")
        steps = {code: str(label) for code, label in STEPS.items()}
        made = reach_out.take_part(day=day, name=str(DAYS[day.code]), steps=steps, by=actor, at=now())
        told = ngettext("%(n)s opgave er lagt i Min dag.", "%(n)s opgaver er lagt i Min dag.", made) % {"n": made}
        say(request, told if made else _("Opgaverne er der allerede."))
        return redirect("national_days")
    taken = reach_out.taken_part(actor)
    rows = [
        (one, DAYS[one.code], [(due if due >= today else None, STEPS[step.code]) for due, step in steps_in_order(one)],
         f"{one.code}:{one.first}", f"{one.code}:{one.first}" in taken)
        for one in ahead
    ]  # fmt: skip
    return page(request, "staff/reach/days.jinja", rows=rows)
