"""What this is and how to call, in languages people speak at home (R353)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.communities.directory import queries
from brobygger.registry.wording.tongues import TONGUES
from brobygger.web.public.limits import anybodys
from brobygger.web.shared.tongues import PHONE, said_in, written


@anybodys()
def tongues(request: HttpRequest) -> HttpResponse:
    """The languages, each by its own name."""
    return render(request, "public/find/tongues.jinja", {"tongues": written()})


@anybodys()
def tongue(request: HttpRequest, tongue: str) -> HttpResponse:
    """One page in one language: what this is, how to call, and what to say in Danish. 404 for one we have not."""
    said = said_in(tongue)
    if not said:
        raise Http404
    chosen = TONGUES[tongue]
    before, _place, after = said["call"].partition(PHONE)
    return render(
        request, "public/find/tongue.jinja",
        {
            "tongue": chosen, "said": said, "call": (before, after), "others": written(),
            "spoken": chosen.danish in queries.languages(),
        },
    )  # fmt: skip
