"""Several days: somebody whose yes is needed says yes, perhaps or no to each. The page says what, when and where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.journeys import choose_day
from brobygger.registry.access.actor import Actor
from brobygger.web.shared import dates, group_words


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """Every day with three answers; what was said before is shown, and may be said again."""
    row, choice = choose_day.behind(link=link, by=holder)
    given = {f"{n}": request.POST.get(f"day-{n}", row.answers.get(str(n), "")) for n in range(len(choice.days))}
    answers = {int(n): said for n, said in given.items() if said in group_words.DAY_ANSWERS}
    without = [n for n in given if int(n) not in answers]
    if request.method == "POST" and not without:
        choose_day.say_by_link(
            link=link, answers=answers, words=request.POST.get("words", "")[:300], by=holder, at=now()
        )
        return "days"
    said = []
    for n in range(len(choice.days)):
        moment, place = choose_day.moment_of(choice, n)
        here = moment.astimezone(DENMARK)
        when = f"{dates.exact_day(here.date())} {dates.clock(here.time())}"
        said.append((n, f"{when}, {place}" if place else when, given[str(n)]))
    errors = [(f"id_day-{n}", _("Svar på dag %s.") % (int(n) + 1)) for n in without] if request.method == "POST" else []
    context = {"row": row, "choice": choice, "days": said, "errors": errors, "says": group_words}
    return render(request, "public/links/days.jinja", context, status=422 if errors else 200)
