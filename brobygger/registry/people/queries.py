"""Reading persons. Every function that shows a person writes the read log first and asks the policy table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from brobygger.foundation.audit.operations import record_reads
from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.digits import plain_digits
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.secrecy import blind, decrypt
from brobygger.foundation.kernel.several import array, rows
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose, readable
from brobygger.registry.people.models import Consent, Person, Relative, Share, WishedBackground

# Which columns a group of fields opens.
COLUMNS: dict[Fields, tuple[str, ...]] = {
    Fields.NAME: ("given_name", "family_name"),
    Fields.CONTACT: ("phone", "email", "contact_way"),
    Fields.ADDRESS: ("address", "postcode", "city", "latitude", "longitude"),
    Fields.AGE: ("born", "sex"),
    Fields.CPR: ("cpr_masked",),
    Fields.HOUSEHOLD: ("household", "housing", "civil_status"),
    Fields.CARE: ("home_help_hours", "personal_care"),
    Fields.WALKING: ("walks_m", "walking_aid"),
    Fields.SENSES: ("hearing", "sight", "languages"),
    Fields.COGNITION: ("cognitive_impairment",),
}


@dataclass(frozen=True)
class PersonView:
    """What one actor may see of a person. A field outside `fields` is None, as if it had never been asked."""

    id: UUID
    fields: frozenset[Fields]
    unit_id: UUID | None = None
    given_name: str | None = None
    family_name: str | None = None
    phone: str | None = None
    email: str | None = None
    contact_way: str | None = None
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    born: date | None = None
    sex: str | None = None
    cpr_masked: str | None = None
    household: str | None = None
    housing: str | None = None
    civil_status: str | None = None
    home_help_hours: Decimal | None = None
    personal_care: bool | None = None
    walks_m: int | None = None
    walking_aid: str | None = None
    hearing: str | None = None
    sight: str | None = None
    languages: list[str] | None = None
    cognitive_impairment: bool | None = None
    died_on: date | None = None
    moved_on: date | None = None
    never_contact: bool = False

    @property
    def name(self) -> str:
        """Full name, or a neutral word when the name is not to be seen."""
        return f"{self.given_name} {self.family_name}" if self.given_name else "Borger"

    @property
    def short_name(self) -> str:
        """First name and initial: for the board, where others look over the shoulder."""
        return f"{self.given_name} {(self.family_name or ' ')[0]}." if self.given_name else "Borger"

    def sees(self, group: Fields | str) -> bool:
        """Whether the actor may see this group of fields at all."""
        return Fields(group) in self.fields

    def age(self, on: date) -> int | None:
        """Whole years on a day; None when the birth date is unknown or not to be seen."""
        return age_on(self.born, on) if self.born else None


class Told(Protocol):
    """Somebody with what decides whether we may turn to him or her: a Person, or what is seen of one."""

    @property
    def died_on(self) -> date | None: ...
    @property
    def moved_on(self) -> date | None: ...
    @property
    def never_contact(self) -> bool: ...


def may_be_contacted(person: Told) -> bool:
    """Whether anybody may write to, ring or visit: not who has died, moved away, or wants to be left alone."""
    return not (person.died_on or person.moved_on or person.never_contact)


def age_on(born: date, day: date) -> int:
    """Whole years. Somebody born on 29 February has birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read(
    actor: Actor,
    person_id: UUID,
    *,
    purpose: Purpose,
    only: Iterable[Fields] | None = None,
    at: datetime | None = None,
) -> PersonView:
    """One person for one purpose, logged. Raises NotVisible, also for a person who does not exist.

    `only`: the groups the page shows, so that nobody is logged as having read more.
    """
    return read_many(actor, [person_id], purpose=purpose, only=only, at=at).get(person_id) or _gone()


def read_many(
    actor: Actor,
    person_ids: Iterable[UUID],
    *,
    purpose: Purpose,
    only: Iterable[Fields] | None = None,
    at: datetime | None = None,
) -> dict[UUID, PersonView]:
    """Persons by id for a list, logged one by one. Three queries, however many persons.

    `only`: the groups the page shows; it can narrow what the policy allows, never widen it.
    """
    wanted = list(dict.fromkeys(person_ids))
    consented = _consented(actor, wanted)
    allowed = {
        said: _allowed(actor, purpose, said, only) for said in {tuple(groups) for groups in consented.values()} | {()}
    }
    columns = _columns(frozenset().union(*allowed.values()))
    views = {}
    for found in rows(_PERSONS.format(", ".join(columns)), {"ids": array(wanted)}):
        row = dict(zip(columns, found, strict=True))
        fields = allowed[tuple(consented.get(row["id"], ()))]
        if fields:
            views[row["id"]] = _view(row, fields)
    record_reads(
        person_ids=views,
        groups=frozenset().union(*{view.fields for view in views.values()}),
        purpose=purpose,
        role=actor.role,
        organisation_id=actor.organisation_id,
        at=at or now(),
    )
    return views


_PERSONS = "select {} from people_person where id = any(%(ids)s::uuid[])"
_ALWAYS = ("id", "unit_id", "died_on", "moved_on", "never_contact")


def _allowed(
    actor: Actor, purpose: Purpose, consented: tuple[str, ...], only: Iterable[Fields] | None
) -> frozenset[Fields]:
    fields = readable(role=actor.role, scope=actor.scope, purpose=purpose, consented=consented)
    return fields if only is None else fields & frozenset(only)


@lru_cache(maxsize=500)
def _columns(fields: frozenset[Fields]) -> list[str]:
    """What must be fetched to show these groups; a column nobody may see does not leave the database."""
    shown = {column for group in fields for column in COLUMNS.get(group, ())}
    if "cpr_masked" in shown:
        shown = (shown - {"cpr_masked"}) | {"cpr_encrypted"}
    return [*_ALWAYS, *sorted(shown)]


def _gone() -> PersonView:
    raise NotVisible("person")


def _consented(actor: Actor, person_ids: list[UUID]) -> Mapping[UUID, list[str]]:
    """Field groups the persons have agreed that this actor may have; empty inside the municipality."""
    if actor.scope not in (Scope.ORGANISATION, Scope.PERSONAL):
        return {}
    open_ones = Share.objects.filter(ended_at__isnull=True, expires_on__gte=local_date(now()))
    shares = open_ones.filter(person_id__in=person_ids)
    own = shares.filter(user_id=actor.user_id) if actor.scope is Scope.PERSONAL else shares.filter(user_id__isnull=True)
    agreed: dict[UUID, list[str]] = {}
    for person_id, fields in own.values_list("person_id", "fields"):  # two: a referral's, and a new holder's
        agreed[person_id] = [*agreed.get(person_id, ()), *fields]
    return agreed


def _view(row: Mapping[str, Any], fields: frozenset[Fields]) -> PersonView:
    values = {"fields": fields, **{name: row[name] for name in _shown(fields)}}
    if Fields.CPR in fields and row["cpr_encrypted"]:
        values["cpr_masked"] = cpr.mask(decrypt(bytes(row["cpr_encrypted"])))
    # As if constructed, but what is not shown stays the class's own None: a board has 400 persons of 30 fields.
    view = object.__new__(PersonView)
    view.__dict__.update(values)
    return view


@lru_cache(maxsize=500)
def _shown(fields: frozenset[Fields]) -> tuple[str, ...]:
    opened = (column for group in fields for column in COLUMNS.get(group, ()) if column != "cpr_masked")
    return (*_ALWAYS, *opened)


def get(actor: Actor, person_id: UUID) -> Person:
    """The row itself, for operations; nothing of it is shown. Raises NotVisible."""
    try:
        return Person.objects.get(id=person_id)
    except Person.DoesNotExist:
        raise NotVisible("person") from None


def search(actor: Actor, text: str, *, limit: int = 20) -> list[UUID]:
    """Ids of persons whose family or full name starts with the text.

    By range, not LIKE: under row-level security LIKE cannot use an index (security.md).
    """
    start = " ".join(text.lower().split())
    if not start:
        return []
    found = Person.objects.filter(search_name__gte=start, search_name__lt=start + "\U0010ffff")
    return list(found.order_by("search_name").values_list("id", flat=True)[:limit])


def named(actor: Actor, text: str, *, limit: int = 2) -> list[UUID]:
    """Ids of persons with exactly this name, the family name first or last. The beginning of a name is nobody's.

    As a page shows it, or with a comma. Where the family name begins is nowhere to be seen, so every place is tried.
    """
    words = text.lower().replace(",", " ").split()
    found = Person.objects.filter(
        search_name__in=[" ".join(words[place:] + words[:place]) for place in range(len(words))]
    )
    return list(found.order_by("search_name", "id").values_list("id", flat=True)[:limit])


def with_name_among(actor: Actor, text: str, person_ids: Iterable[UUID]) -> list[UUID]:
    """Ids of those of some persons in whose name every word of the text stands, in any order. One query."""
    found = Person.objects.filter(id__in=person_ids)
    for word in text.lower().split():
        found = found.filter(search_name__contains=word)
    return list(found.values_list("id", flat=True))


def by_cpr(actor: Actor, number: str) -> list[UUID]:
    """The id of the person with a CPR number of ten digits, if the actor reaches one."""
    hidden = blind(number, municipality_id=actor.municipality_id)
    return list(Person.objects.filter(cpr_blind=hidden).values_list("id", flat=True))


def by_phone(actor: Actor, phone: str, *, limit: int = 20) -> list[UUID]:
    """Ids of persons with a phone number, however it was grouped when it was written down."""
    digits = "".join(mark for mark in plain_digits(phone) if mark.isdigit()).removeprefix("0045")
    digits = digits.removeprefix("45") if len(digits) == 10 else digits
    if len(digits) != 8:
        return []
    pairs = " ".join(digits[place : place + 2] for place in range(0, 8, 2))
    fours = f"{digits[:4]} {digits[4:]}"
    written = [prefix + form for form in (digits, pairs, fours) for prefix in ("", "+45", "+45 ")]
    found = Person.objects.filter(phone__in=written).order_by("search_name")
    return list(found.values_list("id", flat=True)[:limit])


def possible_duplicates(
    actor: Actor, *, given_name: str, family_name: str, born: date | None, phone: str, cpr_number: str | None
) -> QuerySet[Person]:
    """Persons who may be the same one: equal CPR, or birth date and a name, or phone and given name."""
    same = Q(family_name__iexact=family_name, given_name__iexact=given_name)
    if born:
        same = Q(born=born) & (Q(family_name__iexact=family_name) | Q(given_name__iexact=given_name))
    if phone:
        same |= Q(phone=phone, given_name__iexact=given_name)
    if cpr_number:
        same |= Q(cpr_blind=blind(cpr_number, municipality_id=actor.municipality_id))
    return Person.objects.filter(same).order_by("search_name")[:5]


def valid_consent(*, person_id: UUID, purpose: str, receiver_id: UUID | None, on: date) -> Consent | None:
    """The consent that covers this purpose and receiver on a day, newest first; None when there is none."""
    return (
        Consent.objects.filter(
            person_id=person_id,
            purpose=purpose,
            receiver_id=receiver_id,
            withdrawn_at__isnull=True,
            given_on__lte=on,
            expires_on__gte=on,
        )
        .order_by("-given_on", "-recorded_at")
        .first()
    )


def valid_consents(*, person_ids: Iterable[UUID], purpose: str, on: date) -> dict[UUID, Consent]:
    """The municipality's own valid consents for a purpose, by person, the newest. One query."""
    found = Consent.objects.filter(
        person_id__in=list(person_ids), purpose=purpose, receiver__isnull=True, withdrawn_at__isnull=True,
        given_on__lte=on, expires_on__gte=on,
    )  # fmt: skip
    return {one.person_id: one for one in found.order_by("given_on", "recorded_at")}


def consents_of(actor: Actor, person_id: UUID) -> QuerySet[Consent]:
    """All consents of a person, newest first, withdrawn and expired ones too."""
    return Consent.objects.filter(person_id=person_id).select_related("receiver").order_by("-recorded_at")


def relatives_of(actor: Actor, person_id: UUID) -> QuerySet[Relative]:
    return Relative.objects.filter(person_id=person_id).order_by("name")


def consent(actor: Actor, consent_id: UUID) -> Consent:
    """One consent with its person and receiver. Raises NotVisible."""
    try:
        return Consent.objects.select_related("receiver", "person").get(id=consent_id)
    except Consent.DoesNotExist:
        raise NotVisible("consent") from None


def newest_consents(actor: Actor, *, withdrawn: bool | None = None) -> QuerySet[Consent]:
    """All consents, newest first; `withdrawn`: only those withdrawn (newest withdrawal first), or only the others."""
    found = Consent.objects.select_related("receiver")
    if withdrawn:
        return found.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-id")
    if withdrawn is False:
        found = found.filter(withdrawn_at__isnull=True)
    return found.order_by("-recorded_at", "-id")


def wished_backgrounds(actor: Actor, person_ids: Iterable[UUID], *, on: date) -> dict[UUID, WishedBackground]:
    """What persons wish to be met by, where the yes holds and this actor may know; each reading is logged.

    Two queries where nobody has wished anything of the kind, and nobody is then logged.
    """
    found = {
        wish.person_id: wish
        for wish in WishedBackground.objects.filter(
            person_id__in=list(person_ids), consent__withdrawn_at__isnull=True, consent__given_on__lte=on,
            consent__expires_on__gte=on,
        )
    }  # fmt: skip
    if not found:
        return {}
    views = read_many(actor, found, purpose=Purpose.BRIDGING, only={Fields.BACKGROUND})
    return {person_id: wish for person_id, wish in found.items() if person_id in views}
