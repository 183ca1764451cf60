"""“Jeg er væk”: which days, and who is asked meanwhile. What would have come to me goes there by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import stand_in
from brobygger.registry.access.policy import Action
from brobygger.registry.away import operations
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


def _day(label: Any) -> DayField:
    errors = {"required": gettext_lazy("Vælg en dag."), "invalid": gettext_lazy("Vælg en dag.")}
    return DayField(label=label, limited=False, widget=forms.DateInput(attrs={"type": "date"}), error_messages=errors)


class AwayForm(forms.Form):
    """Days, and a colleague."""

    first = _day(gettext_lazy("Første dag"))
    last = _day(gettext_lazy("Sidste dag"))
    deputy = forms.ChoiceField(
        label=gettext_lazy("Hvem træder til?"), required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], always: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = _("%(name)s, din faste stedfortræder") % {"name": always}
        none = ("", standing if always else _("den, der er der"))
        choose_among(self, "deputy", [none, *colleagues])


@guarded(Action.HANDLE_TIP, methods=("GET", "POST"))
def away(request: Request) -> HttpResponse:
    """My days away, and some more."""
    actor, today = request.actor, local_date(now())
    others = [(str(key), name) for key, name in stand_in.colleagues(actor, on=today).items()]
    form = AwayForm(request.POST or None, colleagues=others, always=stand_in.standing(actor, on=today))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        deputy = UUID(told["deputy"]) if told["deputy"] else None
        try:
            stand_in.be_away(first=told["first"], last=told["last"], deputy=deputy, by=actor, at=now())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            say(request, _("Det er skrevet ned. Nye beskeder går til en anden imens."))
            return redirect("away")
    mine = stand_in.of_mine(actor, on=today)
    return page(request, "staff/away/away.jinja", status=422 if form.is_bound else 200, form=form, mine=mine)


@guarded(Action.HANDLE_TIP, methods=("POST",))
def come_back(request: Request, away_id: UUID) -> HttpResponse:
    """There after all."""
    operations.come_back(away_id=away_id, by=request.actor, at=now())
    say(request, _("Velkommen tilbage. Nye beskeder kommer til dig igen."))
    return redirect("away")
