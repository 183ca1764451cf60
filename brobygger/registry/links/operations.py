"""Making links, taking them back, and using them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Taken
from brobygger.registry.access.actor import Actor
from brobygger.registry.links.models import Link, LinkUse
from brobygger.registry.links.queries import hash_of, token_of
from brobygger.registry.links.rules import LASTS, SINGLE_USE, Opens
from brobygger.registry.organisations.models import Municipality


@transaction.atomic
def make(
    *,
    opens: Opens,
    organisation_id: UUID,
    given_to: str,
    by: Actor,
    at: datetime,
    subject_id: UUID | None = None,
    channel: str = "",
    expires_at: datetime | None = None,
    replaces: Link | None = None,
) -> Link:
    """Make one link. `organisation_id`: who may look after it (for an offer: whose it is)."""
    subjects = [(subject_id, expires_at or at + LASTS[opens])]
    return _make(opens, subjects, organisation_id, given_to, channel, by, at, replaces)[0]


@transaction.atomic
def make_many(
    *,
    opens: Opens,
    subjects: Sequence[tuple[UUID, datetime]],
    organisation_id: UUID,
    given_to: str,
    by: Actor,
    at: datetime,
) -> list[Link]:
    """A link for each subject, each with the moment it ends: two statements, however many."""
    return _make(opens, subjects, organisation_id, given_to, "", by, at, None)


def _make(
    opens: Opens,
    subjects: Sequence[tuple[UUID | None, datetime]],
    organisation_id: UUID,
    given_to: str,
    channel: str,
    by: Actor,
    at: datetime,
    replaces: Link | None,
) -> list[Link]:
    code = Municipality.objects.values_list("code", flat=True).get(id=by.municipality_id)
    links = []
    for subject_id, expires_at in subjects:
        link = Link(
            id=new_id(), municipality_id=by.municipality_id, opens=opens, subject_id=subject_id,
            organisation_id=organisation_id, given_to=" ".join(given_to.split())[:200], channel=channel, made_at=at,
            made_by_id=by.user_id, made_by_name=by.name, expires_at=expires_at,
            replaces_id=replaces.id if replaces else None,
        )  # fmt: skip
        link.token_hash = hash_of(token_of(link, code=code), municipality_id=by.municipality_id)
        links.append(link)
    return Link.objects.bulk_create(links, batch_size=1000)


@transaction.atomic
def withdraw(*, link: Link, by: Actor, at: datetime) -> Link:
    """Take a link back: from the next request on it opens nothing. Repeating it changes nothing."""
    Link.objects.filter(id=link.id, withdrawn_at__isnull=True).update(withdrawn_at=at)
    link.refresh_from_db()
    return link


@transaction.atomic
def withdraw_for(*, opens: Opens, subject_id: UUID, at: datetime) -> int:
    """Take back every link to one subject, before a new one is made. How many."""
    live = Link.objects.filter(opens=opens, subject_id=subject_id, withdrawn_at__isnull=True, used_at__isnull=True)
    return live.update(withdrawn_at=at)


@transaction.atomic
def withdraw_many(*, links: Sequence[Link], at: datetime) -> int:
    """Take several unused links back. How many."""
    live = Link.objects.filter(id__in=[link.id for link in links], withdrawn_at__isnull=True, used_at__isnull=True)
    return live.update(withdrawn_at=at)


@transaction.atomic
def renew(*, link: Link, by: Actor, at: datetime) -> Link:
    """A new address for the same: the old one stops at once (a slip was lost, or its year has gone)."""
    withdraw(link=link, by=by, at=at)
    return make(
        opens=Opens(link.opens), organisation_id=link.organisation_id, given_to=link.given_to, by=by, at=at,
        subject_id=link.subject_id, channel=link.channel, replaces=link,
    )  # fmt: skip


@transaction.atomic
def use(*, link: Link, at: datetime, led_to: UUID | None = None) -> LinkUse:
    """Use a link, in the transaction of what it leads to; one that works once is spent by it.

    The database is asked again, so that of two who use it at once one succeeds. Raises Taken when it is used, has
    expired or was withdrawn. The same use twice (a tip sent twice) counts once.
    """
    live = Link.objects.select_for_update().filter(id=link.id, withdrawn_at__isnull=True, expires_at__gt=at)
    found = live.filter(used_at__isnull=True).first()
    if found is None:
        raise Taken(_("Linket virker ikke mere. Ring til os, så hjælper vi dig."))
    if found.opens in SINGLE_USE:
        Link.objects.filter(id=link.id).update(used_at=at)
    known = LinkUse.objects.filter(link=link, led_to=led_to).first() if led_to else None
    return known or LinkUse.objects.create(link=link, organisation_id=link.organisation_id, at=at, led_to=led_to)
