"""How much each reason counts when something is suggested: set by the municipality, for all to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.pathway.matching import operations as matching
from brobygger.pathway.matching import queries
from brobygger.pathway.matching.rules import WEIGHTS
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page

LABELS = {
    "interest": gettext_lazy("En interesse, de har fælles (højst to tæller)"),
    "near": gettext_lazy("Kort vej"),
    "company": gettext_lazy("Én eller en gruppe, som ønsket"),
    "weekday": gettext_lazy("En dag, der passer"),
    "free": gettext_lazy("Gratis"),
    "step_free": gettext_lazy("Uden trapper, når der er brug for det"),
    "transport": gettext_lazy("Kørsel, når der er brug for det"),
    "language": gettext_lazy("Et andet fælles sprog end dansk"),
}
MOST = 100


class WeightsForm(forms.Form):
    """Points for each reason; 0 lets it not count."""

    def __init__(self, data: Any = None, *, now: dict[str, float]) -> None:
        super().__init__(data, initial={name: round(now[name]) for name in LABELS})
        for name, label in LABELS.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST,
                error_messages={
                    "required": _("Skriv et tal."), "invalid": _("Skriv et helt tal."), "min_value": _("Mindst 0."),
                    "max_value": _("Højst 100."),
                },
            )  # fmt: skip


@guarded(Action.CHANGE_PROGRAMME, methods=("GET", "POST"))
def weights(request: Request) -> HttpResponse:
    """The points as they stand. Hard rules (stairs, sex, places) are never outweighed."""
    usual = "usual" in request.POST
    data = request.POST if request.method == "POST" and not usual else None
    form = WeightsForm(data, now=dict(queries.weights(request.actor)))
    if usual:
        matching.set_weights(points=None, by=request.actor, at=now())
        return done(request, _("Pointene er som sædvanlig igen."), reverse("weights"))
    if request.method == "POST" and form.is_valid():
        matching.set_weights(points=form.cleaned_data, by=request.actor, at=now())
        return done(request, _("Pointene er gemt. De gælder fra næste forslag."), reverse("weights"))
    return page(
        request,
        "staff/waiting/weights.jinja",
        form=form,
        usual=[(str(LABELS[name]), round(WEIGHTS[name])) for name in LABELS],
        status=422 if request.method == "POST" else 200,
    )
