"""Sign-ups from the public pages: kept once, read by those they are for, answered, and forgotten in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from brobygger.communities.directory.models import SignUp
from brobygger.communities.directory.word_rules import fold
from brobygger.communities.directory.writing_rules import (
    KEPT_DAYS_AFTER_ANSWER,
    KEPT_DAYS_WITHOUT_ANSWER,
    SAME_WITHIN_DAYS,
    Written,
)
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.ids import new_receipt
from brobygger.foundation.kernel.refusal import NotVisible, Taken
from brobygger.foundation.kernel.secrecy import blind
from brobygger.registry.access.actor import Actor

WAITING = ("new", "no_answer")
ANSWERS = ("joined", "declined", "no_answer")


@transaction.atomic
def keep(*, written: Written, offer: Offer, by: Actor, at: datetime) -> SignUp:
    """Keep what somebody wrote. The same page twice, or the same person and wish within two weeks, is one sign-up.

    `written.name` and `.phone` decide who is the same; what was written last about when to call is what counts.
    """
    same = blind(
        f"{offer.id}:{written.for_whom}:{written.phone}:{fold(written.name)}", municipality_id=by.municipality_id
    )
    one_at_a_time(same)
    earlier = SignUp.objects.filter(id=written.id).first()
    if earlier is not None:
        return earlier
    since = at - timedelta(days=SAME_WITHIN_DAYS)
    again = SignUp.objects.filter(same=same, last_wrote_at__gte=since, status__in=WAITING).order_by("-wrote_at").first()
    if again is not None:
        SignUp.objects.filter(id=again.id).update(
            times=F("times") + 1, last_wrote_at=at, best_time=written.best_time, status="new"
        )
        again.refresh_from_db()
        return again
    return SignUp.objects.create(
        id=written.id,
        offer=offer,
        organisation=offer.organisation,
        for_whom=written.for_whom,
        name=written.name,
        phone=written.phone,
        relative_name=written.relative_name,
        relation=written.relation,
        knows=written.knows,
        best_time=written.best_time,
        language=written.language,
        channel=written.channel,
        receipt=new_receipt(),
        consent_text=written.consent_text,
        same=same,
        wrote_at=at,
        last_wrote_at=at,
    )


def one_at_a_time(mark: str) -> None:
    """Let the rest of this transaction be alone with a mark: two that arrive at once are one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])


def waiting(actor: Actor) -> QuerySet[SignUp]:
    """Sign-ups that nobody has got through to yet, the oldest first, with their offers and organisations.

    Row-level security shows an organisation its own and the municipality all of them.
    """
    found = SignUp.objects.filter(status__in=WAITING).select_related("offer", "organisation")
    return found.order_by("wrote_at", "id")


def by_channel(actor: Actor) -> list[tuple[str, int]]:
    """How many of those that are kept came by each code on paper, most first; those without a code are not counted."""
    counted = SignUp.objects.exclude(channel="").values_list("channel").annotate(many=Count("id"))
    return list(counted.order_by("-many", "channel"))


def by_channel_for(actor: Actor) -> list[tuple[str, bool, int, int]]:
    """Each code on paper, whether it is about helping, how many wrote by it and how many of them joined. One query."""
    helps = Case(When(for_whom="volunteer", then=True), default=False, output_field=BooleanField())
    counted = SignUp.objects.exclude(channel="").values_list("channel", helps)
    told = counted.annotate(many=Count("id"), joined=Count("id", filter=Q(status="joined")))
    return list(told.order_by("-many", "channel"))


def get(actor: Actor, sign_up_id: UUID) -> SignUp:
    """One sign-up with its offer. Raises NotVisible."""
    found = SignUp.objects.select_related("offer", "organisation").filter(id=sign_up_id).first()
    if found is None:
        raise NotVisible("sign-up")
    return found


@transaction.atomic
def answer(*, sign_up: SignUp, status: str, by: Actor, at: datetime) -> SignUp:
    """Somebody has called: joined, declined, or no answer (it waits on). Raises Taken when a colleague was first."""
    if status not in ANSWERS:
        raise ValueError(status)
    changed = SignUp.objects.filter(id=sign_up.id, status__in=WAITING).update(
        status=status, answered_at=at, answered_by_id=by.user_id
    )
    if not changed:
        raise Taken(_("En anden har allerede svaret."))
    sign_up.refresh_from_db()
    return sign_up


def forget_old(*, by: Actor, at: datetime) -> int:
    """Erase sign-ups some time after they were answered, as the page promised, and very old ones anyway. How many."""
    answered = Q(answered_at__lt=at - timedelta(days=KEPT_DAYS_AFTER_ANSWER)) & ~Q(status__in=WAITING)
    silent = Q(last_wrote_at__lt=at - timedelta(days=KEPT_DAYS_WITHOUT_ANSWER))
    erased, _by_model = SignUp.objects.filter(answered | silent).delete()
    return erased
