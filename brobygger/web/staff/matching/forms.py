"""What is asked about wishes, and what is sent with a referral."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from brobygger.web.shared import words
from brobygger.web.staff.matching.reasons import COMPANY, ONLY, PLACES
from brobygger.web.staff.people.forms import YES_NO, ShareConsentForm

_UNKNOWN = ("", gettext_lazy("ikke spurgt"))


def _several(label: Any, choices: list[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip


def _text(label: Any, *, most: int, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class WishesForm(forms.Form):
    """The person's own wishes. Nothing has to be answered: what was not talked about is left open."""

    interests = _several(gettext_lazy("Hvad kunne du tænke dig?"), list(words.INTERESTS.items()))
    own_words = _text(
        gettext_lazy("Med borgerens egne ord"), most=1000, help_text=gettext_lazy("Det, borgeren selv siger.")
    )
    company = forms.ChoiceField(
        label=gettext_lazy("Helst sammen med"), choices=[_UNKNOWN, *COMPANY.items()], required=False
    )
    only_sex = forms.ChoiceField(
        label=gettext_lazy("Mænd eller kvinder?"),
        choices=[("", gettext_lazy("begge dele")), *ONLY.items()],
        required=False,
    )
    place = forms.ChoiceField(label=gettext_lazy("Hvor?"), choices=[_UNKNOWN, *PLACES.items()], required=False)
    weekdays = _several(gettext_lazy("Dage, der passer"), list(enumerate(words.WEEKDAYS)))
    barriers = _several(gettext_lazy("Hvad kan stå i vejen?"), list(words.BARRIERS.items()))
    comes_with = forms.CharField(
        label=gettext_lazy("Kommer gerne sammen med"), required=False, max_length=200,
        help_text=gettext_lazy("En ven, en nabo eller ægtefællen. Skriv navnet."),
    )  # fmt: skip
    wants_companion = forms.ChoiceField(
        label=gettext_lazy("Vil gerne følges med nogen de første gange"),
        choices=[_UNKNOWN, *YES_NO.items()],
        required=False,
    )
    price_at_most_dkk = forms.IntegerField(
        label=gettext_lazy("Må højst koste, kroner pr. gang"), required=False, min_value=0, max_value=10_000
    )
    resources = _text(gettext_lazy("Hvad kan borgeren, og hvad har borgeren lyst til at give?"), most=1000)
    life_story = _text(
        gettext_lazy("Fra livet"), most=3000, help_text=gettext_lazy("Arbejde, steder, det der har betydet noget.")
    )
    life_words = forms.CharField(
        label=gettext_lazy("Ord fra livet, som andre kan have til fælles"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Adskil med komma, for eksempel: landmand, Grønland, marinen."),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Hvordan talte I sammen?"), choices=list(words.MODES.items()))

    @staticmethod
    def starting_with(wishes: Any | None) -> dict[str, Any]:
        """The form as the wishes stand now; an empty one before the first talk."""
        if wishes is None:
            return {"mode": "visit"}
        values = {name: getattr(wishes, name) for name in WishesForm.base_fields}
        values["wants_companion"] = {True: "yes", False: "no", None: ""}[wishes.wants_companion]
        return {**values, "life_words": ", ".join(wishes.life_words)}

    def wishes(self) -> dict[str, Any]:
        """What `map_wishes` takes; `mode` is given beside it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "mode"}
        given["life_words"] = words.listed(given["life_words"])
        given["weekdays"] = [int(day) for day in given["weekdays"]]
        given["wants_companion"] = {"yes": True, "no": False, "": None}[given["wants_companion"]]
        return given


class ReferForm(forms.Form):
    """What the person wishes the receiver to know. The answers on consent stand on the same page when it is missing."""

    words = _text(
        gettext_lazy("En hilsen til dem, der skal tage imod"),
        most=1000,
        help_text=gettext_lazy(
            "Skriv kun det, borgeren vil have, at de ved. Intet om helbred, som ikke er nødvendigt."
        ),
    )


class ReferWithConsentForm(ShareConsentForm):
    """Consent for one receiver that is known already, and the greeting."""

    words = ReferForm.base_fields["words"]
    field_order = ("receiver", "data", "how", "expires_on", "words")

    def __init__(self, *args: Any, receiver: tuple[str, str], **kwargs: Any) -> None:
        kwargs["initial"] = {"receiver": receiver[0], **kwargs.get("initial", {})}
        super().__init__(*args, receivers=[receiver], **kwargs)
        self.fields["receiver"].widget = forms.HiddenInput()
