"""Writing persons and consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel import cpr as cpr_numbers
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.context import also_reach
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.secrecy import blind, encrypt
from brobygger.foundation.kernel.several import in_sets, lay
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import SHAREABLE, Fields
from brobygger.registry.erasure.queries import asked_to_be_left_alone
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Consent, Person, Relative, Share, WishedBackground
from brobygger.registry.people.purposes import CONSENT_TEXT, SHARED_ONWARD, ConsentPurpose

EDITABLE = frozenset(
    [
        "unit_id",
        "given_name",
        "family_name",
        "born",
        "sex",
        "address",
        "postcode",
        "city",
        "latitude",
        "longitude",
        "phone",
        "email",
        "contact_way",
        "household",
        "housing",
        "civil_status",
        "home_help_hours",
        "personal_care",
        "languages",
        "walks_m",
        "walking_aid",
        "hearing",
        "sight",
        "cognitive_impairment",
        "never_contact",
    ]
)


@transaction.atomic
def add_person(
    *,
    by: Actor,
    at: datetime,
    given_name: str,
    family_name: str,
    found_by: str,
    cpr: cpr_numbers.Cpr | None = None,
    **facts: Any,
) -> Person:
    """Create a person. Birth date and sex come from the CPR when there is one.

    Somebody who was erased after having asked never to be contacted is still not to be contacted, until somebody who
    has spoken with the person says otherwise. Raises Refusal when the CPR already stands in this municipality, and
    TypeError for a fact that is not a field.
    """
    unknown = set(facts) - EDITABLE
    if unknown:
        raise TypeError(f"not facts of a person: {sorted(unknown)}")
    person = Person(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        search_name=search_name(given_name, family_name),
        found_by=found_by,
        created_at=at,
        **facts,
    )
    if cpr:
        _set_cpr(person, cpr, by)
        if Person.objects.filter(cpr_blind=person.cpr_blind).exists():
            raise Refusal(_("Der findes allerede en borger med det CPR-nummer."), field="cpr")
        if asked_to_be_left_alone(number=cpr.number, municipality_id=by.municipality_id):
            person.never_contact = True
    also_reach(person.id)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:  # the number stands in a unit that the actor cannot see
        raise Refusal(
            _("Der findes allerede en borger med det CPR-nummer i kommunen. Spørg koordinatoren."), field="cpr"
        ) from error
    return person


_NEW = """
insert into people_person (id, municipality_id, given_name, family_name, search_name, born, sex, cpr_encrypted,
       cpr_blind, address, postcode, city, phone, email, contact_way, household, civil_status, home_help_hours,
       personal_care, languages, never_contact, found_by, created_at)
select id, %(municipality)s, given_name, family_name, search_name, born, sex, cpr_encrypted::bytea, cpr_blind,
       address, postcode, city, phone, '', 'phone', household, civil_status, hours_in_tenths / 10.0, personal_care,
       string_to_array(languages, ','), false, %(found_by)s, %(at)s
from pg_temp.new_person n
where not exists (select from erasure_tombstone t where t.municipality_id = %(municipality)s
                  and t.cpr_blind = n.cpr_blind)
"""
_NEW_PERSON = {
    "id": "uuid", "given_name": "text", "family_name": "text", "search_name": "text", "born": "date", "sex": "text",
    "cpr_encrypted": "text", "cpr_blind": "text", "address": "text", "postcode": "text", "city": "text",
    "phone": "text", "household": "text", "civil_status": "text", "hours_in_tenths": "int", "personal_care": "bool",
    "languages": "text",
}  # fmt: skip


@transaction.atomic
def add_many(*, people: pl.DataFrame, found_by: str, by: Actor, at: datetime) -> int:
    """Create the people of a register extract: two statements, however many. Returns how many.

    Those who were erased after having asked never to be contacted are left out (docs/decisions/029).
    `people` has columns as the register's reader gives them (cpr, born, sex, names, home, hours_in_tenths, languages
    divided by comma) and `cpr_blind`. Only for actors who reach the whole municipality.
    """
    many = 0
    for some in people.iter_slices(_AT_A_TIME):
        names = pl.concat_str("family_name", "given_name", separator=" ")
        made = some.with_columns(
            pl.Series("id", [str(new_id()) for _row in range(some.height)], pl.String),
            names.str.to_lowercase().str.strip_chars(" ").alias("search_name"),
            pl.Series("cpr_encrypted", [encrypt(one).decode() for one in some["cpr"]], pl.String),
        )
        lay("new_person", ", ".join(map(" ".join, _NEW_PERSON.items())), made.select(*_NEW_PERSON))
        with connection.cursor() as cursor:
            cursor.execute(_NEW, {"municipality": by.municipality_id, "found_by": found_by, "at": at})
            many += cursor.rowcount
    return many


_AT_A_TIME = 100_000  # so that what is held beside the extract stays small
_MOVED = """
update people_person p set address = n.address, postcode = n.postcode, city = n.city, latitude = null, longitude = null
from pg_temp.new_home n where p.cpr_blind = n.cpr_blind
"""


@transaction.atomic
def move_many(*, homes: pl.DataFrame, by: Actor, at: datetime) -> None:
    """New addresses of people on file. `homes`: cpr_blind, address, postcode, city. Where they live is found again."""
    lay("new_home", "cpr_blind text, address text, postcode text, city text", homes)
    with in_sets(), connection.cursor() as cursor:
        cursor.execute(_MOVED)


def build_person(*, by: Actor, at: datetime, cpr: cpr_numbers.Cpr, found_by: str, **facts: Any) -> Person:
    """A person row that is not saved yet, for bulk import of a register extract."""
    person = Person(
        search_name=search_name(facts["given_name"], facts["family_name"]),
        found_by=found_by,
        created_at=at,
        **facts,
    )
    _set_cpr(person, cpr, by)
    return person


def search_name(given_name: str, family_name: str) -> str:
    """What a name is found by: family name first, lower case, single spaces."""
    return " ".join(f"{family_name} {given_name}".lower().split())


@transaction.atomic
def edit_person(*, person: Person, facts: Mapping[str, Any], by: Actor, at: datetime) -> Person:
    """Change named fields of a person, and only those."""
    unknown = set(facts) - EDITABLE
    if unknown:
        raise TypeError(f"not facts of a person: {sorted(unknown)}")
    for name, value in facts.items():
        setattr(person, name, value)
    changed = set(facts)
    if changed & {"given_name", "family_name"}:
        person.search_name = search_name(person.given_name, person.family_name)
        changed.add("search_name")
    person.save(update_fields=sorted(changed))
    return person


@transaction.atomic
def add_relative(
    *, person: Person, name: str, relation: str, phone: str, may_be_contacted: bool, by: Actor, at: datetime
) -> Relative:
    """Somebody close to the person."""
    return Relative.objects.create(
        person=person, name=name, relation=relation, phone=phone, may_be_contacted=may_be_contacted
    )


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: ConsentPurpose,
    receiver: Organisation | None,
    data: Iterable[Fields],
    how: str,
    given_on: date,
    expires_on: date,
    by: Actor,
    at: datetime,
    consent_id: UUID | None = None,
) -> Consent:
    """Record the person's own yes. An earlier consent for the same purpose and receiver stays as history.

    Raises Refusal for a consent that would let out what may never leave (CPR, screening), or ends before it starts.
    """
    named = frozenset(data)
    if receiver is not None and not named <= SHAREABLE:
        raise Refusal(_("CPR-nummer, screening og målinger kan ikke deles med en forening."), field="data")
    if expires_on <= given_on:
        raise Refusal(_("Samtykket skal gælde til en dag efter den dag, det er givet."), field="expires_on")
    if given_on > local_date(at):
        raise Refusal(_("Samtykket kan ikke være givet i fremtiden."), field="given_on")
    return Consent.objects.create(
        id=consent_id or new_id(),
        person=person,
        purpose=purpose,
        receiver=receiver,
        data=sorted(named),
        text_version=CONSENT_TEXT[purpose],
        how=how,
        given_on=given_on,
        expires_on=expires_on,
        taken_by_id=by.user_id,
        taken_by_name=by.name,
        recorded_at=at,
    )


@transaction.atomic
def withdraw_consent(*, consent: Consent, how: str, by: Actor, at: datetime) -> Consent:
    """The person takes the yes back: sharing stops in this very transaction. Repeating it changes nothing."""
    changed = Consent.objects.filter(id=consent.id, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_how=how
    )
    if changed:
        Share.objects.filter(consent=consent, ended_at__isnull=True).update(ended_at=at)
    consent.refresh_from_db()
    return consent


@transaction.atomic
def share_with(
    *,
    person: Person,
    consent: Consent,
    organisation: Organisation,
    why: str,
    by: Actor,
    at: datetime,
    user_id: UUID | None = None,
) -> Share:
    """Let an organisation, or one volunteer in it, see the person under the consent. Once is enough.

    What goes along to a new holder is a share of its own: neither it nor the usual one changes the other.
    """
    onward = Q(why=SHARED_ONWARD)
    share, _created = Share.objects.filter(onward if why == SHARED_ONWARD else ~onward).update_or_create(
        person=person,
        organisation=organisation,
        user_id=user_id,
        ended_at=None,
        defaults={"consent": consent, "fields": consent.data, "expires_on": consent.expires_on},
        create_defaults={
            "consent": consent,
            "fields": consent.data,
            "expires_on": consent.expires_on,
            "since": at,
            "why": why,
        },
    )
    return share


@transaction.atomic
def stop_sharing(*, person: Person, organisation: Organisation, at: datetime, user_id: UUID | None = None) -> int:
    """End what an organisation's leaders (or one volunteer) see of a person. Returns how many shares ended.

    The leaders' end takes nobody from a volunteer's visits; what went along to a new holder follows its own consent.
    """
    shares = Share.objects.filter(person=person, organisation=organisation, user_id=user_id, ended_at__isnull=True)
    return shares.exclude(why=SHARED_ONWARD).update(ended_at=at)


@transaction.atomic
def stop_sharing_under(*, consents: Iterable[UUID], at: datetime) -> int:
    """End every open share under some consents (their ids), which stand as they are. Returns how many ended."""
    return Share.objects.filter(consent_id__in=list(consents), ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def mark_dead(*, person: Person, died_on: date, by: Actor, at: datetime) -> None:
    """The person has died: nobody writes or calls any more (R176)."""
    Person.objects.filter(id=person.id).update(died_on=died_on)
    Share.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def mark_moved(*, person: Person, moved_on: date, by: Actor, at: datetime) -> None:
    """The person has left the municipality."""
    Person.objects.filter(id=person.id).update(moved_on=moved_on)
    Share.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)


def _set_cpr(person: Person, cpr: cpr_numbers.Cpr, by: Actor) -> None:
    person.cpr_encrypted = encrypt(cpr.number)
    person.cpr_blind = blind(cpr.number, municipality_id=by.municipality_id)
    person.born = cpr.born
    person.sex = cpr.sex


@transaction.atomic
def wish_background(
    *, person: Person, consent: Consent, background: Iterable[str], same_language: bool, by: Actor, at: datetime
) -> WishedBackground:
    """Keep what the person wishes to be met by; what was said before is replaced, and not remembered."""
    kept, _new = WishedBackground.objects.update_or_create(
        person=person,
        defaults={
            "consent": consent, "background": list(background), "same_language": same_language, "said_at": at,
            "said_by_id": by.user_id,
        },
    )  # fmt: skip
    return kept


@transaction.atomic
def forget_background(*, person_id: UUID) -> int:
    """The wish is gone from this very transaction. Returns how many there were."""
    return WishedBackground.objects.filter(person_id=person_id).delete()[0]


@transaction.atomic
def forget_old_backgrounds(*, at: datetime) -> int:
    """Wishes whose yes has run out, or whose person is dead or gone, are deleted. Returns how many."""
    gone = Q(consent__expires_on__lt=local_date(at)) | Q(consent__withdrawn_at__isnull=False)
    gone |= Q(person__died_on__isnull=False) | Q(person__moved_on__isnull=False)
    return WishedBackground.objects.filter(gone).delete()[0]
