"""An instrument in other languages: which there are, and the words of one, text by text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.policy import Action
from brobygger.registry.own_instruments import operations, queries, words_rules
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.told_words import TONGUES
from brobygger.web.staff.instruments import telling
from brobygger.web.staff.instruments.shelf import known


class WordsForm(forms.Form):
    """One field for each Danish text; what is left empty can be written later."""

    def __init__(self, *args: Any, texts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for number, text in enumerate(texts, start=1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=text, required=False, max_length=words_rules.LONGEST, widget=forms.Textarea,
                error_messages={"max_length": _("Skriv højst %(limit_value)s tegn.")},
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        """Danish text → the same in the language."""
        return {text: self.cleaned_data[f"text_{number}"] for number, text in enumerate(self.texts, start=1)}


@guarded(Action.MAKE_INSTRUMENT)
def languages(request: Request, instrument: str) -> HttpResponse:
    """Every language, with how much of it there is."""
    found = known(instrument)
    given, of = queries.words_in(request.actor, found), len(words_rules.texts_of(found))
    rows = [
        (
            one.code,
            TONGUES[one.code],
            of - len(words_rules.missing(found, given[one.code].words)) if one.code in given else 0,
            given.get(one.code),
        )
        for one in words_rules.LANGUAGES.values()
    ]
    return page(
        request, "staff/instruments/languages.jinja", instrument=found, rows=rows, of=of, in_words=telling.in_words
    )  # fmt: skip


@guarded(Action.MAKE_INSTRUMENT, methods=("GET", "POST"))
def words(request: Request, instrument: str, tongue: str) -> HttpResponse:
    """The words of one language. A new version begins with what was said for the earlier one."""
    actor, found = request.actor, known(instrument)
    if tongue not in words_rules.LANGUAGES:
        raise Http404
    texts = words_rules.texts_of(found)
    row = queries.words_in(actor, found).get(tongue)
    before = row.words if row else queries.earlier_words(actor, found, tongue)
    initial = {f"text_{number}": before.get(text, "") for number, text in enumerate(texts, start=1)}
    form = WordsForm(request.POST if request.method == "POST" else None, texts=texts, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = operations.give_words(instrument=found, language=tongue, words=form.words(), by=actor, at=now())
        except Refusal as refusal:
            form.add_error("text_1", str(refusal.message))
        else:
            missing = len(words_rules.missing(found, kept.words))
            said = _("Gemt. Der mangler %(n)s tekster, før der kan spørges på sproget.") % {"n": missing}
            sentence = said if missing else _("Gemt. Der kan nu spørges på sproget, på besøg og på papir.")
            return done(request, sentence, reverse("instrument_languages", args=[found.ref]))
    return page(
        request, "staff/instruments/words.jinja", status=422 if request.method == "POST" else 200, form=form,
        instrument=found, tongue=tongue, name=TONGUES[tongue], in_words=telling.in_words,
        from_the_right=words_rules.from_the_right(tongue),
    )  # fmt: skip
