"""What happens by itself every night, for one municipality."""

from __future__ import annotations

from datetime import datetime

from brobygger.insight.research import operations as research
from brobygger.journeys import answer, answer_worry, attend, change, cooperate, enough_volunteers, join_in, measure
from brobygger.registry.access.actor import Actor


def pass_one(*, by: Actor, at: datetime) -> dict[str, int]:
    """Silent receivers, people still there, closed windows, ended files.

    Repeating it the same night changes nothing."""
    return {
        "lapsed": answer.lapse_all_silent(by=by, at=at),
        "still_there": attend.mark_still_there(by=by, at=at),
        "found_again": change.find_again_everywhere(by=by, at=at),
        "missing_rounds": measure.close_windows(by=by, at=at),
        "worries_escalated": answer_worry.escalate(by=by, at=at),
        "key_persons_gone": cooperate.watch(by=by, at=at),
        "volunteers_wanted": int(enough_volunteers.watch(by=by, at=at)),
        "approvals_told": join_in.watch_approvals(by=by, at=at),
        "exports_ended": research.end_expired(by=by, at=at),
    }
