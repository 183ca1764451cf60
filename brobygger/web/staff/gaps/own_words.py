"""Words people themselves use of what they like: proposed, and decided about by a coordinator (R162)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.communities.offers import interests
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import own_interests
from brobygger.pathway.matching.gap_rules import TOLD_FROM
from brobygger.registry.access.policy import Action
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interests import interests_of
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

CHOOSE = {"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")}
SHORTER = {"required": gettext_lazy("Skriv ordet."), "max_length": gettext_lazy("Skriv lidt kortere.")}
DECISIONS = (
    ("new", gettext_lazy("En ny interesse")),
    ("same", gettext_lazy("Det samme som en interesse, vi har")),
    ("none", gettext_lazy("Ikke en interesse. Foreslå det ikke igen")),
)


class DecideForm(forms.Form):
    """What a word is."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Hvad er det?"), choices=DECISIONS, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    word = forms.CharField(
        label=gettext_lazy("Sådan skal det stå på listen"), max_length=own_interests.LONGEST, error_messages=SHORTER
    )
    interest = forms.ChoiceField(
        label=gettext_lazy("Hører til"), required=False, error_messages=CHOOSE,
        help_text=gettext_lazy("Det, ordet er en slags af, eller det, det er det samme som."),
    )  # fmt: skip
    synonyms = forms.CharField(
        label=gettext_lazy("Andre ord for det samme"), max_length=300, required=False, error_messages=SHORTER,
        help_text=gettext_lazy("Adskil med komma. Så kan det også findes under de ord."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The same as something needs something."""
        said = super().clean() or {}
        if said.get("decision") == "same" and not said.get("interest"):
            self.add_error("interest", _("Vælg den interesse, det er det samme som."))
        return said


@guarded(Action.MATCH_WAITING)
def proposals(request: Request) -> HttpResponse:
    """Words several people have used, and the words that are decided about."""
    actor = request.actor
    decided = interests.decided(actor)
    told = [(row.word, _told(row), row) for row in decided]
    return page(
        request, "staff/gaps/own_words.jinja", told_from=TOLD_FROM, decided=told,
        found=own_interests.proposed(actor, common=list(words.INTERESTS)), labels=words.INTERESTS,
    )  # fmt: skip


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def one(request: Request) -> HttpResponse:
    """Decide about one word (?ord=), or change what was decided."""
    actor = request.actor
    asked = request.GET.get("ord", "")[: own_interests.LONGEST].strip()
    if not asked:
        return redirect("own_words")
    known = next((row for row in interests.decided(actor) if row.word == asked), None)
    form = DecideForm(request.POST or None, initial=_starting_with(asked, known, request.GET.get("som", "")))
    choose_among(
        form, "interest", [("", _("ingen af dem")), *(kept for kept in interests_of(actor) if kept[0] != asked)]
    )
    if not form.is_valid():
        return page(request, "staff/gaps/own_word.jinja", form=form, word=asked, status=422 if form.is_bound else 200)
    say(request, _decided(request, asked, form.cleaned_data))
    return redirect("own_words")


def _decided(request: Request, asked: str, said: dict[str, Any]) -> str:
    by, at = request.actor, now()
    if said["decision"] == "none":
        own_interests.refuse(word=asked, by=by, at=at)
        return _("«%(word)s» bliver ikke foreslået igen.") % {"word": asked}
    if said["decision"] == "same":
        tied = own_interests.is_the_same(word=asked, interest=said["interest"], by=by, at=at)
    else:
        synonyms = [asked, *said["synonyms"].split(",")]
        kept = [each for each in synonyms if each.strip()]
        tied = own_interests.take_in(word=said["word"], parent=said["interest"], synonyms=kept, by=by, at=at)
    people = ngettext("%(n)s borgers egne ord er knyttet til det.", "%(n)s borgeres egne ord er knyttet til det.", tied)
    return _("Det er gemt.") + " " + people % {"n": tied}


def _starting_with(asked: str, known: Any, like: str) -> dict[str, Any]:
    if known is None:
        return {"word": asked, "decision": "same" if like in words.INTERESTS else "new", "interest": like}
    decision = "none" if not known.known else "new" if known.interest == known.word else "same"
    return {
        "word": asked, "decision": decision, "synonyms": ", ".join(known.synonyms),
        "interest": known.parent if decision == "new" else known.interest,
    }  # fmt: skip


def _told(row: Any) -> str:
    """What was decided, in words."""
    if not row.known:
        return _("ikke en interesse")
    if row.interest != row.word:
        return _("det samme som %(what)s") % {"what": words.said(words.INTERESTS, row.interest)}
    if row.parent:
        return _("en interesse, en slags %(what)s") % {"what": words.said(words.INTERESTS, row.parent)}
    return _("en interesse")
