"""Answers to and from the care record: look at a document, take it in; send one person's answers out (R022)."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.foundation.kernel.secrecy import decrypt_bytes, encrypt_bytes
from brobygger.journeys import care_record
from brobygger.journeys.care_record import Line, Standing
from brobygger.pathway.screening.fhir_rules import LARGEST, BadBundle
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.instruments.load import load
from brobygger.registry.people.queries import read, read_many
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.parts import of_answers
from brobygger.web.staff.observing.forms import BundleForm, SealedForm

STANDINGS = {
    Standing.NEW: "green",
    Standing.BEFORE: "",
    Standing.CHANGED: "red",
    Standing.UNKNOWN: "yellow",
}


@guarded(Action.CARE_RECORD, methods=("GET", "POST"))
def bring(request: Request) -> HttpResponse:
    """Choose a document; then see what it would do. Nothing is stored before somebody says so."""
    post = request.method == "POST"
    form, detail = BundleForm(request.POST if post else None, request.FILES if post else None), ""
    if post and form.is_valid():
        content = form.cleaned_data["file"].read(LARGEST + 1)
        try:
            source = form.cleaned_data["source"]
            lines = care_record.look(content=content, source=source, by=request.actor, at=now())
        except BadBundle as bad:
            if len(content) > LARGEST:
                form.add_error("file", bad.message_da)
            else:  # what the document lacks is for those who made it
                form.add_error("file", _("Det er ikke den fil, vi kan læse. Bed leverandøren om en FHIR-fil."))
                detail = bad.message_da
        else:
            return _looked(request, content, source, lines)
    return page(request, "staff/observing/care_record.jinja", status=422 if post else 200, form=form, detail=detail)


def _looked(request: Request, content: bytes, source: str, lines: list[Line]) -> HttpResponse:
    persons = [line.person_id for line in lines if line.person_id]
    names = read_many(request.actor, persons, purpose=Purpose.FOLLOW_UP, only={Fields.NAME, Fields.SCREENING})
    return page(
        request, "staff/observing/care_record_look.jinja", source=source,
        sealed=base64.b64encode(encrypt_bytes(content)).decode(),
        rows=[_row(line, names) for line in lines],
        new=sum(line.standing is Standing.NEW for line in lines),
        changed=any(line.standing is Standing.CHANGED for line in lines),
    )  # fmt: skip


def _row(line: Line, names: Any) -> dict[str, Any]:
    instrument, result = load(line.given.instrument), line.given.result
    tongue = get_language() or "da"
    parts = [f"{part.title}: {part.score}" for part in of_answers(instrument, line.given.answers) if part.score]
    number = "–" if result.score is None else str(result.score)
    return {
        "entry": line.given.entry,
        "name": names[line.person_id].name if line.person_id in names else _("ikke i Brobygger"),
        "title": instrument.title.in_language(tongue),
        "day": line.given.taken_at,
        "number": "; ".join(parts) or number,
        "standing": _standing(line.standing),
        "colour": STANDINGS[line.standing],
    }


def _standing(standing: Standing) -> str:
    return {
        Standing.NEW: _("nyt"),
        Standing.BEFORE: _("er her allerede"),
        Standing.CHANGED: _("er her med andre svar"),
        Standing.UNKNOWN: _("gemmes ikke"),
    }[standing]


@guarded(Action.CARE_RECORD, methods=("POST",))
def take_in(request: Request) -> HttpResponse:
    """Keep what was looked at. Twice is as once."""
    form = SealedForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Vælg filen igen."))
    try:
        content = decrypt_bytes(base64.b64decode(form.cleaned_data["sealed"], validate=True))
        lines = care_record.take_in(content=content, source=form.cleaned_data["source"], by=request.actor, at=now())
    except BadBundle as bad:
        raise Refusal(bad.message_da) from bad
    except (ValueError, InvalidToken):  # not what was sealed here
        raise Refusal(_("Vælg filen igen.")) from None
    count = sum(line.standing is Standing.NEW for line in lines)
    sentence = ngettext("%(n)s svarskema er gemt.", "%(n)s svarskemaer er gemt.", count) % {"n": count}
    return done(request, sentence, reverse("care_record"))


@guarded(Action.CARE_RECORD)
def person(request: Request, person_id: UUID) -> HttpResponse:
    """One person: whether answers may stand in the care record, and the file."""
    view = read(request.actor, person_id, purpose=Purpose.FOLLOW_UP, only={Fields.NAME, Fields.CONSENTS})
    if not view.sees(Fields.CONSENTS):
        raise NotVisible("person")
    return page(
        request, "staff/observing/care_record_person.jinja", person=view,
        may_be_sent=care_record.may_be_sent(person_id, on=local_date(now())),
    )  # fmt: skip


@guarded(Action.CARE_RECORD)
def as_file(request: Request, person_id: UUID) -> HttpResponse:
    """The person's answers as a FHIR bundle, if she has said yes; else back with why not. The reading is logged."""
    try:
        text = care_record.send(person_id=person_id, by=request.actor, at=now())
    except Refusal as refusal:
        say(request, str(refusal.message), kind="warning")
        return HttpResponseRedirect(reverse("care_record_person", args=[person_id]))
    response = HttpResponse(text, content_type="application/fhir+json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="svar.json"'
    response["Cache-Control"] = "no-store"
    return response
