"""Never again: a person who wants to be left alone is left alone in every effort, list and letter at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.followup.models import Task
from brobygger.pathway.occasions import operations as occasions
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person

_ONLY_ASKED = ("asked", "screened", "consented")  # nothing has been agreed yet: there is nothing to end but the asking
# What is done for the person's safety, or by staff among themselves, is not asking.
_STAYS = ("needs_professional", "handle_tip", "answer_worry", "consent_withdrawn", "never_again")


@transaction.atomic
def respect(*, person_ids: Collection[UUID], by: Actor, at: datetime) -> None:
    """Stop every question to these persons: planned visits, invitations, tasks to ask or call, other efforts' asking.

    Where something has been agreed already (a group, a visitor), a coordinator looks at it with them; nothing is taken
    away. Extracts, letters, suggestions and the outbox leave them out by themselves. Repeating it changes nothing.
    """
    ids = list(person_ids)
    if not ids:
        return
    Person.objects.filter(id__in=ids, never_contact=False).update(never_contact=True)
    Visit.objects.filter(person_id__in=ids, status="planned").update(status="declined")
    occasions.uninvite(person_ids=ids)
    elsewhere = Episode.objects.filter(person_id__in=ids, status="active").select_related("programme", "person")
    for episode in elsewhere:
        if episode.next_step in _ONLY_ASKED:
            episodes.record(episode=episode, moves=[Made(MoveKind.LOST, episode.next_step, at, "never_again")], by=by)
        else:
            follow.hand_to_coordinator(
                episode=episode, kind="never_again", about=str(episode.id), due=local_date(at), at=at
            )
    agreed = Episode.objects.filter(person_id__in=ids, status="active").values("id")
    asking = (
        Task.objects.filter(person_id__in=ids, status="open").exclude(kind__in=_STAYS).exclude(episode_id__in=agreed)
    )
    asking.update(status="cancelled", done_at=at)
