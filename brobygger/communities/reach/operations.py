"""Writing texts, putting them up and taking them down."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import may_describe
from brobygger.communities.reach.models import Hanging, Material, Story
from brobygger.communities.reach.rules import MEDIA
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.registry.access.actor import Actor


@transaction.atomic
def approve(
    *,
    name: str,
    medium: str,
    audience: str,
    words: str,
    owner: str,
    by: Actor,
    at: datetime,
    offer: Offer | None = None,
    replaces: Material | None = None,
) -> Material:
    """A text somebody has read and found good today. `replaces`: the version it takes over from, which is old now.

    Raises Refusal for an unknown medium, Taken when a colleague has replaced the same version.
    """
    if medium not in MEDIA:
        raise Refusal(_("Vælg på listen."), field="medium")
    series, version = new_id(), 1
    if replaces is not None:
        series, version = replaces.series, replaces.version + 1
        old = Material.objects.filter(id=replaces.id, replaced_on__isnull=True)
        if not old.update(replaced_on=local_date(at)):
            raise Taken(_("En kollega har allerede skrevet en ny udgave."))
    try:
        with transaction.atomic():
            return Material.objects.create(
                series=series, version=version, name=name, medium=medium, audience=audience, words=words, owner=owner,
                offer=offer, approved_on=local_date(at), made_at=at, made_by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("En kollega har allerede skrevet en ny udgave.")) from error


@transaction.atomic
def still_good(*, material: Material, by: Actor, at: datetime) -> None:
    """Somebody has read the version again and found it good. Raises Taken when it has been replaced meanwhile."""
    if not Material.objects.filter(id=material.id, replaced_on__isnull=True).update(approved_on=local_date(at)):
        raise Taken(_("En kollega har allerede skrevet en ny udgave."))


@transaction.atomic
def put_up(
    *, material: Material, place: str, code: str, put_up_on: date, until: date | None, by: Actor, at: datetime
) -> Hanging:
    """It hangs, lies or was printed there. Raises Refusal for an old version, or an end before the beginning."""
    if material.replaced_on is not None:
        raise Refusal(_("Der er en nyere udgave. Hæng den op i stedet."))
    if until is not None and until < put_up_on:
        raise Refusal(_("Dagen, den skal ned, er før dagen, den kom op."), field="until")
    return Hanging.objects.create(
        material=material, place=place, code=code, put_up_on=put_up_on, until=until, put_up_by=by.name
    )


@transaction.atomic
def take_down(*, hanging_id: UUID, by: Actor, at: datetime) -> None:
    """It does not hang there any more. Twice is once."""
    Hanging.objects.filter(id=hanging_id, taken_down_on__isnull=True).update(taken_down_on=local_date(at))


@transaction.atomic
def tell_story(
    *, offer: Offer, words: str, told_by: str, consent_how: str, agreed: bool, by: Actor, at: datetime
) -> Story:
    """Somebody has told this, has heard or read the text as it will stand, and has said yes to it.

    Raises Refusal without that yes, and NotVisible for an offer that is not the actor's to describe.
    """
    if not may_describe(by, offer):
        raise NotVisible("offer")
    if not agreed:
        raise Refusal(_("Spørg først: må alle læse det, som det står her?"), field="agreed")
    return Story.objects.create(
        offer=offer, words=words, told_by=told_by, consent_how=consent_how, consent_on=local_date(at),
        consent_taken_by=by.name,
    )  # fmt: skip


@transaction.atomic
def take_back_story(*, story: Story, by: Actor, at: datetime) -> None:
    """The yes is taken back: nobody reads it from now on, and the words are erased. Twice is once."""
    if not may_describe(by, story.offer):
        raise NotVisible("story")
    standing = Story.objects.filter(id=story.id, withdrawn_on__isnull=True)
    standing.update(words="", told_by="", published=False, withdrawn_on=local_date(at))
