"""Short films of how it is at an offer: files of one's own or a link, with captions, words and everybody's yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers import queries as offers
from brobygger.communities.reach import film_rules, films
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.reach.forms import FilmConsentForm, FilmForm, NewFilmForm
from brobygger.web.staff.register.uploads import limited, tell_too_large

LACKS = {
    "video": gettext_lazy("Filmen mangler: en fil på højst 25 MB, MP4 eller WebM"),
    "captions": gettext_lazy("Tekster mangler, så den kan ses uden lyd"),
    "poster": gettext_lazy("Et billede mangler: det, man ser, før filmen går i gang"),
    "transcript": gettext_lazy("Skriv, hvad der bliver sagt og vist"),
    "consent": gettext_lazy("Skriv, hvem der kan kendes i filmen og har sagt ja, eller at ingen kan kendes"),
    "withdrawn": gettext_lazy("En, der er med, har sagt nej. Lav en ny film uden personen"),
}


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def offer_films(request: Request, offer_id: UUID) -> HttpResponse:
    """The films of an offer, and one more."""
    actor = request.actor
    offer = offers.to_describe(actor, offer_id)
    form = NewFilmForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = films.make(offer=offer, by=actor, at=now(), **form.cleaned_data)
        return redirect("offer_film", film_id=made.id)
    return page(
        request, "staff/reach/films.jinja", offer=offer, films=films.of_offer(actor, offer), form=form,
        status=422 if form.errors else 200,
    )  # fmt: skip


@limited
@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def offer_film(request: Request, film_id: UUID) -> HttpResponse:
    """One film: its files, its words, somebody's yes, and what it lacks before anybody may see it.

    All of it is one form, so that whichever button is pressed keeps what was written beside it.
    """
    actor = request.actor
    film = films.get(actor, film_id)
    form = _form(film, request.POST or None, request.FILES or None)
    tell_too_large(request, form, "video", str(films.WRONG["too_large"]))
    said_yes = request.POST.get("what") == "agree" or request.POST.get("name") or request.POST.get("agreed")
    consent = FilmConsentForm(request.POST if said_yes else None)
    if form.is_bound and form.is_valid() and _kept(request, film, form):
        if not consent.is_bound:
            say(request, _("Det er gemt."))
            return redirect("offer_film", film_id=film.id)
        if consent.is_valid():
            films.agree(
                film=film, name=consent.cleaned_data["name"], how=consent.cleaned_data["how"], by=actor, at=now()
            )
            say(request, _("Ja'et er skrevet ned, og det andet er gemt."))
            return redirect("offer_film", film_id=film.id)
    return _page(request, film, form, consent)


def _form(film: Any, *sent: Any) -> FilmForm:
    """What has been sent, or the film's words as they are kept."""
    kept = {
        "title": film.title, "transcript": film.transcript, "nobody_seen": film.nobody_seen,
        "link_has_captions": film.link_has_captions,
    }  # fmt: skip
    return FilmForm(*sent, initial=kept, linked=bool(film.link))


def _kept(request: Request, film: Any, form: FilmForm) -> bool:
    """Whether the words and every file were taken; what is wrong with a file is told beside it."""
    told, actor = form.cleaned_data, request.actor
    for part in film_rules.PARTS:
        file = told.get(part)
        if file is None:
            continue
        content = b"" if file.size > film_rules.TAKEN[part] else file.read()
        try:
            if file.size > film_rules.TAKEN[part]:
                raise Refusal(films.WRONG["too_large"], field=part)
            films.put_in(film=film, part=part, content=content, by=actor, at=now())
        except Refusal as refusal:
            form.add_error(part, str(refusal.message))
    if form.errors:
        return False
    films.write(
        film=film, title=told["title"], transcript=told["transcript"], nobody_seen=told["nobody_seen"],
        link_has_captions=told.get("link_has_captions", False), by=actor, at=now(),
    )  # fmt: skip
    return True


def _page(request: Request, film: Any, form: FilmForm, consent: FilmConsentForm) -> HttpResponse:
    return page(
        request, "staff/reach/film.jinja", offer=film.offer, shown=films.whole(film), form=form, lacks=LACKS,
        consent=consent, may_erase=films.may_erase(film), status=422 if form.errors or consent.errors else 200,
    )  # fmt: skip


@guarded(Action.EDIT_OFFER, methods=("POST",))
def withdraw(request: Request, film_consent_id: UUID) -> HttpResponse:
    """Somebody in the film says no now."""
    actor = request.actor
    consent = films.consent(actor, film_consent_id)
    films.withdraw(consent=consent, by=actor, at=now())
    say(request, _("Ingen kan se filmen mere, og filerne er slettet."))
    return redirect("offer_film", film_id=consent.film_id)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def erase(request: Request, film_id: UUID) -> HttpResponse:
    """A draft that was begun by mistake."""
    actor = request.actor
    film = films.get(actor, film_id)
    films.erase(film=film, by=actor)
    say(request, _("Udkastet er slettet."))
    return redirect("offer_films", offer_id=film.offer_id)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def show(request: Request, film_id: UUID) -> HttpResponse:
    """Anybody may see it, or nobody for now."""
    actor = request.actor
    film = films.get(actor, film_id)
    if film.shown:
        films.hide(film=film, by=actor, at=now())
        say(request, _("Filmen er skjult."))
    else:
        films.show(film=film, by=actor, at=now())
        say(request, _("Alle kan nu se filmen."))
    return redirect("offer_film", film_id=film.id)
