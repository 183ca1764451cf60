"""The pages before a role is known: start, language, accessibility, and which of several roles is in use."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.queries import roles_of
from brobygger.web.shared import words
from brobygger.web.shared.guard import MEMBERSHIP
from brobygger.web.shared.language import COOKIE, LANGUAGES
from brobygger.web.shared.page import FIRST_PAGE

A_YEAR = 365 * 24 * 3600


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What Brobygger is. Somebody who is signed in has work to do and is led there."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "public/start.jinja")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law asks for."""
    return render(request, "public/accessibility.jinja")


@csrf_exempt  # a wish for a language is all that could be forged, and a token would set a cookie on public pages
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language for a year, and go back to the page it was chosen on."""
    back = request.POST.get("next", "/")
    response = HttpResponseRedirect(back if _is_our_own(back) else "/")
    chosen = request.POST.get("language")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _is_our_own(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


@require_GET
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the role in use; with several roles and none chosen, ask first."""
    held = _roles(request)
    if not held:
        return render(request, "shared/not_yours.jinja", {"actor": None}, status=403)
    chosen = _in_use(request, held)
    if chosen is None:
        return redirect("account")
    return redirect(FIRST_PAGE[chosen.role])


@require_GET
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Who the reader is here: the roles held, and how the sign-in is protected."""
    held = _roles(request)
    in_use = _in_use(request, held)
    context = {
        "held": held, "in_use": in_use, "words": words, "email": request.user.get_username(),
        "may_write_time": in_use is not None and may(in_use.role, Action.WRITE_OWN_TIME),
        "may_say_background": in_use is not None and may(in_use.role, Action.OWN_BACKGROUND),
    }  # fmt: skip
    return render(request, "public/account.jinja", context)


@require_POST
@login_required
def choose_role(request: HttpRequest) -> HttpResponse:
    """Use another of the roles the user holds from now on. A role not held is as if it did not exist: 404."""
    wanted = request.POST.get("membership", "")
    if wanted not in {str(actor.membership_id) for actor in _roles(request)}:
        return render(request, "404.html", status=404)
    request.session[MEMBERSHIP] = wanted
    return redirect("home")


def _roles(request: HttpRequest) -> list[Actor]:
    return roles_of(user=request.user, on=local_date(now()))  # type: ignore[arg-type]


def _in_use(request: HttpRequest, held: list[Actor]) -> Actor | None:
    """The role in use: the one chosen, or the only one; None while the choice is open."""
    chosen = request.session.get(MEMBERSHIP)
    by_id = {str(actor.membership_id): actor for actor in held}
    return by_id.get(chosen or "") or (held[0] if len(held) == 1 else None)
