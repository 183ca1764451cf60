"""The shelf: the municipality's own instruments and the bundled ones; begin one, take one in, send one out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.policy import Action, may
from brobygger.registry.instruments import load
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.own_instruments import file, operations, queries, rules
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.instruments import telling
from brobygger.web.staff.instruments.forms import BeginForm, FileForm


@guarded(Action.SEE_RECIPES)
def instruments(request: Request) -> HttpResponse:
    """Own drafts, own instruments with every version, and the bundled ones."""
    actor = request.actor
    own: dict[str, list[tuple[Any, Instrument]]] = {}
    for row in queries.versions(actor):
        own.setdefault(row.slug, []).append((row, queries.instrument_in(row)))
    return page(
        request, "staff/instruments/instruments.jinja",
        drafts=queries.drafts(actor), own=list(own.values()), bundled=[load.load(ref) for ref in load.all_refs()],
        in_words=telling.in_words, may_make=may(actor.role, Action.MAKE_INSTRUMENT),
    )  # fmt: skip


@guarded(Action.MAKE_INSTRUMENT, methods=("GET", "POST"))
def begin(request: Request) -> HttpResponse:
    """A new draft, empty or as another instrument."""
    actor = request.actor
    known = [load.load(ref) for ref in load.usable_refs()]
    form = BeginForm(request.POST if request.method == "POST" else None, known=telling.titles(known))
    if request.method == "POST" and form.is_valid():
        title, like = form.cleaned_data["title"].strip(), form.cleaned_data["like"]
        definition = rules.copied(load.load(like), title) if like else rules.blank(title)
        draft = operations.begin(definition=definition, by=actor, at=now())
        return HttpResponseRedirect(reverse("instrument_draft", args=[draft.id]))
    status = 422 if request.method == "POST" else 200
    return page(request, "staff/instruments/begin.jinja", status=status, form=form)


@guarded(Action.MAKE_INSTRUMENT, methods=("GET", "POST"))
def from_file(request: Request) -> HttpResponse:
    """Take in an instrument that somebody else has sent out. It becomes a draft; nobody is asked by it yet."""
    post = request.method == "POST"
    form = FileForm(request.POST if post else None, request.FILES if post else None)
    if post and form.is_valid():
        try:
            definition = file.draft_from(form.cleaned_data["file"].read(file.LARGEST + 1))
        except file.BadFile as bad:
            form.add_error("file", bad.message_da)
        else:
            draft = operations.begin(definition=definition, by=request.actor, at=now())
            return done(request, _("Filen er læst. Se den igennem, og prøv den, før den tages i brug."),
                        reverse("instrument_draft", args=[draft.id]))  # fmt: skip
    return page(request, "staff/instruments/from_file.jinja", status=422 if post else 200, form=form)


@guarded(Action.MAKE_INSTRUMENT, methods=("POST",))
def again(request: Request, own_instrument_id: UUID) -> HttpResponse:
    """Work on the next version. The one in use stays as it is."""
    row = queries.version(request.actor, own_instrument_id)
    draft = operations.again(of=row, by=request.actor, at=now())
    return HttpResponseRedirect(reverse("instrument_draft", args=[draft.id]))


@guarded(Action.SEE_RECIPES)
def as_file(request: Request, instrument: str) -> HttpResponse:
    """An instrument as a file that another installation can take in."""
    found = known(instrument)
    response = HttpResponse(file.as_yaml(found), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.ref}.yaml"'
    return response


def known(ref: str) -> Instrument:
    """The instrument by that name. Raises NotVisible."""
    try:
        return load.load(ref)
    except load.UnknownInstrument:
        raise NotVisible("instrument") from None
