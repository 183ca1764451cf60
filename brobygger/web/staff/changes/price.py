"""A new price: which offers it concerns, from which day, and that those who take part are told (R209)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.communities.upkeep import prices
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation.recipe_text import said
from brobygger.journeys import new_price
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.changes.dated import DAY

MOST = 100


class PriceForm(forms.Form):
    """A price, the offers it concerns, and the day."""

    price = forms.ChoiceField(
        label=gettext_lazy("Hvilken pris?"), choices=[], widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg et af svarene."),
                        "invalid_choice": gettext_lazy("Vælg et af svarene.")},
    )  # fmt: skip
    offers = forms.MultipleChoiceField(
        label=gettext_lazy("Hvilke tilbud skal koste det?"), choices=[], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Vælg mindst ét tilbud."),
                        "invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip
    from_day = DayField(
        label=gettext_lazy("Fra hvilken dag?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY, help_text=gettext_lazy("Mindst to uger ude, så alle kan nå at høre det."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, prices: Sequence[tuple[str, str]], offers: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "price", prices)
        choose_among(self, "offers", offers)


@guarded(Action.CHANGE_PROGRAMME, methods=("GET", "POST"))
def price(request: Request, programme_id: UUID) -> HttpResponse:
    """The recipe's price, the offers it concerns, and what has been said yes to."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    recipe = running.recipe_of(programme)
    found = new_price.concerned(actor, programme)[:MOST]
    ahead = [one for one in prices.ahead(actor)[:MOST] if one.programme_id == programme.id]
    waiting = {one.offer_id for one in ahead}
    amounts = new_price.prices_of(recipe)
    free = {
        str(one.offer.id): one.offer
        for one in found
        if one.may_change
        and one.offer.id not in waiting
        and {kroner for _at, kroner in amounts} - {one.offer.price_dkk}
    }
    today = local_date(now())
    form = PriceForm(
        request.POST or None,
        initial={"from_day": today + 2 * new_price.GOOD_TIME, "price": str(amounts[0][1]) if amounts else ""},
        prices=list({str(kroner): _named(recipe, place, kroner) for place, kroner in amounts}.items()),
        offers=[(str(one.offer.id), _told(one)) for one in found if str(one.offer.id) in free],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = new_price.say_yes(
                programme=programme, offers=[free[one] for one in given["offers"]], price_dkk=int(given["price"]),
                from_day=given["from_day"], by=actor, at=now(),
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.field not in form.fields:
                raise
            form.add_error(refusal.field, str(refusal.message))
        else:
            sentence = ngettext(
                "Prisen skifter den dag. %(n)s har fået besked.", "Prisen skifter den dag. %(n)s har fået besked.", told
            )
            return done(request, sentence % {"n": told}, reverse("change_price", args=[programme.id]))
    example = (
        new_price.words_of(price_dkk=amounts[0][1], from_day=today + 2 * new_price.GOOD_TIME, before=None)
        if amounts
        else ""
    )
    return page(
        request, "staff/changes/price.jinja", status=422 if request.method == "POST" else 200, programme=programme,
        form=form, ahead=ahead, free=bool(free), amounts=amounts, example=example,
        others=[one for one in found if not one.may_change],
    )  # fmt: skip


@guarded(Action.CHANGE_PROGRAMME, methods=("POST",))
def take_back(request: Request, planned_price_id: UUID) -> HttpResponse:
    """The price stays after all, and those who take part hear it."""
    actor = request.actor
    planned = prices.planned(actor, planned_price_id)
    running.get_to_change(actor, planned.programme_id)
    told = new_price.take_back(planned=planned, by=actor, at=now())
    sentence = ngettext("Prisen bliver. %(n)s har fået besked.", "Prisen bliver. %(n)s har fået besked.", told)
    return done(request, sentence % {"n": told}, reverse("change_price", args=[planned.programme_id]))


def _named(recipe: Recipe, place: int, kroner: int) -> str:
    return f"{said(recipe.activities[place].title, language())}: {_amount(kroner)}"


def _amount(kroner: int | None) -> str:
    if kroner is None:
        return _("ingen pris skrevet")
    return _("%(n)s kr.") % {"n": kroner} if kroner else _("gratis")


def _told(one: new_price.Concerned) -> str:
    there = ngettext("%(n)s er med", "%(n)s er med", one.people) % {"n": one.people}
    return f"{one.offer.name} · {_('nu')} {_amount(one.offer.price_dkk)} · {there}"
