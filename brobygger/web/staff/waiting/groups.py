"""Groups in the making: proposed, changed by people, and proposed again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import form_groups
from brobygger.pathway.matching import operations as matching
from brobygger.pathway.matching import queries
from brobygger.programmes.running import queries as programmes
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.people import queries as people
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.waiting import showing
from brobygger.web.staff.waiting.forms import CompanyForm, TermsForm

USUAL_SIZE = (6, 8)  # when neither recipe nor offer says anything


@guarded(Action.MATCH_WAITING, methods=("POST",))
def begin(request: Request) -> HttpResponse:
    """Propose groups for an offer, by the recipe's own size; when somebody has begun, go on with theirs."""
    actor: Actor = request.actor
    programme = programmes.get(actor, uuid_of(request.POST.get("programme", "")))
    chosen = request.POST.get("offer", "")
    if not chosen:
        raise Refusal(_("Vælg det tilbud, grupperne skal være i."))
    offer = offers.get(actor, uuid_of(chosen))
    sizes = [one.size for one in recipe_of(programme).activities if one.kind == "group" and one.size]
    least, most = sizes[0] if sizes else USUAL_SIZE
    by_address = any("distance" in one.matched_on(local_date(now())) for one in recipe_of(programme).activities)
    terms = matching.ChosenTerms(size_min=least, size_max=most, rule="address" if by_address else "interests")
    made = form_groups.begin(programme=programme, offer=offer, terms=terms, by=actor, at=now())
    return HttpResponseRedirect(reverse("group_proposal", args=[made.id]))


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def proposal(request: Request, group_proposal_id: UUID) -> HttpResponse:
    """The groups as they stand. Every change says which version it was made from."""
    actor: Actor = request.actor
    shown = queries.group_proposal(actor, group_proposal_id)
    sizes = (shown.size_min, shown.size_max)
    changing = "solve" in request.POST
    form = TermsForm(request.POST if changing else None, now=sizes, initial=TermsForm.starting_with(shown))
    if request.method == "POST":
        if not changing:
            return done(request, _changed(request, actor, shown), _to(shown))
        if form.is_valid():
            terms = matching.ChosenTerms(**form.terms())
            solved = form_groups.solve(proposal=shown, seen=seen(request), terms=terms, by=actor, at=now())
            if solved.solving_since:
                return done(
                    request, _("Der er mange, så der regnes i baggrunden. Du kan gøre noget andet imens."), _to(shown)
                )
            return done(request, _("Nyt forslag. De fastholdte er blevet, hvor de var."), _to(shown))
    stands = form_groups.standing(proposal=shown, by=actor, on=local_date(now()))
    return page(
        request,
        "staff/waiting/group_proposal.jinja",
        status=422 if request.method == "POST" else 200,
        proposal=shown,
        form=form,
        **showing.everything(actor, stands),
    )


@guarded(Action.MATCH_WAITING, methods=("POST",))
def company(request: Request, group_proposal_id: UUID) -> HttpResponse:
    """Write down that somebody wishes to be with, or without, somebody."""
    actor: Actor = request.actor
    shown = queries.group_proposal(actor, group_proposal_id)
    waiting = queries.waiting(actor, shown.programme_id)
    form = CompanyForm(request.POST, people=[(str(row.person_id), "") for row in waiting])
    if not form.is_valid():
        raise Refusal(_("Vælg to borgere, der venter, og hvad de ønsker."))
    given = form.cleaned_data
    matching.wish_company(
        person=people.get(actor, UUID(given["person"])),
        other=people.get(actor, UUID(given["other"])),
        together={"with": True, "without": False, "none": None}[given["how"]],
        by=actor,
        at=now(),
    )
    return done(request, _("Ønsket er skrevet ned. Foreslå igen, så tages det med."), _to(shown))


def _changed(request: Request, actor: Actor, shown: Any) -> str:
    """Carry out the one thing that was pressed; what was done, in a sentence."""
    what = next((name for name in _ACTS if name in request.POST), "")
    if not what:
        raise Refusal(_("Vælg, hvad der skal ske."))
    seat = queries.seat(actor, shown, uuid_of(request.POST[what]))
    if what == "let_go":
        form_groups.let_go(proposal=shown, seen=seen(request), seat=seat, by=actor, at=now())
        return _("Pladsen er fri igen, og borgeren står på ventelisten.")
    number = _number(request.POST.get(f"to-{seat.id}", "")) if what == "move" else None
    matching.change(proposal=shown, seen=seen(request), by=actor, at=now())
    if what == "move":
        matching.move(seat=seat, number=number)
        return _("Flyttet til gruppe %s, og fastholdt dér.") % number if number else _("Flyttet ud af grupperne.")
    if what in ("pin", "unpin"):
        matching.pin(seat=seat, pinned=what == "pin")
        return _("Fastholdt i gruppen.") if what == "pin" else _("Ikke fastholdt længere.")
    matching.refuse(seat=seat, refused=what == "refuse")
    if what == "refuse":
        return _("Ikke i disse grupper. Borgeren venter stadig.")
    return _("Kan igen komme med i grupperne.")


_ACTS = ("move", "pin", "unpin", "refuse", "admit", "let_go")


def _number(text: str) -> int | None:
    return whole(text, most_digits=3)


def seen(request: Request) -> int:
    """The version the page was made from; a page without one is as old as can be."""
    return whole(request.POST.get("seen", "")) or 0


def uuid_of(text: str) -> UUID:
    """An id that was sent. Raises NotVisible for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("id") from None


def _to(shown: Any) -> str:
    return reverse("group_proposal", args=[shown.id])
