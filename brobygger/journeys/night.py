"""What happens by itself every night, for one municipality."""

from __future__ import annotations

from datetime import datetime

from brobygger.communities.directory import sign_ups
from brobygger.insight.research import operations as research
from brobygger.journeys import (
    answer,
    answer_worry,
    ask,
    ask_to_refer,
    attend,
    change,
    cooperate,
    enough_volunteers,
    erase,
    join_in,
    keep_true,
    measure,
    missed,
    new_price,
    plan_again,
    quiet,
    reach_out,
    screener,
    see_units,
    take_in,
    tell,
)
from brobygger.registry.access.actor import Actor
from brobygger.registry.people import operations as people


def pass_one(*, by: Actor, at: datetime) -> dict[str, int]:
    """All that no person begins: silent receivers, closed windows, ended files, groups gone quiet, extracts due,
    and the tasks of everybody about whom something new is known.

    Repeating it the same night changes nothing."""
    return {
        "lapsed": answer.lapse_all_silent(by=by, at=at),
        "still_there": attend.mark_still_there(by=by, at=at),
        "found_again": change.find_again_everywhere(by=by, at=at),
        "screeners_changed": screener.carry_out(by=by, at=at),
        "missing_rounds": measure.close_windows(by=by, at=at),
        "sign_ups_forgotten": sign_ups.forget_old(by=by, at=at),
        "offers_alive": keep_true.see_signs(by=by, at=at),
        "offers_asked": keep_true.ask_all_due(by=by, at=at),
        "prices_changed": new_price.pass_on(by=by, at=at),
        "to_ask_again": ask.plan_asking_again(by=by, at=at),
        "worries_escalated": answer_worry.escalate(by=by, at=at),
        "key_persons_gone": cooperate.watch(by=by, at=at),
        "volunteers_wanted": int(enough_volunteers.watch(by=by, at=at)),
        "approvals_told": join_in.watch_approvals(by=by, at=at),
        "extracts_taken": take_in.take_due(by=by, at=at),
        "texts_to_take_down": reach_out.watch(by=by, at=at),
        "greetings_to_refer": ask_to_refer.watch(by=by, at=at),
        "unit_visits_wanted": see_units.watch(by=by, at=at),
        "exports_ended": research.end_expired(by=by, at=at),
        "backgrounds_forgotten": people.forget_old_backgrounds(at=at),
        "told_before": tell.before_sessions(by=by, at=at),
        "called_in_pause": missed.in_a_pause(at=at),
        "to_erase": erase.prepare_tonight(by=by, at=at),
        **quiet.hear(at=at),
        "planned_again": plan_again.plan_changed(at=at),
    }
