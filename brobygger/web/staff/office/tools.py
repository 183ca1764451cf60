"""The folder of tools in the staff room, on the screen and on paper; and the sheets to teach from that come along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import teach
from brobygger.journeys.share import slug_of
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import folders, materials
from brobygger.programmes.training.folders import Tool
from brobygger.programmes.training.sheets import Sheet, sheets
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields
from brobygger.web.staff.office.asking import form_page


class FolderForm(forms.Form):
    """Where a folder stands, and since when it has been right."""

    place = fields.text(gettext_lazy("Hvor står mappen?"))
    filled_on = fields.day(gettext_lazy("Hvilken dag blev den fyldt?"))

    def clean_filled_on(self) -> Any:
        day = self.cleaned_data["filled_on"]
        if day > local_date(now()):
            raise forms.ValidationError(_("Dagen er ikke kommet endnu."))
        return day


@guarded(Action.READ_TOOLS)
def folder(request: Request, programme_id: UUID) -> HttpResponse:
    """What lies in the folder, each to read or print, and where the folders stand."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    tools = _tools(actor, programme)
    return page(
        request, "staff/office/folder.jinja", programme=programme, tools=tools,
        standing=folders.of_programme(actor, programme, tools), may_run=may(actor.role, Action.RUN_OFFICE),
        back=_from(actor, programme),
    )  # fmt: skip


@guarded(Action.READ_TOOLS)
def front(request: Request, programme_id: UUID) -> HttpResponse:
    """The folder's front page on paper."""
    programme = running.get(request.actor, programme_id)
    made = teach.folder_front(
        programme.name, _tools(request.actor, programme, printed=True), on=local_date(now()), language=language()
    )
    return _pdf(made, f"mappe-{slug_of(programme.name) or 'indsats'}")


def _tools(actor: Actor, programme: Any, *, printed: bool = False) -> list[Tool]:
    """The handbook of today, blank paper for a visit, sheets to teach from, and own materials. Two queries.

    On paper everything is named; on the screen only what the reader may open.
    """
    newest = running.versions(actor, programme)[0].in_force_from
    today = local_date(now())
    found = [Tool(_("Håndbog"), reverse("handbook", args=[programme.id]), newest)]
    if printed or may(actor.role, Action.SCREEN):
        found.append(Tool(_("Samtalekort"), reverse("talk_cards"), None))
        found.append(Tool(_("Samtykke på papir"), reverse("consent_paper"), None))
        found.append(Tool(_("Ensomhed, sorg eller depression? En guide"), reverse("apart"), None))
    for sheet in sheets().values():
        address = reverse("teaching_sheet", args=[sheet.code])
        found.append(Tool(sheet.title.in_language(language()), address, sheet.changed_on))
    for one in materials.in_use(actor, programme, today=today):
        address = reverse("teaching_file", args=[one.id]) if one.file_name else one.link
        found.append(Tool(one.name, address, one.used_from))
    return found


def _from(actor: Actor, programme: Any) -> tuple[str, str]:
    if may(actor.role, Action.SEE_OFFICE):
        return _("Kurser"), reverse("courses", args=[programme.id])
    return _("Mit arbejde"), reverse("own_work")


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_folder(request: Request, programme_id: UUID) -> HttpResponse:
    """A folder stands somewhere."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    form = FolderForm(request.POST or None, initial={"filled_on": local_date(now())})

    def save(given: dict[str, Any]) -> str:
        folders.put_out(programme=programme, by=actor, at=now(), **given)
        return _("Mappen er skrevet på.")

    return form_page(
        request, form=form, title=_("En mappe står her"), submit=_("Gem"), save=save,
        back=(_("Mappen i personalerummet"), _address(programme.id)),
    )  # fmt: skip


def _address(programme_id: UUID) -> str:
    return reverse("tool_folder", args=[programme_id])


@guarded(Action.RUN_OFFICE, methods=("POST",))
def filled(request: Request, folder_id: UUID) -> HttpResponse:
    """The folder has been put right today."""
    found = folders.folder(request.actor, folder_id)
    folders.filled(folder=found, by=request.actor, at=now())
    return done(request, _("Mappen er set efter: %(place)s.") % {"place": found.place}, _address(found.programme_id))


@guarded(Action.RUN_OFFICE, methods=("POST",))
def taken_in(request: Request, folder_id: UUID) -> HttpResponse:
    """The folder stands there no more."""
    found = folders.folder(request.actor, folder_id)
    folders.take_in(folder=found, by=request.actor, at=now())
    return done(request, _("Mappen er taget ned: %(place)s.") % {"place": found.place}, _address(found.programme_id))


@guarded(Action.READ_TOOLS)
def sheet(request: Request, sheet_code: str) -> HttpResponse:
    """A sheet to teach from."""
    return page(request, "staff/office/teaching_sheet.jinja", sheet=teach.told(_sheet(sheet_code), language()))


@guarded(Action.READ_TOOLS)
def sheet_pdf(request: Request, sheet_code: str) -> HttpResponse:
    """The same on paper."""
    return _pdf(teach.sheet_pdf(_sheet(sheet_code), language()), sheet_code)


def _sheet(code: str) -> Sheet:
    found = sheets().get(code)
    if found is None:
        raise NotVisible("sheet")
    return found


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
