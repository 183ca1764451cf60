"""Who receives people here: sex and year of birth, told by themselves, so that hosts can be like the members (R155)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.volunteers import operations, queries
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.registry.access import queries as access
from brobygger.registry.access.policy import Action
from brobygger.registry.access.roles import Role
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

YEAR = gettext_lazy("Skriv året med fire tal.")
BETWEEN = gettext_lazy("Skriv et år mellem 1900 og 2020.")


class HostForm(forms.Form):
    """One who receives people; both may be left empty."""

    sex = forms.ChoiceField(
        label=gettext_lazy("Køn"), choices=[("", gettext_lazy("ikke sagt")), *words.SEXES.items()], required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip
    born_year = forms.IntegerField(
        label=gettext_lazy("Født i året"), required=False, min_value=1900, max_value=2020,
        error_messages={"invalid": YEAR, "min_value": BETWEEN, "max_value": BETWEEN},
    )  # fmt: skip


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def hosts(request: Request) -> HttpResponse:
    """Leaders and hosts of one's own organisation. A leader writes for all, a host for himself or herself."""
    actor, at = request.actor, now()
    here = access.receiving_in(actor, actor.home, on=local_date(at))
    mine = [one for one in here if actor.role == Role.ASSOCIATION_LEADER or one.id == actor.membership_id]
    told = queries.wishes_of_many(actor, [one.id for one in mine])
    rows: list[tuple[Any, HostForm]] = []
    for one in mine:
        kept = told.get(one.id)
        starts = {"sex": kept.sex, "born_year": kept.born_year} if kept else {}
        rows.append((one, HostForm(request.POST or None, prefix=str(one.id), initial=starts)))
    if request.method == "POST" and all(form.is_valid() for _one, form in rows):
        for one, form in rows:
            if form.has_changed():
                operations.tell_wishes(volunteer=one, wishes=form.cleaned_data, by=actor, at=at)
        say(request, _("Tak. Det bruges kun, når en gruppe gerne vil have værter, der ligner dem selv."))
        return redirect("hosts")
    status = 422 if request.method == "POST" else 200
    return page(request, "partners/groups/hosts.jinja", status=status, rows=rows)
