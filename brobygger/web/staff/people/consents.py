"""The person's own yes, read aloud or signed; and taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import agree
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.outreach import queries as outreach
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import queries as persons
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.people.forms import ConsentForm, ShareConsentForm, WithdrawForm

KINDS = {
    "deltage": ConsentPurpose.PARTICIPATION,
    "dele": ConsentPurpose.REFERRAL,
    "omsorgsjournal": ConsentPurpose.CARE_RECORD,
}


@guarded(Action.TAKE_CONSENT, methods=("GET", "POST"))
def give_consent(request: Request, person_id: UUID, kind: str) -> HttpResponse:
    """`kind`: "deltage" (the municipality looks for a community), "dele" (a receiver gets to know named data) or
    "omsorgsjournal" (answers are written into the care record)."""
    actor: Actor = request.actor
    if kind not in KINDS:
        raise Http404
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONSENTS})
    episode = next((each for each in episodes.of_person(actor, person_id) if each.status == "active"), None)
    if episode is None and kind != "omsorgsjournal":
        say(request, _("Tag først borgeren med i en indsats."), kind="info")
        return HttpResponseRedirect(reverse("take_in", args=[person_id]))
    form = _form(request, actor, kind)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, view, kind, status=422 if request.method == "POST" else 200)
    consent = _given(actor, person_id, episode, kind, form.cleaned_data)
    say(request, _("Samtykket er gemt. Print det, hvis borgeren vil have det på papir."))
    return HttpResponseRedirect(reverse("consent", args=[consent.id]))


def _given(actor: Actor, person_id: UUID, episode: Any, kind: str, given: dict[str, Any]) -> Any:
    told: dict[str, Any] = {"how": given["how"], "expires_on": given["expires_on"], "by": actor, "at": now()}
    if kind == "deltage":
        return agree.say_yes(episode=episode, **told)
    if kind == "omsorgsjournal":
        return agree.agree_also(person=persons.get(actor, person_id), purpose=KINDS[kind], **told)
    receiver = organisations.get(actor, UUID(given["receiver"]))
    return agree.agree_to_share(
        episode=episode, receiver=receiver, data=[Fields(group) for group in given["data"]], **told
    )


def _form(request: Request, actor: Actor, kind: str) -> ConsentForm:
    given: dict[str, Any] = {"today": local_date(now())}
    data = request.POST if request.method == "POST" else None
    if kind != "dele":
        return ConsentForm(data, **given)
    return ShareConsentForm(
        data, receivers=receivers(actor), initial={"receiver": request.GET.get("til", "")}, **given
    )  # fmt: skip


def receivers(actor: Actor) -> list[tuple[str, str]]:
    """Who can be told: every organisation but the municipality itself."""
    return [
        (str(each.id), f"{each.name} ({words.said(words.ORGANISATION_KINDS, each.kind)})")
        for each in organisations.every(actor)
        if each.kind != "municipality"
    ]


def _page(request: Request, form: Any, view: Any, kind: str, *, status: int) -> HttpResponse:
    actor: Actor = request.actor
    return page(
        request,
        "staff/people/consent_form.jinja",
        form=form,
        person=view,
        kind=kind,
        text=f"consent/{CONSENT_TEXT[KINDS[kind]]}.jinja",
        municipality=actor.municipality_name,
        until=local_date(now()) + timedelta(days=DEFAULT_DAYS),
        status=status,
    )


@guarded(Action.TAKE_CONSENT)
def consent(request: Request, consent_id: UUID) -> HttpResponse:
    """One consent as it can be printed and signed."""
    actor: Actor = request.actor
    given, view = _seen(actor, consent_id)
    return page(
        request,
        "staff/people/consent.jinja",
        consent=given,
        person=view,
        text=f"consent/{given.text_version}.jinja",
        data=[words.FIELDS[group] for group in given.data],
        receiver=given.receiver.name if given.receiver else "",
        municipality=actor.municipality_name,
        until=given.expires_on,
        signature=outreach.signature_of(actor, given.id),
    )


@guarded(Action.WITHDRAW_CONSENT, methods=("GET", "POST"))
def withdraw_consent(request: Request, consent_id: UUID) -> HttpResponse:
    """There is no undo: a yes that was taken back must be given anew. So the page asks first."""
    actor: Actor = request.actor
    given, view = _seen(actor, consent_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "staff/people/withdraw.jinja", form=form, consent=given, person=view, status=status)
    agree.withdraw(consent=given, how=form.cleaned_data["how"], by=actor, at=now())
    told = given.receiver.name if given.receiver and given.purpose != ConsentPurpose.ONWARD else ""
    say(
        request,
        _("Samtykket er trukket tilbage. %(name)s kan ikke længere se borgeren og har fået besked.") % {"name": told}
        if told
        else _("Samtykket er trukket tilbage."),
        kind="info",
    )
    return HttpResponseRedirect(reverse("person", args=[view.id]) + "?fane=samtykker")


def _seen(actor: Actor, consent_id: UUID) -> tuple[Any, Any]:
    given = persons.consent(actor, consent_id)
    view = persons.read_many(actor, [given.person_id], purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONSENTS})
    if given.person_id not in view or not view[given.person_id].sees(Fields.CONSENTS):
        raise NotVisible("consent")
    return given, view[given.person_id]
