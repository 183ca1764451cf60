"""Brought in: a visit that was held without coverage arrives, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree, ask, at_the_door, screen, sign_up
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import FINAL_REASONS
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.actor import Actor

BEFORE_YES = ("asked", "screened", "consented")
NEVER_AGAIN = "never_again"
LONGEST_NOTE = 2000
Said = Literal["yes", "no", "later"]


@dataclass(frozen=True)
class Visited:
    """What the phone kept of one visit. `answers` is empty when nothing was asked (nobody at home)."""

    screening_id: UUID
    consent_id: UUID
    instrument: str
    answered_by: str
    answers: Sequence[int | None]
    mode: str
    note: str
    said: Said
    how: str = ""
    reason: str = ""
    ask_again_on: date | None = None
    signature: str = ""
    wishes: Mapping[str, Any] | None = None
    offer_id: UUID | None = None
    language: str = ""


@transaction.atomic
def bring_in(*, episode: Episode, visit: Visited, by: Actor, at: datetime) -> Episode:
    """Keep the answers and the yes or no as one. `at`: when the visit was held. Returns the episode as it stands now.

    Two phones that come home from one person wait for each other; the second adds its answers when it says the same.
    Raises Refusal when the person is no longer to be contacted, or somebody else has written another answer; then
    nothing of the visit is kept here.
    """
    stands = _locked(episode.id)
    if Screening.objects.filter(id=visit.screening_id).exists():
        raise Refusal(_("Svarene er allerede skrevet ind fra en anden sending."))
    _may_still_be_asked(stands)
    at = max(at, stands.since)  # the line never goes back in time
    already = _answer_that_stands(stands)
    if already and visit.said not in ("later", already):
        raise Refusal(_("En anden har skrevet et andet svar fra borgeren. Tal sammen om, hvilket der gælder."))
    if visit.said == "no" and visit.reason == NEVER_AGAIN and not already:
        _say(stands, visit, by, at)  # respected whatever the answers show
        _keep_answers(_locked(episode.id), visit, by, at)
    else:
        _keep_answers(stands, visit, by, at)
        if not already:
            _say(_locked(episode.id), visit, by, at)
    if visit.said == "yes" and not already:
        sign_up.after_yes(episode=_locked(episode.id), said=visit, by=by, at=at)
    return _locked(episode.id)


def _locked(episode_id: UUID) -> Episode:
    together = Episode.objects.select_related("programme", "programme__owner", "person")
    return together.select_for_update(of=("self",)).get(id=episode_id)


def _may_still_be_asked(episode: Episode) -> None:
    person = episode.person
    if person.died_on:
        raise Refusal(_("Borgeren er registreret som død. Besøget er ikke skrevet ind."))
    if person.moved_on:
        raise Refusal(_("Borgeren er registreret som fraflyttet. Besøget er ikke skrevet ind."))
    if person.never_contact or episode.lost_reason in FINAL_REASONS:
        raise Refusal(_("Borgeren vil ikke spørges mere. Besøget er ikke skrevet ind."))
    if episode.status == "finished":
        raise Refusal(_("Forløbet er slut. Besøget er ikke skrevet ind."))


def _answer_that_stands(episode: Episode) -> Said | None:
    """What somebody has written since the phone took the day along."""
    if episode.status == "lost":
        return "no"
    return None if episode.next_step in BEFORE_YES else "yes"


def _keep_answers(episode: Episode, visit: Visited, by: Actor, at: datetime) -> None:
    if not visit.answers:
        return
    screen.screen(
        episode=episode,
        screening_id=visit.screening_id,
        instrument=visit.instrument,
        answers=visit.answers,
        answered_by=visit.answered_by,
        mode=visit.mode,
        note=visit.note,
        language=visit.language,
        by=by,
        at=at,
    )


def _say(episode: Episode, visit: Visited, by: Actor, at: datetime) -> None:
    if visit.said == "later":
        return
    if episode.status != "active":  # the answers themselves ended it: what was said is kept beside them
        said = _("Sagde ja til at være med.") if visit.said == "yes" else _("Sagde nej til at være med.")
        note = "\n".join(part for part in (said, visit.note) if part)[:LONGEST_NOTE]
        Screening.objects.filter(id=visit.screening_id).update(note=note)
    elif visit.said == "yes":
        agree.say_yes(episode=episode, how=visit.how, consent_id=visit.consent_id, by=by, at=at)
    else:
        at_door = visit.mode == "visit" and visit.reason in ("no_answer", ask.NO_VISIT)
        keep = at_the_door.said_no if at_door else ask.said_no
        keep(
            episode=episode, reason=visit.reason, ask_again_on=visit.ask_again_on, ask_again_by="", another_way="",
            by=by, at=at,
        )  # fmt: skip
