"""The page with every part of the look (/udseende): for page writers, and for the tests of its accessibility."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from brobygger.insight.evaluation.figures import PersonStone, Stone
from brobygger.web.shared.days import DayField


class Example(forms.Form):
    """Two empty fields, so that the page shows what an error looks like."""

    name = forms.CharField(label="Navn")
    day = DayField(label="Dag", widget=forms.DateInput(attrs={"type": "date"}))


def style(request: HttpRequest) -> HttpResponse:
    """All parts with invented content. Only in the demonstration; elsewhere there is no such page."""
    if not getattr(settings, "DEMO", False):
        raise Http404
    return render(request, "shared/style.jinja", example_context(timezone.localdate()))


def example_context(today: date) -> dict[str, Any]:
    """What `shared/style.jinja` shows."""
    return {
        "today": today,
        "stones": STONES,
        "person_stones": [
            PersonStone("Fundet", "done", today - timedelta(days=57)),
            PersonStone("Spurgt", "done", today - timedelta(days=21)),
            PersonStone("Samtykke", "done", today - timedelta(days=2)),
            PersonStone("Henvist", "next", today + timedelta(days=2), owner="Mette, koordinator"),
            PersonStone("Første gang", "ahead"),
            PersonStone("Hører til", "ahead"),
        ],
        "lost_stones": [
            PersonStone("Fundet", "done", today - timedelta(days=57)),
            PersonStone("Spurgt", "lost", today - timedelta(days=1), reason="Har ikke kræfter lige nu"),
        ],
        "page": Paginator(range(95), 20).page(2),
        "form": Example({}),
    }


STONES = (
    Stone("found", "Fundet", 150, 120, {"ikke truffet": 21, "flyttet": 9}, 12),
    Stone("asked", "Spurgt", 120, 48, {"kræfter": 40, "familie nok": 18, "kørsel": 8, "helbred": 6}, 9),
    Stone("wishes", "Ønsker", 48, 45, {}, 14),
    Stone("referred", "Henvist", 45, 36, {"intet svar": 9}, 7),
    Stone("first_contact", "Første kontakt", 36, 30, {}, 4.5),
    Stone("first_time", "Første gang", 30, 24, {"kørsel": 6}, 14),
    Stone("third_time", "Tredje gang", 24, None, {"helbred": None}),
    Stone("still_there", "Er der efter seks måneder", None, None),
)
