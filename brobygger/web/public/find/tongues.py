"""What this is and how to be called, in languages people speak at home (R353)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.communities.directory import queries
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import come_forward
from brobygger.registry.organisations.queries import municipalities
from brobygger.registry.wording.tongues import TONGUES
from brobygger.web.public.find.asking import channel_of
from brobygger.web.public.find.forms import ToldForm
from brobygger.web.public.find.joining import home_of, may_write_now, to_receipt
from brobygger.web.public.limits import anybodys, too_many
from brobygger.web.shared.tongues import PHONE, said_in, written


@anybodys()
def tongues(request: HttpRequest) -> HttpResponse:
    """The languages, each by its own name."""
    return render(request, "public/find/tongues.jinja", {"tongues": written()})


@anybodys("GET", "POST")
def tongue(request: HttpRequest, tongue: str) -> HttpResponse:
    """One page in one language: what this is, how to call or be called, and what to say in Danish. 404 without one."""
    said = said_in(tongue)
    if not said:
        raise Http404
    homes = municipalities()
    form = ToldForm(
        request.POST if request.method == "POST" else None,
        said=said,
        municipalities=[(one.id, one.name) for one in homes],
        initial={"form_id": str(new_id()), "best_time": "any"},
    )
    if request.method == "POST" and form.is_valid():
        home = home_of(form, None, homes)
        if home is None:
            raise Http404
        if not may_write_now(request):
            return too_many(request)
        told = form.written(consent_text=said["consent"], language=tongue, channel=channel_of(request.GET))
        return to_receipt(come_forward.ask_to_be_called(written=told, municipality_id=home, at=now()), tongue=tongue)
    chosen = TONGUES[tongue]
    before, _place, after = said["call"].partition(PHONE)
    return render(
        request, "public/find/tongue.jinja",
        {
            "tongue": chosen, "said": said, "call": (before, after), "others": written(), "form": form,
            "spoken": chosen.danish in queries.languages(),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip
