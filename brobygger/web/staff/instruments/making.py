"""Making an instrument: an overview of the draft, and one page for each part of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.registry.access.policy import Action
from brobygger.registry.own_instruments import operations, queries, rules
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.instruments import telling
from brobygger.web.staff.instruments.forms import AboutForm, BandsForm, ItemForm

BOTH = ("GET", "POST")
NEW_ITEM = {"kind": "scale", "text": {"da": "", "en": ""}}


@guarded(Action.MAKE_INSTRUMENT)
def overview(request: Request, draft_id: UUID) -> HttpResponse:
    """The whole draft on one page, and what is missing before it can be used."""
    draft = queries.draft(request.actor, draft_id)
    definition, wrong = draft.definition, rules.problems(draft.definition)
    made = None if wrong else rules.finished(definition, slug=draft.slug, version=1)
    return page(
        request, "staff/instruments/draft.jinja", draft=draft, definition=definition,
        problems=[each for each in wrong if not each.place.startswith("item")], ready=not wrong,
        questions=telling.questions(definition, wrong), rule=telling.rule(definition), made=made,
        possible=rules.possible(definition), in_words=telling.in_words,
    )  # fmt: skip


@guarded(Action.MAKE_INSTRUMENT, methods=BOTH)
def about(request: Request, draft_id: UUID) -> HttpResponse:
    """Names, who answers, and how the answers become a number."""
    draft = queries.draft(request.actor, draft_id)
    form = AboutForm(request.POST if request.method == "POST" else None, initial=AboutForm.of(draft.definition),
                     parts=bool(draft.definition.get("parts")))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _saved(request, draft, form.put(dict(draft.definition)))
    return _asked(request, "about.jinja", draft, form)


@guarded(Action.MAKE_INSTRUMENT, methods=BOTH)
def item(request: Request, draft_id: UUID, number: int) -> HttpResponse:
    """One question; the number after the last is a new one."""
    draft = queries.draft(request.actor, draft_id)
    items: list[dict[str, Any]] = list(draft.definition["items"])
    if not 1 <= number <= len(items) + 1:
        raise Http404
    before = items[number - 1] if number <= len(items) else _like_the_last(items)
    form = ItemForm(request.POST if request.method == "POST" else None, initial=ItemForm.of(before),
                    parts=telling.parts(draft.definition))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        kept = before if number <= len(items) else {"id": _new_id(items)}
        items[number - 1 : number] = [form.item(kept)]
        to = ("instrument_item", draft.id, len(items) + 1) if request.POST.get("do") == "next" else None
        return _saved(request, draft, dict(draft.definition) | {"items": items}, to=to)
    return _asked(request, "item.jinja", draft, form, number=number, is_new=number > len(items))


def _like_the_last(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A new question is answered as the one before it, which most are."""
    if not items:
        return NEW_ITEM
    return {key: value for key, value in items[-1].items() if key != "id"} | {"text": {"da": "", "en": ""}}


def _new_id(items: list[dict[str, Any]]) -> str:
    taken = {each.get("id") for each in items}
    return next(name for number in range(1, len(items) + 2) if (name := f"q{number}") not in taken)


@guarded(Action.MAKE_INSTRUMENT, methods=("POST",))
def move(request: Request, draft_id: UUID, number: int) -> HttpResponse:
    """Move a question up or down, or take it out (`do`)."""
    draft = queries.draft(request.actor, draft_id)
    items, what = list(draft.definition["items"]), request.POST.get("do")
    if not 1 <= number <= len(items):
        raise Http404
    one = items.pop(number - 1)
    if what != "remove":
        items.insert(max(0, number - 2) if what == "up" else number, one)
    return _saved(request, draft, dict(draft.definition) | {"items": items})


@guarded(Action.MAKE_INSTRUMENT, methods=BOTH)
def bands(request: Request, draft_id: UUID) -> HttpResponse:
    """The limits: what each part of the range is called, its colour, and what it asks for."""
    draft = queries.draft(request.actor, draft_id)
    form = BandsForm(request.POST if request.method == "POST" else None, initial=BandsForm.of(draft.definition))
    if request.method == "POST" and form.is_valid():
        made = form.bands(draft.definition.get("bands") or [])
        return _saved(request, draft, dict(draft.definition) | {"bands": made})
    return _asked(request, "bands.jinja", draft, form, possible=rules.possible(draft.definition))


@guarded(Action.MAKE_INSTRUMENT, methods=("POST",))
def publish(request: Request, draft_id: UUID) -> HttpResponse:
    """The draft becomes a version that programmes can choose."""
    draft = queries.draft(request.actor, draft_id)
    row = operations.publish(draft=draft, seen=_seen(request), by=request.actor, at=now())
    name = telling.in_words(queries.instrument_in(row).title)
    sentence = _("%(name)s, udgave %(n)s, kan nu vælges under en indsats: Ændr, Måleredskab.") % {
        "name": name, "n": row.version}  # fmt: skip
    return done(request, sentence, reverse("instruments"))


@guarded(Action.MAKE_INSTRUMENT, methods=("POST",))
def throw_away(request: Request, draft_id: UUID) -> HttpResponse:
    """The draft goes; what is in use stays."""
    draft = queries.draft(request.actor, draft_id)
    operations.throw_away(draft=draft, seen=_seen(request), by=request.actor)
    return done(request, _("Udkastet er slettet. Det, der er i brug, er der stadig."), reverse("instruments"))


def _saved(request: Request, draft: Any, definition: dict[str, Any], to: tuple[Any, ...] | None = None) -> HttpResponse:
    operations.save(draft=draft, definition=definition, seen=_seen(request), by=request.actor, at=now())
    name, *args = to or ("instrument_draft", draft.id)
    return HttpResponseRedirect(reverse(name, args=args))


def _asked(request: Request, template: str, draft: Any, form: Any, **context: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return page(request, f"staff/instruments/{template}", status=status, draft=draft, form=form,
                title=telling.in_words(draft.definition["title"]), **context)  # fmt: skip


def _seen(request: Request) -> int:
    return whole(request.POST.get("seen", "")) or 0
