"""One who has asked to be erased: undone by itself, or done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import erase
from brobygger.registry.erasure import operations
from brobygger.registry.erasure.models import DueErasure
from brobygger.registry.erasure.rules import Rule
from brobygger.registry.people.acting import acting_as


def test_what_was_asked_for_is_undone_by_itself_and_never_waits_on_a_list(cast):
    """A press meant for several, or a hold, would leave it where nobody can approve it."""
    with acting_as(cast.dorte):
        told = {"why": "Brev", "never_again": False, "by": cast.dorte, "at": cast.at}
        due = erase.ask_for_one(person_id=cast.aase.id, **told)
        with pytest.raises(NotVisible):
            operations.undo_approval(rule=Rule.ON_REQUEST, decided_at=due.decided_at, by=cast.dorte, at=cast.at)
        with pytest.raises(Refusal, match="efter anmodning"):
            operations.hold(
                due=due, until=cast.today + timedelta(days=30), why="Klage", by=cast.dorte, at=cast.at
            )  # fmt: skip
        due.refresh_from_db()
        assert (due.status, due.why) == ("approved", "Brev")
        operations.undo(due=due, by=cast.dorte, at=cast.at)
        assert not DueErasure.objects.exists()
