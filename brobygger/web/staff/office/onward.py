"""People asked whether what we know may go along to whoever takes the effort over (R194).

The office sees numbers; the coordinator has the list with names, and asks one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import onward as journey
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.referrals import onward
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import queries as persons
from brobygger.registry.people.purposes import CONSENT_TEXT, ConsentPurpose
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.people.forms import ConsentForm

ON_A_PAGE = 25
GOES_ALONG = (Fields.NAME, Fields.CONTACT)  # what the new holder's page shows; nobody says yes to more than that
STATES = {
    "not_asked": gettext_lazy("ikke spurgt endnu"), "asked": gettext_lazy("spurgt, har ikke svaret"),
    "yes": gettext_lazy("har sagt ja"), "handed": gettext_lazy("oplysninger er fulgt med"),
    "no": gettext_lazy("har sagt nej"),
}  # fmt: skip
COLOURS = {"not_asked": "none", "asked": "yellow", "yes": "green", "handed": "green", "no": "red"}
ANSWERS = {
    "yes": gettext_lazy("Ja"), "no": gettext_lazy("Nej"), "asked": gettext_lazy("Er spurgt og tænker over det"),
}  # fmt: skip


class HolderForm(forms.Form):
    """Which organisation takes people over."""

    holder = fields.choice(gettext_lazy("Hvem tager over?"), [])


class AnswerForm(ConsentForm):
    """What the person said, and for a yes how much may go along, how it was said, and for how long."""

    answer = fields.choice(gettext_lazy("Hvad siger borgeren?"), list(ANSWERS.items()), radio=True)
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=gettext_lazy("Hvad må følge med?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(group.value, words.FIELDS[group]) for group in GOES_ALONG],
    )  # fmt: skip
    field_order = ("answer", "data", "how", "expires_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"data": [Fields.NAME, Fields.CONTACT]}, **kwargs)
        self.fields["how"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "yes":
            if not given.get("data"):
                self.add_error("data", _("Vælg, hvad borgeren siger ja til."))
            elif Fields.NAME not in given["data"]:
                self.add_error("data", _("Navnet må følge med, hvis noget skal. Ellers er svaret nej."))
            if not given.get("how"):
                self.add_error("how", _("Vælg et af svarene."))
        return given


@guarded(Action.SEE_OFFICE)
def standing(request: Request, programme_id: UUID) -> HttpResponse:
    """How far the asking has come, in numbers; never a name."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    found = journey.going(actor, programme, on=local_date(now()))
    counts = onward.counted(found.people) if found else {}
    return page(
        request, "staff/office/onward.jinja", programme=programme, holder=found.holder if found else None,
        rows=[(words.said(STATES, state), COLOURS[state], number) for state, number in counts.items()],
        everybody=sum(counts.values()), to_ask=counts.get("not_asked", 0) + counts.get("asked", 0),
        may_run=may(actor.role, Action.RUN_OFFICE), may_ask=may(actor.role, Action.SEE_WORKLIST),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def name_holder(request: Request, programme_id: UUID) -> HttpResponse:
    """Choose the organisation that takes over."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    every = {str(one.id): one for one in organisations.every(actor) if one.kind != "municipality"}
    form = HolderForm(request.POST or None)
    choose_among(form, "holder", [("", _("Vælg")), *((key, one.name) for key, one in every.items())])

    def save(given: dict[str, Any]) -> str:
        journey.name_holder(programme=programme, holder=every[given["holder"]], by=actor, at=now())
        return _("%(name)s tager over. Nu kan borgerne spørges.") % {"name": every[given["holder"]].name}

    return form_page(
        request, form=form, title=_("Hvem tager over?"), submit=_("Gem"), save=save,
        back=(_("Samtykker og data"), reverse("onward", args=[programme.id])),
        intro=_("Vælges en anden senere, ser den første ikke mere, og borgerne skal spørges igen."),
    )  # fmt: skip


@guarded(Action.SEE_WORKLIST)
def asking(request: Request, programme_id: UUID) -> HttpResponse:
    """Everybody still there, those to ask first. A page of names at a time."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    found = journey.going(actor, programme, on=local_date(now()))
    if found is None:
        return redirect("onward", programme.id)
    listed = sorted(found.people, key=lambda one: onward.STATES.index(one.state))
    shown = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("side"))
    seen = persons.read_many(
        actor, [one.person_id for one in shown], purpose=Purpose.BRIDGING, only={Fields.NAME}
    )  # fmt: skip
    return page(
        request, "staff/office/onward_list.jinja", programme=programme, holder=found.holder, found=shown,
        rows=[
            (one, seen[one.person_id], words.said(STATES, one.state), COLOURS[one.state],
             [words.FIELDS[group] for group in one.consent.data] if one.consent else [])
            for one in shown
            if one.person_id in seen
        ],
        ready=sum(one.state == "yes" for one in found.people),
    )  # fmt: skip


@guarded(Action.SEE_WORKLIST, methods=("GET", "POST"))
def answer(request: Request, programme_id: UUID) -> HttpResponse:
    """What one person (`?forloeb=`; else the next to ask) says to it: read aloud, then written down."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    found = journey.going(actor, programme, on=local_date(now()))
    chosen = _chosen(request.GET.get("forloeb", ""), found.people if found else ())
    if found is None or chosen is None:
        return redirect("onward_list", programme.id)
    episode = episodes.get(actor, chosen)
    view = persons.read(actor, episode.person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONSENTS})
    form = AnswerForm(request.POST or None, today=local_date(now()))
    if request.method == "POST" and form.is_valid():
        return _said(request, episode, found.holder, view.name, form.cleaned_data)
    return page(
        request, "staff/office/onward_answer.jinja", status=422 if request.method == "POST" else 200, form=form,
        person=view, episode=episode, programme=programme, receiver=found.holder.name,
        text=f"consent/{CONSENT_TEXT[ConsentPurpose.ONWARD]}.jinja", until=form["expires_on"].initial,
    )  # fmt: skip


def _chosen(wanted: str, found: Sequence[onward.Standing]) -> UUID | None:
    """The one asked for, else the first who has not been asked. Raises NotVisible for one who is not there."""
    if not wanted:
        return next((one.episode_id for one in found if one.state == "not_asked"), None)
    chosen = next((one.episode_id for one in found if str(one.episode_id) == wanted), None)
    if chosen is None:
        raise NotVisible("onward")
    return chosen


def _said(request: Request, episode: Any, holder: Any, name: str, given: dict[str, Any]) -> HttpResponse:
    back = reverse("onward_list", args=[episode.programme_id])
    if given["answer"] == "yes":
        data = [Fields(group) for group in given["data"]]
        journey.said_yes(
            episode=episode, holder=holder, data=data, how=given["how"], expires_on=given["expires_on"],
            by=request.actor, at=now(),
        )  # fmt: skip
        return done(request, _("%(name)s har sagt ja.") % {"name": name}, back)
    told: dict[str, Any] = {"episode": episode, "holder": holder, "by": request.actor, "at": now()}
    if given["answer"] == "no":
        journey.said_no(how=given["how"] or "spoken", **told)
        return done(request, _("%(name)s har sagt nej. Intet følger med.") % {"name": name}, back)
    journey.asked(**told)
    return done(request, _("Det er skrevet ned, at %(name)s er spurgt.") % {"name": name}, back)


@guarded(Action.SEE_WORKLIST, methods=("POST",))
def hand_on(request: Request, programme_id: UUID) -> HttpResponse:
    """What we know goes along for everybody who has said yes, as far as each yes goes."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    number = journey.hand_on(programme=programme, by=actor, at=now())
    said = ngettext(
        "Oplysninger om %(n)s borger er fulgt med.", "Oplysninger om %(n)s borgere er fulgt med.", number
    ) % {"n": number}
    return done(request, said, reverse("onward_list", args=[programme.id]))
