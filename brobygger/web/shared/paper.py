"""What every printed page shares: its QR code, and the answer that carries the PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse

from brobygger.journeys.report_paper import paper

DOTS = 6  # pixels for each square of the code: sharp on any printer


def address_of(request: HttpRequest, path: str) -> str:
    """The whole address of a page on this installation, as a telephone needs it."""
    return request.build_absolute_uri(path)


def qr(address: str) -> dict[str, Any]:
    """A QR code for a paper template: {"png": the picture's bytes as numbers, "address": what it opens}.

    Error correction M: a sheet that has been folded in a pocket can still be read.
    """
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=DOTS, border=4)
    return {"png": list(picture.getvalue()), "address": address}


def printed(template: str, data: Mapping[str, Any], *, name: str) -> HttpResponse:
    """A tagged PDF that opens in the browser, from where it is printed. It is never kept in a shared cache."""
    response = HttpResponse(paper(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
