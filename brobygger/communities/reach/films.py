"""Films: made, shown to anybody, hidden the moment somebody in them says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import may_describe
from brobygger.communities.reach import film_rules as rules
from brobygger.communities.reach import posters
from brobygger.communities.reach.models import Film, FilmConsent, FilmPart
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.context import as_anybody
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor

WRONG = {
    "empty": _("Filen er tom."),
    "too_large": _("Filen er for stor."),
    "unreadable": _("Vi kunne ikke læse billedet. Prøv med et andet billede, fx et skærmbillede."),
    "type": _("Den slags fil kan vi ikke vise. Brug MP4 eller WebM til filmen, VTT til teksterne og JPG eller PNG til "
              "billedet."),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A film as those who keep it see it: its parts, who has said yes or no, and what it lacks."""

    film: Film
    parts: frozenset[str]
    consents: tuple[FilmConsent, ...]
    missing: tuple[str, ...]


@transaction.atomic
def make(*, offer: Offer, title: str, link: str, by: Actor, at: datetime) -> Film:
    """A new film, seen by nobody yet. Raises NotVisible for an offer that is not the actor's to describe."""
    _may(by, offer)
    return Film.objects.create(offer=offer, title=title, link=link, made_at=at, made_by_name=by.name)


@transaction.atomic
def write(
    *, film: Film, title: str, transcript: str, nobody_seen: bool, link_has_captions: bool, by: Actor, at: datetime
) -> None:
    """Its title and what is said in it. A film that now lacks something is hidden until it is there."""
    _may(by, film.offer)
    film.title, film.transcript, film.nobody_seen = title, transcript, nobody_seen
    film.link_has_captions = link_has_captions
    film.save(update_fields=["title", "transcript", "nobody_seen", "link_has_captions"])
    if film.shown and _missing(film):
        _hide(film, "by_hand", at)


@transaction.atomic
def put_in(*, film: Film, part: str, content: bytes, by: Actor, at: datetime) -> None:
    """A file of the film; it takes the place of an earlier one. Raises Refusal for one that is not taken.

    A picture is made anew, small enough, without what a camera writes beside it (where it was taken).

    With another video it is hidden until somebody shows it again: those in it said yes to what they saw.
    """
    _may(by, film.offer)
    if part == "poster" and rules.media_type(part, content):
        smaller = posters.light(content, most=rules.LARGEST[part])
        if smaller is None:
            raise Refusal(WRONG["unreadable"], field=part)
        content = smaller
    why = rules.wrong(part, content)
    if why:
        raise Refusal(WRONG[why], field=part)
    FilmPart.objects.update_or_create(
        film=film, part=part,
        defaults={
            "media_type": rules.media_type(part, content), "size": len(content), "content": content,
            "shown": film.shown,
        },
    )  # fmt: skip
    if part == "video" and film.shown:
        _hide(film, "by_hand", at)
        film.shown = False


@transaction.atomic
def agree(*, film: Film, name: str, how: str, by: Actor, at: datetime) -> FilmConsent:
    """Somebody who can be recognised in the film has seen it and says yes to anybody seeing it."""
    _may(by, film.offer)
    return FilmConsent.objects.create(film=film, name=name, how=how, given_on=local_date(at), taken_by=by.name)


@transaction.atomic
def withdraw(*, consent: FilmConsent, by: Actor, at: datetime) -> None:
    """Somebody says no now: nobody sees the film from this moment, and its files are erased. Twice is once.

    Only the name stays, so that the same film is not shown again; a film without the person is a new one.
    """
    film = consent.film
    _may(by, film.offer)
    FilmConsent.objects.filter(id=consent.id, withdrawn_on__isnull=True).update(withdrawn_on=local_date(at))
    _hide(film, "taken_back", at)
    FilmPart.objects.filter(film=film).delete()
    Film.objects.filter(id=film.id).update(transcript="", link="")


@transaction.atomic
def show(*, film: Film, by: Actor, at: datetime) -> None:
    """Anybody may see it. Raises Refusal while it lacks captions, a transcript, a picture or somebody's yes."""
    _may(by, film.offer)
    if _missing(film):
        raise Refusal(_("Filmen mangler noget, før alle kan se den."))
    Film.objects.filter(id=film.id).update(shown=True, shown_on=local_date(at), hidden_on=None, hidden_why="")
    FilmPart.objects.filter(film=film).update(shown=True)


def may_erase(film: Film) -> bool:
    """A draft: nobody has ever seen it. One that somebody said no to stays, so that it is not shown again."""
    return not film.shown and film.shown_on is None and film.hidden_why != "taken_back"


@transaction.atomic
def erase(*, film: Film, by: Actor) -> None:
    """A draft that was begun by mistake is gone, with its files and yeses. Raises Refusal for one that was shown."""
    _may(by, film.offer)
    if not may_erase(film):
        raise Refusal(_("Filmen har været vist. Skjul den i stedet."))
    FilmPart.objects.filter(film=film).delete()
    FilmConsent.objects.filter(film=film).delete()
    Film.objects.filter(id=film.id).delete()


@transaction.atomic
def hide(*, film: Film, by: Actor, at: datetime) -> None:
    """Nobody sees it for now; nothing is erased."""
    _may(by, film.offer)
    _hide(film, "by_hand", at)


def _hide(film: Film, why: str, at: datetime) -> None:
    Film.objects.filter(id=film.id).update(shown=False, hidden_on=local_date(at), hidden_why=why)
    FilmPart.objects.filter(film=film).update(shown=False)


def _may(by: Actor, offer: Offer) -> None:
    if not may_describe(by, offer):
        raise NotVisible("offer")


def _missing(film: Film) -> tuple[str, ...]:
    return whole(film).missing


def _made(film: Film, parts: frozenset[str], consents: tuple[FilmConsent, ...]) -> Made:
    gone = sum(one.withdrawn_on is not None for one in consents)
    lacks = rules.missing(
        link=film.link, link_has_captions=film.link_has_captions, parts=set(parts), transcript=film.transcript,
        nobody_seen=film.nobody_seen, agreed=len(consents) - gone, withdrawn=gone,
    )  # fmt: skip
    return Made(film, parts, consents, lacks)


def whole(film: Film) -> Made:
    """One film with its parts and who has said yes or no, in order. Two queries."""
    parts = frozenset(film.parts.values_list("part", flat=True))
    return _made(film, parts, tuple(film.consents.order_by("given_on", "id")))


def of_offer(actor: Actor, offer: Offer) -> list[Made]:
    """An offer's films, the newest first. Three queries."""
    films = list(Film.objects.filter(offer=offer).order_by("-made_at", "-id")[:20])
    parts: dict[UUID, set[str]] = {one.id: set() for one in films}
    for film_id, part in FilmPart.objects.filter(film_id__in=parts).values_list("film_id", "part"):
        parts[film_id].add(part)
    consents: dict[UUID, list[FilmConsent]] = {one.id: [] for one in films}
    for consent in FilmConsent.objects.filter(film_id__in=parts).order_by("given_on", "id"):
        consents[consent.film_id].append(consent)
    return [_made(one, frozenset(parts[one.id]), tuple(consents[one.id])) for one in films]


def get(actor: Actor, film_id: UUID) -> Film:
    """One film of an offer that is the actor's to describe. Raises NotVisible."""
    found = Film.objects.select_related("offer", "offer__organisation").filter(id=film_id).first()
    if found is None:
        raise NotVisible("film")
    _may(actor, found.offer)
    return found


def consent(actor: Actor, consent_id: UUID) -> FilmConsent:
    """One person's yes to a film of an offer that is the actor's to describe. Raises NotVisible."""
    found = FilmConsent.objects.select_related("film", "film__offer").filter(id=consent_id).first()
    if found is None:
        raise NotVisible("consent")
    _may(actor, found.film.offer)
    return found


# ---- what anybody sees


class Seen(NamedTuple):
    """A film that anybody may see. type: of our own file; link: where it is otherwise."""

    id: UUID
    offer_id: UUID
    offer: str
    title: str
    link: str
    transcript: str
    type: str


def seen_by_anybody(*, offer_id: UUID | None = None, most: int = 40) -> list[Seen]:
    """Films of one offer, or of all that are published, the newest first; as the public role. Two queries."""
    with as_anybody():
        found = Film.objects.filter(shown=True, offer__published=True).select_related("offer")
        if offer_id is not None:
            found = found.filter(offer_id=offer_id)
        films = list(found.order_by("-shown_on", "-id")[:most])
        ids = [one.id for one in films]
        own = FilmPart.objects.filter(film_id__in=ids, part="video", shown=True) if ids else FilmPart.objects.none()
        types = dict(own.values_list("film_id", "media_type"))
    return [
        Seen(one.id, one.offer_id, one.offer.name, one.title, one.link, one.transcript, types.get(one.id, ""))
        for one in films
    ]


class Piece(NamedTuple):
    """Some bytes of a part that anybody may see, out of `size`. cut: a piece was asked for, and this is it."""

    content: bytes
    first: int
    size: int
    media_type: str
    cut: bool


def piece(film_id: UUID, part: str, asked: str) -> Piece:
    """What a browser asks for (its Range header), else all, as the public role. Raises NotVisible. Two queries."""
    with as_anybody():
        found = FilmPart.objects.filter(
            film_id=film_id, part=part, shown=True, film__shown=True, film__offer__published=True
        )
        told = found.values_list("id", "size", "media_type").first()
        if told is None:
            raise NotVisible("film")
        part_id, size, media_type = told
        wanted = rules.piece(asked, size)
        first, last = wanted or (0, size - 1)
        some = Substr("content", first + 1, last - first + 1, output_field=BinaryField())
        (content,) = FilmPart.objects.filter(id=part_id).values_list(some, flat=True)
    return Piece(bytes(content), first, size, media_type, cut=wanted is not None)
