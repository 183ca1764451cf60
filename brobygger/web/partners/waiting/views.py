"""Those who wait, without names: an association sees what is wished, and can begin to look for it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import match_pairs, two_sides
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.waiting import said


@guarded(Action.SEE_REFERRALS)
def nameless(request: Request) -> HttpResponse:
    """By programme, longest first; the names come when a person has said yes to it."""
    told = two_sides.nameless_for(by=request.actor, at=now())
    programmes = [(programme, [said(one) for one in waiting]) for programme, waiting in told]
    may_answer = may(request.actor.role, Action.ANSWER_REFERRAL)
    return page(request, "partners/waiting/nameless.jinja", programmes=programmes, may_answer=may_answer)


@guarded(Action.ANSWER_REFERRAL, methods=("GET", "POST"))
def pairs_to_agree(request: Request) -> HttpResponse:
    """The association's own yes before one of its volunteers is joined with somebody; still no name."""
    if request.method == "POST":
        yes = "yes" in request.POST
        try:
            chosen = UUID(request.POST.get("yes" if yes else "no", ""))
        except ValueError:
            raise NotVisible("pair") from None
        match_pairs.agree(pair_id=chosen, yes=yes, by=request.actor, at=now())
        said_so = _("Tak. Koordinatoren taler med borgeren.") if yes else _("Tak. De to bliver ikke foreslået igen.")
        return done(request, said_so, reverse("pairs_to_agree"))
    asked = match_pairs.to_agree(by=request.actor, at=now())
    return page(request, "partners/waiting/pairs.jinja", pairs=[(pair, said(one)) for pair, one in asked])
