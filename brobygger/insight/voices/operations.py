"""Writing down what somebody said, and taking it back when he or she does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.voices import rules
from brobygger.insight.voices.models import Statement
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Unit


@transaction.atomic
def write(
    *, programme: Programme, kind: str, speaker: str, text: str, said_on: date, by: Actor, at: datetime,
    codes: Sequence[str] = (), called: str = "", unit: Unit | None = None, may_use: str = "nobody",
    consent_how: str = "", consent_until: date | None = None,
) -> Statement:  # fmt: skip
    """Keep a statement. Raises Refusal for a day to come, and for a use without a consent that says how and how long.

    What staff say of drivers and barriers is the municipality's own and needs no end; others' words need one.
    """
    today = local_date(at)
    if said_on > today:
        raise Refusal(_("Dagen er ikke kommet endnu. Vælg i dag eller før."), field="said_on")
    if may_use != "nobody":
        if not consent_how:
            raise Refusal(_("Vælg, hvordan der blev sagt ja."), field="consent_how")
        if speaker != "staff" and consent_until is None:
            raise Refusal(_("Vælg, hvor længe det må bruges."), field="consent_until")
        if consent_until and not today <= consent_until <= today + timedelta(days=rules.LONGEST_CONSENT_DAYS):
            raise Refusal(_("Vælg en dag fra i dag og højst fem år frem."), field="consent_until")
    given = may_use != "nobody"
    return Statement.objects.create(
        programme=programme, kind=kind, speaker=speaker, text=text.strip(), said_on=said_on,
        codes=[code for code in rules.CODES if code in codes], called=called.strip(), unit=unit, may_use=may_use,
        consent_how=consent_how if given else "", consent_on=today if given else None,
        consent_until=consent_until if given else None, written_at=at, written_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def take_back(*, statement: Statement, by: Actor, at: datetime) -> None:
    """The speaker no longer lets it be used: from now on no report tells it, kept ones neither. Safe to repeat."""
    Statement.objects.filter(id=statement.id, withdrawn_on__isnull=True).update(withdrawn_on=local_date(at))
