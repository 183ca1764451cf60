"""Texts out in the world: which is where, in which version, who answers for it, and whom it brought."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.directory import sign_ups
from brobygger.communities.directory.writing_rules import plain_channel
from brobygger.communities.offers import queries as offers
from brobygger.communities.reach import operations, queries
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import reach_out
from brobygger.registry.access.policy import Action, may
from brobygger.registry.wording.rules import TextKind
from brobygger.registry.wording.told import four_things
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.text_panel import facts_beside, panel_of
from brobygger.web.staff.matching.offer_paper import as_text
from brobygger.web.staff.reach.forms import HangingForm, MaterialForm

WHY = {
    "over": gettext_lazy("Skal ned: dagen er gået"),
    "replaced": gettext_lazy("Skal skiftes: der er en ny udgave"),
    "offer_gone": gettext_lazy("Skal ned: tilbuddet findes ikke mere"),
    "offer_changed": gettext_lazy("Skal skiftes: tilbuddet er ændret"),
    "aged": gettext_lazy("Ingen har læst den i et år"),
}
FOUR = {
    "community": gettext_lazy("hvad man er sammen om"), "gain": gettext_lazy("hvad man får ud af det"),
    "give": gettext_lazy("hvad man kan give"), "say": gettext_lazy("at man er med til at bestemme"),
}  # fmt: skip
SLIPS = {"flyer": "loebeseddel", "newspaper": "avis", "board": "opslag"}  # paper made from the offer's data
_SHORT = ("radio", "tv", "social_media", "screen", "talk")  # heard or seen in passing: not all facts can stand there


@guarded(Action.EDIT_OFFER)
def out(request: Request) -> HttpResponse:
    """Every text in use and everything that hangs, what is to be replaced first; and whom the papers brought."""
    actor, today = request.actor, local_date(now())
    names = queries.codes(actor)
    brought = [(names.get(code, code.replace("-", " ")), many) for code, many in sign_ups.by_channel(actor)]
    return page(
        request, "staff/reach/out.jinja", texts=reach_out.texts(actor, on=today), brought=brought,
        hung=reach_out.hung(actor, on=today), why=WHY, media=words.MEDIA,
        may_count=may(actor.role, Action.SEE_PROGRAMME),
    )  # fmt: skip


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """A new text: the panel says how it reads, and never stands in the way."""
    return _written(request, None)


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def new_version(request: Request, material_id: UUID) -> HttpResponse:
    """The same text in a new version; what hangs of the old one is to be replaced."""
    return _written(request, queries.get(request.actor, material_id))


def _written(request: Request, replaces: Any) -> HttpResponse:
    actor = request.actor
    choices = {str(one.id): one for one in offers.all_to_describe(actor, most=200)}
    form = MaterialForm(
        request.POST or None,
        offers=[(key, one.name) for key, one in choices.items()],
        initial=_initial(replaces) | _of_offer(choices.get(request.GET.get("tilbud", ""))),
    )
    if not form.is_valid() or "check" in request.POST:
        panel = four = None
        if form.is_bound and form.is_valid():
            told = form.cleaned_data
            panel = _panel(told["words"], told["audience"], told["medium"], choices.get(told["offer"]))
            four = four_things(told["words"])
        return page(
            request, "staff/reach/write.jinja", form=form, replaces=replaces, panel=panel, four=four, say=FOUR,
            status=422 if form.errors else 200,
        )  # fmt: skip
    told = form.cleaned_data
    made = operations.approve(**{**told, "offer": choices.get(told["offer"])}, replaces=replaces, by=actor, at=now())
    say(request, _("Teksten er godkendt i dag. Skriv nu, hvor den hænger."))
    return redirect("reach_text", material_id=made.id)


def _initial(replaces: Any) -> dict[str, Any]:
    if replaces is None:
        return {"audience": "participant", "medium": "poster"}
    same = ("name", "medium", "audience", "words", "owner")
    return {name: getattr(replaces, name) for name in same} | {"offer": str(replaces.offer_id or "")}


def _of_offer(offer: Any) -> dict[str, Any]:
    """A text begun from what an offer says of itself (?tilbud=)."""
    return {"offer": str(offer.id), "name": offer.name, "words": as_text(offer), "medium": "flyer"} if offer else {}


def _panel(text: str, audience: str, medium: str, offer: Any) -> Any:
    kind = TextKind.SMS if medium in _SHORT else TextKind.OFFER
    return panel_of(text, audience=audience, kind=kind.value, known=facts_beside(offer) if offer else frozenset())


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def text(request: Request, material_id: UUID) -> HttpResponse:
    """One text: how it reads, its versions, where it hangs, and putting it up somewhere."""
    actor, today = request.actor, local_date(now())
    shown = queries.get(actor, material_id)
    form = HangingForm(request.POST or None, initial={"put_up_on": today.strftime("%d.%m.%Y")})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        operations.put_up(material=shown, code=plain_channel(told["place"]), by=actor, at=now(), **told)
        say(request, _("Det er skrevet ned."))
        return redirect("reach_text", material_id=shown.id)
    return page(
        request, "staff/reach/text.jinja", material=shown, form=form, versions=queries.versions(actor, shown),
        hung=reach_out.hung(actor, on=today, series=shown.series), why=WHY, media=words.MEDIA, say=FOUR, slips=SLIPS,
        panel=_panel(shown.words, shown.audience, shown.medium, shown.offer), four=four_things(shown.words),
        brought=dict(sign_ups.by_channel(actor)), status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(Action.EDIT_OFFER, methods=("POST",))
def still_good(request: Request, material_id: UUID) -> HttpResponse:
    """Somebody has read it again: it is good from today."""
    shown = queries.get(request.actor, material_id)
    operations.still_good(material=shown, by=request.actor, at=now())
    say(request, _("Teksten er læst og godkendt i dag."))
    return redirect("reach_text", material_id=shown.id)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def down(request: Request, hanging_id: UUID) -> HttpResponse:
    """It does not hang there any more."""
    found = next((one for one in queries.hanging_now(request.actor) if one.id == hanging_id), None)
    if found is None:
        raise NotVisible("hanging")
    reach_out.take_down(hanging=found, by=request.actor, at=now())
    say(request, _("Godt. Den hænger der ikke mere."))
    return redirect("reach")
