"""An offer in plain Danish, with the language check beside it, and in other languages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers import queries
from brobygger.communities.offers.other_words import PLAIN, say_otherwise
from brobygger.registry.access.policy import Action
from brobygger.registry.wording.rules import LONGEST, Audience, TextKind
from brobygger.registry.wording.tongues import TONGUES, Tongue
from brobygger.web.partners.texts.views import PANEL_ALONE
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.text_panel import Panel, facts_beside, panel_of


class OtherWordsForm(forms.Form):
    """A short text in plain Danish, and one for each language. All of them may stand empty."""

    text = forms.CharField(
        label=gettext_lazy("På let dansk"), max_length=LONGEST, required=False, widget=forms.Textarea,
        help_text=gettext_lazy("Korte sætninger og kendte ord. Én ting i hver sætning."),
        error_messages={"max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, tongue in TONGUES.items():
            self.fields[code] = forms.CharField(
                label=tongue.name, max_length=LONGEST, required=False, widget=forms.Textarea,
                error_messages={"max_length": gettext_lazy("Skriv lidt kortere.")},
            )  # fmt: skip

    def in_tongues(self) -> list[tuple[Tongue, Any]]:
        """Each language with its field."""
        return [(tongue, self[code]) for code, tongue in TONGUES.items()]

    def texts(self) -> dict[str, str]:
        """What was written, by PLAIN or the language's code."""
        return {PLAIN if name == "text" else name: str(said) for name, said in self.cleaned_data.items()}


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def other_words(request: Request, offer_id: UUID) -> HttpResponse:
    """Plain Danish and other languages. The check advises and never stands in the way of saving."""
    shown = queries.to_describe(request.actor, offer_id)
    said = {"text": shown.description.get(PLAIN, ""), **{code: shown.description.get(code, "") for code in TONGUES}}
    form = OtherWordsForm(request.POST or None, initial=said)
    text = form.data.get("text", "") if form.is_bound else said["text"]
    if request.headers.get(PANEL_ALONE):
        return render(request, "partners/texts/panel.jinja", {"panel": _panel(text, shown)})
    if not form.is_valid() or "check" in request.POST:
        return page(
            request, "partners/texts/other_words.jinja", offer=shown, form=form, panel=_panel(text, shown),
            status=422 if form.errors else 200,
        )  # fmt: skip
    say_otherwise(offer=shown, texts=form.texts(), by=request.actor)
    say(request, _("Teksterne er gemt og står på tilbuddets side."))
    return redirect("offer_edit", offer_id=shown.id)


def _panel(text: str, offer: Any) -> Panel:
    return panel_of(text, audience=Audience.PARTICIPANT, kind=TextKind.OFFER, known=facts_beside(offer))
