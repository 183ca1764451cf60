"""The one obvious thing to do next for a person, by whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.pathway.episodes.rules import FINAL_REASONS
from brobygger.pathway.first_meeting import queries as first_meeting
from brobygger.pathway.measurement import queries as measurement
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.people.queries import may_be_contacted
from brobygger.web.shared import words
from brobygger.web.staff.people import steps


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and one button. `post`: the button changes something; else it only takes you there."""

    heading: str
    text: str = ""
    action: str = ""
    href: str = ""
    post: bool = False
    phone: str = ""


def next_step(actor: Actor, *, person: Any, episode: Any | None, names: Any, on: date) -> NextStep | None:
    """None for somebody who is not to be contacted: the page says so instead."""
    if not may_be_contacted(person):
        return None
    if episode is None or episode.status == "finished":
        return NextStep(
            _("Tag borgeren med i en indsats"),
            _("Se, hvilke indsatser der passer, og hvorfor."),
            _("Vælg indsats"),
            reverse("take_in", args=[person.id]),
        )
    if episode.status == "lost":
        return _stopped(actor, episode)
    special = {
        "accepted": _waits,
        "first_contact": _before_first_time,
        "measured": _measure,
        "wishes": _wishes,
        "referred": _suggest,
    }
    if episode.next_step in special:
        return special[episode.next_step](actor, episode, names, on)
    return _plain(actor, episode)


def _stopped(actor: Actor, episode: Any) -> NextStep:
    reason = words.reason(episode.lost_reason)
    if episode.lost_reason in FINAL_REASONS:
        return NextStep(_("Forløbet er slut"), reason)
    if episode.lost_reason == "not_eligible":
        return NextStep(
            _("Prøv en anden indsats"),
            _("Borgeren er uden for målgruppen her. Se, hvad der passer, og hvorfor."),
            _("Se målgrupper"),
            reverse("person_target", args=[episode.person_id]),
        )
    return NextStep(
        _("Spørg igen, når tiden er til det"),
        _("Stoppede her: %(reason)s") % {"reason": reason},
        _("Borgeren er spurgt igen"),
        reverse("ask_again", args=[episode.id]),
        post=True,
    )


def _plain(actor: Actor, episode: Any) -> NextStep:
    """Steps that are taken on a visit; later steps need nobody here to press anything."""
    start = reverse("visit", args=[episode.id]) if episode.next_step in ("asked", "screened", "consented") else ""
    return NextStep(steps.to_do(episode.next_step), "", _("Start besøg") if start else "", start)


def _wishes(actor: Actor, episode: Any, names: Any, on: date) -> NextStep:
    return NextStep(
        steps.to_do("wishes"), "", _("Skriv ønsker ned"), reverse("wishes", args=[episode.id])
    )  # fmt: skip


def _suggest(actor: Actor, episode: Any, names: Any, on: date) -> NextStep:
    if not may(actor.role, Action.REFER):
        return NextStep(steps.to_do("referred"), _("Koordinatoren finder et forslag."))
    return NextStep(steps.to_do("referred"), "", _("Se forslag"), reverse("suggestions", args=[episode.id]))


def _waits(actor: Actor, episode: Any, names: Any, on: date) -> NextStep:
    sent = referrals.of_episode(actor, episode.id).filter(status__in=["sent", "lapsed"]).first()
    if sent is None:
        return NextStep(
            _("Find et nyt forslag"), "", _("Se forslag"), reverse("suggestions", args=[episode.id])
        )  # fmt: skip
    text = _("%(offer)s hos %(name)s skal svare.") % {"offer": sent.offer.name, "name": sent.receiver.name}
    if sent.answer_due < on:
        return NextStep(_("Ring og hør, om de kan tage imod"), text, phone=sent.receiver.phone)
    return NextStep(_("Vent på svar fra %(name)s") % {"name": sent.receiver.name}, text)


def _before_first_time(actor: Actor, episode: Any, names: Any, on: date) -> NextStep:
    contact = first_meeting.of_episode(actor, episode.id).exclude(status="ended").first()
    if contact is None:
        return NextStep(steps.to_do("first_contact"))
    return NextStep(
        _("%(name)s ringer før den første gang") % {"name": contact.host_name},
        contact.group.name if contact.group else "",
    )


def _measure(actor: Actor, episode: Any, names: Any, on: date) -> NextStep:
    is_open = measurement.open_rounds(actor, on=on).filter(episode_id=episode.id).first()
    if is_open is None:
        return NextStep(steps.to_do("measured"), _("Målingen er ikke åben endnu."))
    return NextStep(steps.to_do("measured"), "", _("Tag målingen"), reverse("measurement", args=[is_open.id]))
