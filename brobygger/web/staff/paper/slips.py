"""Slips to tear off: whoever has no telephone that reads codes writes a name and a number; it is typed in (R351)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.directory.writing_rules import ForWhom, Written, plain_channel, plain_phone
from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.short_codes import short_code
from brobygger.journeys import come_forward
from brobygger.registry.access.policy import Action
from brobygger.web.shared import dates
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.paper import address_of, printed, qr
from brobygger.web.shared.signing_up import TIMES, consent_to, consent_to_any
from brobygger.web.shared.telephone import TelephoneInput
from brobygger.web.staff.paper.sheets import language
from brobygger.web.staff.register.letter_text import phone as our_phone
from brobygger.web.staff.visits.forms import CHOOSE

CHANNEL = "seddel"
ON_A_PAGE, ON_A_LARGE_PAGE = 3, 2


class SlipForm(forms.Form):
    """What stands on a slip."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    printed = forms.CharField(
        required=False, max_length=36, widget=forms.HiddenInput
    )  # the offer the slip was made for
    offer = forms.ChoiceField(label=gettext_lazy("Hvad handler sedlen om?"), required=False, error_messages=CHOOSE)
    name = forms.CharField(
        label=gettext_lazy("Navnet på sedlen"), max_length=100,
        error_messages={
            "required": gettext_lazy("Skriv et navn."), "max_length": gettext_lazy("Skriv højst 100 tegn."),
        },
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telefonnummeret på sedlen"), max_length=30, widget=TelephoneInput(),
        error_messages={
            "required": gettext_lazy("Skriv et telefonnummer."), "max_length": gettext_lazy("Skriv højst 30 tegn."),
        },
    )  # fmt: skip
    best_time = forms.ChoiceField(
        label=gettext_lazy("Hvornår passer det bedst?"), choices=TIMES, initial="any", widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Hvor lå sedlen?"), max_length=60, required=False,
        help_text=gettext_lazy("For eksempel biblioteket. Så kan I se, hvilke sedler folk bruger."),
    )  # fmt: skip
    yes = forms.BooleanField(
        label=gettext_lazy("Må vi ringe?"),
        help_text=gettext_lazy("Der er sat kryds ved ja på sedlen"),
        error_messages={"required": gettext_lazy("Uden et kryds må den ikke skrives ind. Makuler den.")},
    )

    def clean_phone(self) -> str:
        """Digits that can be called."""
        phone = plain_phone(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(_("Skriv et telefonnummer med otte tal, for eksempel 12 34 56 78."))
        return phone

    def written(self, *, consent: str) -> Written:
        """The slip as if it had been written on the public page."""
        said = self.cleaned_data
        return Written(
            id=said["form_id"], for_whom=ForWhom.SELF, name=" ".join(said["name"].split()), phone=said["phone"],
            best_time=said["best_time"], consent_text=consent, channel=plain_channel(said["place"]) or CHANNEL,
        )  # fmt: skip


@guarded(Action.HANDLE_TIP, methods=("GET", "POST"))
def type_in(request: Request) -> HttpResponse:
    """A slip is typed in (?tilbud= about which offer); it goes where the same words on the public page go."""
    actor = request.actor
    known = {str(one.id): one for one in offers.local_offers(actor) if one.organisation_id}
    form = SlipForm(request.POST or None, initial=_starting_with(request.GET.get("tilbud", "")))
    told = [(key, f"{one.name} · {one.organisation.name}") for key, one in known.items()]
    choose_among(form, "offer", [("", _("Det står der ikke, eller det er noget andet")), *told])
    if not form.is_valid():
        return page(request, "staff/paper/slip.jinja", form=form, status=422 if form.is_bound else 200)
    chosen = known.get(form.cleaned_data["offer"])
    home, at = actor.municipality_id, now()
    own = chosen is not None and form.cleaned_data["printed"] == str(chosen.id)
    said = form.written(consent=consent_to(chosen.organisation.name) if chosen and own else consent_to_any())
    if chosen is None:
        promise = come_forward.ask_to_be_called(written=said, municipality_id=home, at=at)
    else:
        promise = come_forward.join(written=said, offer_id=chosen.id, municipality_id=home, at=at)
    day = dates.as_people_say(promise.calls_by, local_date(now()), language())
    say(
        request,
        _("Sedlen er skrevet ind. %(who)s ringer senest %(day)s. Makuler sedlen.") % {"who": promise.who, "day": day},
    )
    return redirect("typed_slip")


def address_for(offer_id: UUID) -> str:
    """Where a slip about this offer is typed in."""
    return f"{reverse('typed_slip')}?tilbud={offer_id}"


def _starting_with(offer: str) -> dict[str, str]:
    return {"form_id": str(new_id()), "offer": offer, "printed": offer}


@guarded(Action.SEE_OFFERS)
def slips(request: Request, offer_id: UUID) -> HttpResponse:
    """A page of slips about one offer, to lie beside the poster. ?stor=1 larger type."""
    offer = offers.get(request.actor, offer_id)
    large = request.GET.get("stor") == "1"
    owner = offer.organisation.name if offer.organisation else ""
    data = {
        "language": language(),
        "title": offer.name,
        "slips": ON_A_LARGE_PAGE if large else ON_A_PAGE,
        "large": large,
        "code": short_code(offer.id),
        "qr": qr(address_of(request, address_for(offer.id))),
        "phone": offer.contact_phone or (offer.organisation.phone if offer.organisation else "") or our_phone(),
        "words": slip_words(consent_to(owner)),
    }
    return printed("slips.typ", data, name="sedler")


def general_slip(request: HttpRequest) -> dict[str, Any]:
    """A slip about any offer, for the back of the booklet."""
    return {"qr": qr(address_of(request, reverse("typed_slip"))), "words": slip_words(consent_to_any())}


def slip_words(consent: str) -> dict[str, str]:
    """What stands on a slip."""
    return {
        "wants": _("Jeg vil gerne høre mere"),
        "about": _("Om"),
        "name": _("Navn"),
        "phone": _("Telefon"),
        "when": _("Ring helst"),
        "morning": _("formiddag"),
        "afternoon": _("eftermiddag"),
        "any": _("når som helst"),
        "yes": _("Ja, det er i orden"),
        "consent": consent,
        "give": _("Riv sedlen af, og giv den til en medarbejder, en vært eller på biblioteket. Eller ring:"),
        "code": _("Kort-kode"),
        "qr": _("QR-kode til medarbejdere, der skriver sedlen ind"),
    }
