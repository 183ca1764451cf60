"""The package that whoever takes an effort over gets: what goes on by whom, contacts, rooms, agreements, handbook.

It is made from the plan for anchoring, the office's papers and the programme's handbook. It names colleagues and
organisations, and no person the effort is for: those follow by consent, one by one, on the bridge (R194).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.evaluation import recipe_changes
from brobygger.insight.evaluation import recipe_words as words
from brobygger.journeys import handbook, onward
from brobygger.journeys.handbook import Chapter, Handbook
from brobygger.journeys.handbook_blocks import Block, bullets, heading, some, table, text
from brobygger.journeys.report_paper import paper
from brobygger.pathway.referrals import onward as asking
from brobygger.programmes.anchoring import queries as anchoring
from brobygger.programmes.anchoring import rules
from brobygger.programmes.governance import queries as governance
from brobygger.programmes.governance.models import Agreement
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


def package(actor: Actor, programme: Programme, *, on: date) -> Handbook:
    """The package as chapters: the effort's own first, then the handbook. About ten queries."""
    book = handbook.of_programme(actor, programme, on=on)
    ours = [
        Chapter("goes_on", _("Det går videre"), tuple(_goes_on(actor, programme, book.language))),
        Chapter("contacts", _("Kontakter"), tuple(_contacts(actor, programme, on))),
        Chapter("papers", _("Aftaler og lokaler"), tuple(_papers(actor, programme, book.language))),
        Chapter("rules", _("Gruppernes egne regler"), tuple(_rules(actor, programme))),
        Chapter("consents", _("Samtykker og data"), tuple(_consents(actor, programme, on))),
    ]
    return replace(book, chapters=(*(one for one in ours if one.blocks), *book.chapters))


def as_pdf(book: Handbook) -> bytes:
    """The package as a tagged PDF (PDF/UA-1), set like the handbook."""
    said = {
        "by": _("Lavet med Brobygger"), "page": _("Side"), "made": _("Lavet"), "recipe": _("Opskrift"),
        "handbook": _("Pakke til dem, der tager over"), "contents": _("Indhold"),
        "day": recipe_changes.day_in_words(book.made_on, book.language),
    }  # fmt: skip
    return paper("handbook.typ", {**handbook.as_data(book), "words": said})


def _goes_on(actor: Actor, programme: Programme, language: str) -> list[Block]:
    plan = anchoring.plan(actor, programme)
    functions = anchoring.functions(actor, programme)
    model = words.ANCHORING_MODELS[plan.model] if plan else None
    stops = rules.stops(rules.Function(one.what, one.by, one.pays, one.agreed_on) for one in functions)
    rows = [(one.what, one.by or "–", one.pays or "–", _day(one.from_on, language)) for one in functions]
    shares = [
        _("Fra %(day)s betaler kommunen %(n)s procent.") % {"day": _day(one.from_on, language), "n": one.percent}
        for one in anchoring.shares(actor, programme)
    ]
    told = (model.en if language == "en" else model.da) if model else ""
    return some(
        text(f"{told} {plan.why}".strip() if plan else ""),
        table(_("Hvem gør hvad bagefter"), [_("Opgave"), _("Tages over af"), _("Betales af"), _("Fra")], rows),
        text(_("Dette stopper, hvis ingen siger ja: %(what)s.") % {"what": ", ".join(stops)} if stops else ""),
        bullets(shares),
    )  # fmt: skip


def _contacts(actor: Actor, programme: Programme, on: date) -> list[Block]:
    rows = [
        (seat.name, seat.organisation.name if seat.organisation else "–", council.name)
        for council in governance.councils(actor, programme, on=on)
        for seat in getattr(council, "seats_now", ())
    ]
    hosts = [(one.name, one.note or "–") for one in anchoring.host_options(actor, programme) if one.answer == "yes"]
    return some(
        table(_("Hvem er med i grupperne"), [_("Navn"), _("Organisation"), _("Gruppe")], rows),
        table(_("Foreninger, der har sagt ja"), [_("Forening"), _("Note")], hosts),
    )


def _papers(actor: Actor, programme: Programme, language: str) -> list[Block]:
    agreements = [
        (one.about, ", ".join(party.name for party in one.parties.all()), _day(one.ends_on, language))
        for one in governance.agreements(actor, programme)
    ]
    promised = governance.promises(actor, programme)
    things: list[Any] = list(governance.assets(actor, programme)[:200])
    assets = [
        (one.name, one.place or "–", one.keeper or "–", _promises(promised.get(one.id, []), language)) for one in things
    ]
    return some(
        table(_("Aftaler"), [_("Aftale"), _("Parter"), _("Gælder til")], agreements),
        table(_("Lokaler og biler"), [_("Navn"), _("Hvor"), _("Nøgle eller booking"), _("Lovet")], assets),
    )


def promised(agreement: Agreement, language: str) -> tuple[str, str]:
    """Until when the agreement promises its room, and by whom: the same words wherever a promise is told."""
    until = _("til %(day)s") % {"day": _day(agreement.ends_on, language)} if agreement.ends_on else ""
    return until or _("indtil aftalen siges op"), ", ".join(party.name for party in agreement.parties.all())


def _promises(agreements: Sequence[Agreement], language: str) -> str:
    return "; ".join(": ".join(promised(one, language)) for one in agreements) or "–"


def _rules(actor: Actor, programme: Programme) -> list[Block]:
    told = groups.rules_in(actor, programme.id)
    return [block for name, rules in told for block in (heading(name), bullets(_lines(rules)))]


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines()]


def _consents(actor: Actor, programme: Programme, on: date) -> list[Block]:
    """In numbers, small ones hidden: the package leaves the house."""
    found = onward.going(actor, programme, on=on)
    if found is None:
        return [text(_("Det er ikke besluttet, hvem der tager over. Derfor er ingen spurgt endnu."))]
    said = {
        "not_asked": _("Ikke spurgt endnu"), "asked": _("Spurgt, har ikke svaret"), "yes": _("Har sagt ja"),
        "handed": _("Oplysninger er fulgt med"), "no": _("Har sagt nej"),
    }  # fmt: skip
    shown = disclosure.one_way(asking.counted(found.people)).shown
    rows = [(said[state], _("skjult") if number is None else str(number)) for state, number in shown.items()]
    return some(
        text(_("Hver borger bliver spurgt, om oplysningerne må følge med til %(name)s.") % {"name": found.holder.name}),
        table(_("Så langt er vi"), [_("Svar"), _("Borgere")], rows),
        text(_("Efter et ja følger kun det med, som borgeren har valgt, fx navn, telefon og ønsker.")),
        text(_("CPR-nummer, screening og målinger følger aldrig med. Uden et ja følger intet med.")),
    )


def _day(day: date | None, language: str) -> str:
    return recipe_changes.day_in_words(day, language) if day else "–"
