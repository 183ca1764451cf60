"""«Se, hvordan det er»: short films for anybody, without a player or a cookie of somebody else's."""

from __future__ import annotations

import time
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brobygger.communities.reach.films import piece, seen_by_anybody
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.web.public.limits import A_MINUTE, MINUTES, address_of, anybodys, too_many


@anybodys()
def films(request: HttpRequest) -> HttpResponse:
    """Every film that is shown, the newest first."""
    return render(request, "public/find/films.jinja", {"films": seen_by_anybody()})


@require_safe
def video(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """The film itself, a part at a time where the browser asks for parts (206)."""
    return _file(request, film_id, "video")


@require_safe
def captions(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Its captions (WebVTT)."""
    return _file(request, film_id, "captions")


@require_safe
def poster(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """The picture that stands there before it plays."""
    return _file(request, film_id, "poster")


def _file(request: HttpRequest, film_id: UUID, part: str) -> HttpResponse:
    """Not kept by any shared cache: a yes that is taken back counts at once. Not compressed: films are already."""
    if MINUTES.one_more(address_of(request), time.monotonic()) > A_MINUTE:
        return too_many(request)
    asked = request.headers.get("Range", "") if part == "video" else ""
    try:
        found = piece(film_id, part, asked)
    except NotVisible:
        raise Http404 from None
    response = HttpResponse(found.content, content_type=found.media_type, status=206 if found.cut else 200)
    if found.cut:
        last = found.first + len(found.content) - 1
        response["Content-Range"] = f"bytes {found.first}-{last}/{found.size}"
    response["Accept-Ranges"] = "bytes" if part == "video" else "none"
    response["Cache-Control"] = "private, no-cache"
    return response
