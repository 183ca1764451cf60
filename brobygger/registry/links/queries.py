"""Reading links: the one somebody holds, and those the coordinator has handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max

from brobygger.foundation.kernel.context import reaching
from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.secrecy import blind
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.links import rules
from brobygger.registry.links.models import Link, LinkUse
from brobygger.registry.links.rules import Life, LinkState, Opens
from brobygger.registry.organisations.models import Municipality


def token_of(link: Link, *, code: str) -> str:
    """The link's token, made again from its id. code: the municipality's four digits."""
    secret = blind(f"link:{link.id}", municipality_id=link.municipality_id)
    return rules.written(code, int(secret, 16))


def address_of(link: Link, *, code: str = "") -> str:
    """Where a letter, a slip or an e-mail leads. code: the municipality's, for many links at once; else one query."""
    code = code or Municipality.objects.values_list("code", flat=True).get(id=link.municipality_id)
    return f"{settings.BROBYGGER_ADDRESS}/l/{token_of(link, code=code)}/"


def code_of(actor: Actor) -> str:
    """The code of the actor's municipality. One query."""
    return Municipality.objects.values_list("code", flat=True).get(id=actor.municipality_id)


def hash_of(token: str, *, municipality_id: UUID) -> str:
    """What a row keeps of a token."""
    return blind(f"door:{token}", municipality_id=municipality_id)


def state_of(link: Link, *, at: datetime) -> LinkState:
    """Whether the link still opens anything."""
    return rules.state(Life(link.expires_at, link.used_at, link.withdrawn_at), at=at)


def held(text: str, *, opens: Opens | None = None) -> tuple[Link, Municipality]:
    """The link somebody holds, and whose it is, whatever its state. Raises NotVisible for what was never made.

    opens: a link for anything else is as if it did not exist. Needs no context: the token is all there is to know.
    """
    try:
        code, token = rules.read(text)
        town = Municipality.objects.get(code=code)
    except (ValueError, Municipality.DoesNotExist):
        raise NotVisible("link") from None
    with reaching(Reach(municipality_id=town.id, scope=Scope.MUNICIPALITY)):
        link = Link.objects.filter(token_hash=hash_of(token, municipality_id=town.id)).first()
    if link is None or (opens is not None and link.opens != opens):
        raise NotVisible("link")
    return link, town


def holder(link: Link, town: Municipality) -> Actor:
    """Who acts with a link: somebody without an account, who reaches no person and reads nothing about any."""
    return Actor(
        municipality_id=town.id,
        municipality_name=town.name,
        organisation_id=link.organisation_id if link.opens == Opens.KEEP_OFFER else None,
        organisation_name="",
        user_id=None,
        membership_id=None,
        role=Role.LINK,
        scope=Scope.PERSONAL,
        name=link.given_to,
    )


def get(actor: Actor, link_id: UUID) -> Link:
    """One link the actor may look after. Raises NotVisible."""
    try:
        return Link.objects.get(id=link_id)
    except Link.DoesNotExist:
        raise NotVisible("link") from None


@dataclass(frozen=True)
class Out:
    """A link that was handed out, how often it has been used, and when last."""

    link: Link
    times: int = 0
    last: datetime | None = None


def handed_out(actor: Actor, opens: Opens, *, subject_id: UUID | None = None, most: int = 200) -> list[Out]:
    """Links of one kind (to one subject, when it is given), newest first. Two queries."""
    found = Link.objects.filter(opens=opens).order_by("-made_at", "id")
    links = list((found.filter(subject_id=subject_id) if subject_id else found)[:most])
    used = LinkUse.objects.filter(link_id__in=[link.id for link in links]).values_list("link_id")
    counts = {link_id: (times, last) for link_id, times, last in used.annotate(n=Count("id"), last=Max("at"))}
    return [Out(link, *counts.get(link.id, ())) for link in links]


def newest_for(actor: Actor, opens: Opens, subject_ids: Iterable[UUID]) -> dict[UUID, Link]:
    """The newest link that is not withdrawn, by what it opens. One query."""
    found = Link.objects.filter(opens=opens, subject_id__in=list(subject_ids), withdrawn_at__isnull=True)
    return {link.subject_id: link for link in found.order_by("made_at") if link.subject_id}


def newest_live(opens: Opens, subject_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Link]:
    """The newest link that still opens, by what it opens. One query."""
    found = Link.objects.filter(
        opens=opens, subject_id__in=list(subject_ids), withdrawn_at__isnull=True, used_at__isnull=True,
        expires_at__gt=at,
    )  # fmt: skip
    return {link.subject_id: link for link in found.order_by("made_at") if link.subject_id}


def made_by(actor: Actor, opens: Opens, *, made_at: datetime) -> list[Link]:
    """The links of one kind that the actor made at one moment. One query."""
    return list(Link.objects.filter(opens=opens, made_by_id=actor.user_id, made_at=made_at))
