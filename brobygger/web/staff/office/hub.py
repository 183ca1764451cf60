"""The office of a programme: what to do now, and a card for each part with one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.counts import capped_counts
from brobygger.programmes.anchoring import queries as anchors
from brobygger.programmes.anchoring import rules as anchoring
from brobygger.programmes.finances import queries as finances
from brobygger.programmes.finances import rules as paying
from brobygger.programmes.governance import queries as governance
from brobygger.programmes.governance import rules as governing
from brobygger.programmes.training import queries as training
from brobygger.programmes.training import release
from brobygger.programmes.training import rules as learning
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import councils, courses, said
from brobygger.web.staff.office.asking import programme_and_recipe


@dataclass(frozen=True)
class ToDo:
    """One thing that waits, and where it is done."""

    text: str
    href: str
    colour: str = "yellow"


@dataclass(frozen=True)
class Part:
    """A card of the office."""

    title: str
    href: str
    sentence: str


@guarded(Action.SEE_OFFICE)
def office(request: Request, programme_id: UUID) -> HttpResponse:
    """The hub: constant queries, whatever the number of groups, courses and entries."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    today = local_date(now())

    def to(name: str) -> str:
        return reverse(name, args=[programme.id])

    groups = governance.councils(actor, programme, on=today)
    duties = governance.duties(actor, programme, on=today)
    unclear = councils.unclear(programme, recipe, groups, duties, today)
    agreements: list[Any] = list(governance.agreements_at_work(actor, programme))
    risks = governance.risks(actor, programme)
    decisions = governance.open_decisions(programme)
    counts = capped_counts(
        {"open": decisions, "late": decisions.filter(due_on__lt=today), "asked": release.unanswered(programme)}
    )
    to_do = [ToDo(sentence, to("councils")) for sentence in unclear[:3]]
    to_do += [ToDo(_late(counts["late"]), to("councils"))] if counts["late"] else []
    if counts["asked"] and may(actor.role, Action.RUN_OFFICE):  # the others cannot answer
        to_do.append(ToDo(_released(counts["asked"]), to("time")))
    for one in agreements:
        standing = governing.renewal(one.ends_on, warn_weeks=one.warn_weeks, today=today)
        if standing != "runs":
            to_do.append(ToDo(_agreement(one, standing), to("agreements"), "red" if standing == "ended" else "yellow"))
    soon = today + timedelta(days=governing.SOON_DAYS)
    to_do += [
        ToDo(
            _("Milepæl i en aftale: %(text)s") % {"text": one.next_step},
            reverse("agreement_papers", args=[one.id]),
            "red" if one.next_due < today else "yellow",
        )
        for one in agreements
        if one.next_due is not None and one.next_due <= soon
    ]
    grave = [one for one in risks if governing.risk_colour(one.likelihood, one.impact) == "red"]
    looked = [one for one in risks if one.look_on is not None and one.look_on <= today]
    to_do += [ToDo(_("Se på risikoen igen: %(text)s") % {"text": one.text}, to("risks")) for one in looked[:2]]
    found = training.courses(actor, programme)
    came = training.came(actor, programme)
    taught = training.taught(found, came, courses.units_of(actor, programme))
    told = learning.warnings(taught, starts_on=programme.starts_on, today=today)
    to_do += [ToDo(said.warn(one), to("courses"), "red" if one.code == "stops_start" else "yellow") for one in told[:3]]
    grants = finances.grants(actor, programme)
    for grant in grants:
        if paying.standing(grant.ends_on, today=today) == "ends_soon":
            to_do.append(ToDo(_("Pengene slutter snart: %(name)s") % {"name": grant.name}, to("money")))
    anchor = anchors.anchors(actor, [programme])[programme.id]
    gaps = [said.missing(one) for one in anchoring.missing(anchor, today=today)]
    to_do += [ToDo(sentence, to("anchoring")) for sentence in gaps[:2]]
    trained = learning.hours(one for _course, _unit, one in came)
    parts = [
        Part(_("Grupper og beslutninger"), to("councils"), _groups(len(groups), counts["open"])),
        Part(_("Aftaler"), to("agreements"), _agreements(len(agreements))),
        Part(_("Risici"), to("risks"), _risks(len(risks), len(grave))),
        Part(_("Kurser"), to("courses"), _courses(len(found), trained)),
        Part(_("Ambassadører"), to("ambassadors"), _("Hvem de er i hver enhed, deres stedfortræder og kurser.")),
        Part(_("Besøg i enhederne"), to("unit_visits"), _("Hvor ledelsen har været, og hvem der venter.")),
        Part(_("Opmærksomhed"), to("attention"), _("Hvad hver enhed spørger, henviser, holder møder om og mangler.")),
        Part(_("Penge"), to("money"), _money(len(grants))),
        Part(_("Forankring"), to("anchoring"), _anchored(anchor.model, len(gaps))),
        Part(_("Tid"), to("time"), _("Hvad tiden går til, og hvor meget der koordineres.")),
        Part(_("Hvor kan det brede sig hen?"), to("chances"), _("Områder, butikker, foreninger og naboer, år for år.")),
        Part(_("Politikker og planer"), to("policies"), _("Hvad indsatsen svarer på, og hvor det står.")),
        Part(_("Lokaler og biler"), to("assets"), _("Hvad I bruger, og hvem der har nøglen.")),
    ]
    return page(
        request, "staff/office/office.jinja", programme=programme, to_do=to_do, parts=parts,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )  # fmt: skip


def _late(number: int) -> str:
    return ngettext(
        "%(n)s beslutning skulle have været gjort.", "%(n)s beslutninger skulle have været gjort.", number
    ) % {"n": number}


def _released(number: int) -> str:
    return ngettext(
        "%(n)s har bedt om mere fritaget tid.", "%(n)s har bedt om mere fritaget tid.", number
    ) % {"n": number}  # fmt: skip


def _agreement(one: Any, standing: str) -> str:
    about = one.about
    if one.asset:
        said = {"ended": _("Løftet om %(room)s er udløbet: %(about)s"),
                "renew": _("Løftet om %(room)s slutter snart: %(about)s")}  # fmt: skip
        return said[standing] % {"room": one.asset.name, "about": about}
    if standing == "ended":
        return _("Aftalen er udløbet: %(about)s") % {"about": about}
    return _("Aftalen skal snart fornys: %(about)s") % {"about": about}


def _groups(groups: int, decisions: int) -> str:
    if not groups:
        return _("Ingen grupper er nedsat endnu.")
    told = ngettext("%(n)s gruppe", "%(n)s grupper", groups) % {"n": groups}
    waiting = ngettext(
        "%(n)s beslutning venter på at blive gjort", "%(n)s beslutninger venter på at blive gjort", decisions
    )
    return f"{told}, {waiting % {'n': decisions}}." if decisions else f"{told}."


def _agreements(number: int) -> str:
    if not number:
        return _("Ingen aftaler er skrevet ned endnu.")
    return ngettext("%(n)s aftale gælder.", "%(n)s aftaler gælder.", number) % {"n": number}


def _courses(number: int, trained: learning.Hours) -> str:
    if not number:
        return _("Ingen kurser er planlagt endnu.")
    planned = ngettext("%(n)s kursus", "%(n)s kurser", number) % {"n": number}
    if not trained.people:
        return _("%(planned)s. Ingen har været med endnu.") % {"planned": planned}
    values = {"planned": planned, "n": trained.people, "each": said.hours(trained.each)}
    return _("%(planned)s. %(n)s har været med, %(each)s hver.") % values


def _money(grants: int) -> str:
    if not grants:
        return _("Ingen penge er skrevet ned endnu.")
    return ngettext("%(n)s bevilling eller pulje.", "%(n)s bevillinger og puljer.", grants) % {"n": grants}


def _anchored(model: str | None, gaps: int) -> str:
    if model is None:
        return _("Planen er ikke begyndt.")
    told = str(said.MODELS[model]).capitalize()
    missing = ngettext("%(n)s ting mangler", "%(n)s ting mangler", gaps) % {"n": gaps}
    return f"{told}. {missing}." if gaps else f"{told}."


def _risks(number: int, grave: int) -> str:
    if not number:
        return _("Ingen risici er skrevet ned endnu.")
    told = ngettext("%(n)s risiko", "%(n)s risici", number) % {"n": number}
    return (
        f"{told}, {_('%(n)s stor') % {'n': grave} if grave == 1 else _('%(n)s store') % {'n': grave}}."
        if grave
        else f"{told}."
    )
