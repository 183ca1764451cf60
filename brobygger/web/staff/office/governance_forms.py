"""What is asked about groups, agreements, risks, things, and who takes over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.governance import rules
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.office import fields, said

People = Sequence[tuple[str, str]]


class WithPeople(forms.Form):
    """A form with an owner to choose: `people` are the ids and names."""

    owner_field = "owner"

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = [] if self.fields[self.owner_field].required else [("", _("ingen endnu"))]
        choose_among(self, self.owner_field, [*empty, *people])


class CouncilForm(forms.Form):
    """A group."""

    name = fields.text(_("Hvad hedder gruppen?"))
    kind = fields.choice(_("Hvad er det for en gruppe?"), lambda: words.choices(said.COUNCIL_KINDS))
    task = fields.text(_("Hvad er dens opgave?"), required=False, most=500, lines=3)
    may_decide = fields.yes(_("Beslutning"), _("Gruppen må beslutte"))
    begins_on = fields.day(_("Første dag"))
    ends_on = fields.day(_("Sidste dag"), required=False, help_text=_("En midlertidig gruppe varer typisk to måneder."))
    meets_every_days = fields.number(
        _("Hvor mange dage er der højst mellem møderne?"), required=False, least=1, most=1000,
        help_text=_("Hver tredje måned er 90 dage."),
    )  # fmt: skip
    next_meets_on = fields.day(_("Hvornår mødes I næste gang?"), required=False)
    units = fields.several(
        _("Hvilke enheder er den for?"), help_text=_("Kun for en lokal gruppe. Så følger tallene for området med.")
    )
    link = forms.URLField(
        label=_("Gruppens egen side"), required=False, max_length=200, assume_scheme="https",
        help_text=_("Når det er et netværk, der leder sig selv."),
        error_messages={"invalid": _("Skriv hele adressen, for eksempel https://…")},
    )  # fmt: skip

    def __init__(self, *args: Any, units: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "units", units)

    def clean_units(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["units"]]


class ChanceForm(forms.Form):
    """Where the effort could go, or who could join it."""

    kind = fields.choice(_("Hvad er det?"), lambda: words.choices(said.CHANCES))
    name = fields.text(_("Hvem eller hvor?"), help_text=_("Fx Søparken, biblioteket eller købmanden på torvet"))
    year = fields.number(_("Hvilket år?"), least=2000, most=2100)
    status = fields.choice(_("Hvor langt er I?"), lambda: words.choices(said.CHANCE_STATES), radio=True)
    next_on = fields.day(_("Hvornår taler I med dem igen?"), required=False)
    note = fields.text(_("Hvad er aftalt, og hvem taler med dem?"), required=False, most=500, lines=3)


class SeatForm(WithPeople):
    """Somebody in a group: one from the list, or a name from outside."""

    owner_field = "member"
    member = fields.choice(_("Vælg en kollega"), [], required=False)
    name = fields.text(
        _("Eller skriv et navn"), required=False, help_text=_("Fx Ældre Sagens formand. Skriv også hvorfra.")
    )
    chairs = fields.yes(_("Leder"), _("Indkalder og leder mødet"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("member") and not given.get("name") and not self.errors:
            raise forms.ValidationError(_("Vælg en kollega, eller skriv et navn."))
        return given


class MeetingForm(WithPeople):
    """A meeting that was held."""

    held_on = fields.day(_("Hvornår mødtes I?"))
    agenda = fields.text(_("Dagsorden"), required=False, most=4000, lines=4)
    decisions = fields.text(
        _("Hvad besluttede I?"), required=False, most=4000, lines=5, help_text=_("Skriv hver beslutning på sin linje.")
    )
    owner = fields.choice(_("Hvem sørger for, at det bliver gjort?"), [], required=False)
    due_on = fields.day(_("Hvornår skal det være gjort?"), required=False)
    next_meets_on = fields.day(_("Hvornår mødes I næste gang?"), required=False)

    def clean_decisions(self) -> list[str]:
        decided = fields.lines_of(self.cleaned_data["decisions"])
        if any(len(line) > 500 for line in decided):
            raise forms.ValidationError(_("En beslutning må højst fylde 500 tegn. Del den i flere linjer."))
        return decided


class DutyForm(WithPeople):
    """Who does what."""

    owner = fields.choice(_("Hvem?"), [])
    what = fields.text(
        _("Har hvilken opgave?"), help_text=_("Fx sparring med hjemmeplejen, eller kontakt til foreninger.")
    )
    since = fields.day(_("Fra hvilken dag?"), required=False, help_text=_("Lad stå tomt, hvis det er fra i dag."))


class HandOverForm(WithPeople):
    """From which day somebody else has the duty."""

    owner_field = "successor"
    on = fields.day(_("Fra hvilken dag?"))
    successor = fields.choice(_("Hvem har den så?"), [], required=False)


class AgreementForm(WithPeople):
    """An agreement and its parties."""

    about = fields.text(_("Hvad handler aftalen om?"), most=300, lines=2)
    kind = fields.choice(_("Hvad er det for en aftale?"), lambda: words.choices(said.AGREEMENT_KINDS))
    parties = fields.text(
        _("Hvem er parter, og hvad gør de?"), most=4000, lines=4,
        help_text=_("Hver part på sin linje, fx: Røde Kors: kontakter mændene"),
    )  # fmt: skip
    starts_on = fields.day(_("Gælder fra"))
    ends_on = fields.day(
        _("Gælder til"), required=False, help_text=_("Lad stå tomt, hvis den gælder, indtil den siges op.")
    )
    warn_weeks = fields.number(_("Hvor mange uger før skal I mindes om at forny den?"), least=1, most=104)
    price_dkk = fields.number(_("Pris i kroner om året"), required=False, most=1_000_000_000)
    owner = fields.choice(_("Hvem passer på aftalen?"), [], required=False)
    asset = fields.choice(
        _("Hvilket lokale lover aftalen?"), [], required=False,
        help_text=_("Fx når I må blive der, efter at indsatsen er slut. Lokalerne står under »Lokaler og biler«."),
    )  # fmt: skip

    def __init__(self, *args: Any, assets: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "asset", [("", _("intet lokale")), *assets])

    def clean_parties(self) -> dict[str, str]:
        pairs = [line.partition(":") for line in fields.lines_of(self.cleaned_data["parties"])]
        parties = {name.strip(): does.strip() for name, _colon, does in pairs if name.strip()}
        if any(len(name) > 200 or len(does) > 300 for name, does in parties.items()):
            raise forms.ValidationError(_("Skriv højst 200 tegn i et navn og 300 tegn om, hvad parten gør."))
        return parties


class PaperForm(forms.Form):
    """The paper's own words, the signed PDF, or both."""

    text = fields.text(_("Aftalens egne ord"), required=False, most=rules.MOST_PAPER, lines=12)
    file = forms.FileField(
        label=_("Den underskrevne aftale som PDF"), required=False,
        help_text=_("Højst 10 MB. Den gemmes krypteret, og kun de, der ser kontoret, kan hente den."),
        error_messages={"empty": _("Filen er tom."), "invalid": _("Vælg en fil.")},
    )  # fmt: skip


class StepForm(WithPeople):
    """A milestone of an agreement."""

    text = fields.text(_("Hvad skal være nået?"), most=300)
    due_on = fields.day(_("Hvornår?"))
    owner = fields.choice(_("Hvem holder øje?"), [], required=False)


class RiskForm(WithPeople):
    """A risk."""

    text = fields.text(_("Hvad kan gå galt?"), most=300, lines=2)
    do = fields.text(_("Hvad gør I ved det?"), required=False, most=500, lines=2)
    likelihood = fields.choice(_("Hvor stor er chancen for, at det sker?"), lambda: _levels(), radio=True)
    impact = fields.choice(_("Hvor stor er skaden, hvis det sker?"), lambda: _levels(), radio=True)
    owner = fields.choice(_("Hvem holder øje?"), [], required=False)
    look_on = fields.day(_("Hvornår ser I på det igen?"), required=False)


class AssetForm(forms.Form):
    """A room, a vehicle or another thing."""

    kind = fields.choice(_("Hvad er det?"), lambda: words.choices(said.ASSET_KINDS), radio=True)
    name = fields.text(_("Navn"), help_text=_("Fx Store sal, eller bus med lift"))
    place = fields.text(_("Hvor?"), required=False)
    seats = fields.number(_("Hvor mange er der plads til?"), required=False, least=1, most=5000)
    keeper = fields.text(_("Hvem har nøglen, eller hvem booker man hos?"), required=False)
    note = fields.text(_("Godt at vide"), required=False, most=300, lines=2)


class PassOnForm(WithPeople):
    """Who takes over."""

    owner_field = "successor"
    successor = fields.choice(_("Hvem tager over?"), [])


def _levels() -> list[tuple[str, str]]:
    return [(level, str(said.LEVELS[level])) for level in rules.LEVELS]
