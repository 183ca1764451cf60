"""One person from found to belonging, through the journeys, by the people who do it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from tests.journeys.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Any) -> Story:
    return Story(cast)


def as_bent_sees(story: Story) -> Any:
    from brobygger.registry.access.policy import Purpose
    from brobygger.registry.people import queries as people
    from brobygger.registry.people.acting import acting_as

    with acting_as(story.cast.bent) as bent:
        return people.read(bent, story.cast.aase.id, purpose=Purpose.ACTIVITY)


def test_yellow_and_a_yes_must_be_visited_within_fourteen_days(story: Story) -> None:
    story.found().screened(2, 2, 2).said_yes()
    assert story.screening.colour == "yellow"
    assert story.stands() == ("active", "wishes")
    assert story.due() == (story.at(3) + timedelta(days=14)).date()  # Favrskov's promise


def test_green_is_not_lonely_now_and_can_be_asked_again(story: Story) -> None:
    from brobygger.journeys import ask
    from brobygger.registry.people.acting import acting_as

    story.found().screened(1, 1, 1)
    assert story.screening.colour == "green"
    assert story.stands() == ("lost", "screened")
    with acting_as(story.cast.mette) as mette:
        ask.ask_again(episode=story.now(), by=mette, at=story.at(100))
    assert story.stands() == ("active", "screened")


def test_an_unanswered_item_is_named_and_nothing_is_kept(story: Story) -> None:
    story.found()
    with pytest.raises(Refusal, match="spørgsmål 2"):
        story.screened(2, None, 3)
    assert story.stands() == ("active", "asked")


def test_the_same_screening_sent_twice_is_kept_once(story: Story) -> None:
    from brobygger.pathway.screening.models import Screening
    from brobygger.registry.people.acting import acting_as

    same = new_id()
    story.found().screened(2, 2, 2, screening_id=same).screened(3, 3, 3, screening_id=same)
    with acting_as(story.cast.mette):
        assert [row.score for row in Screening.objects.filter(person_id=story.cast.aase.id)] == [6]


def test_no_referral_without_a_consent_for_that_receiver(story: Story) -> None:
    story.found().screened(3, 3, 3).said_yes().wishes().offer()
    with pytest.raises(Refusal, match="ikke sagt ja til"):
        story.referred()
    assert story.stands() == ("active", "referred")


def test_a_full_offer_takes_nobody(story: Story) -> None:
    story.found().screened(2, 2, 2).said_yes().wishes().offer(places_total=0).agreed_to_share()
    with pytest.raises(Refusal, match="ingen ledige pladser"):
        story.referred()


def test_the_association_sees_aase_only_after_her_yes_and_only_what_she_agreed_to(story: Story) -> None:
    story.found().screened(2, 2, 2).said_yes().wishes().offer().agreed_to_share()
    with pytest.raises(NotVisible):
        as_bent_sees(story)
    story.referred()
    seen = as_bent_sees(story)
    assert (seen.name, seen.phone) == ("Aase Andersen", "21 00 00 82")
    assert (seen.address, seen.cpr_masked, seen.home_help_hours, seen.walks_m) == (None, None, None, None)


def test_a_withdrawn_consent_stops_sharing_and_the_coordinator_is_told(story: Story) -> None:
    from brobygger.journeys import agree
    from brobygger.registry.people.acting import acting_as

    story.to_referred()
    with acting_as(story.cast.karin) as karin:
        agree.withdraw(consent=story.consent, how="phone", by=karin, at=story.at(12))
    with pytest.raises(NotVisible):
        as_bent_sees(story)
    assert [task.role for task in story.tasks(kind="consent_withdrawn", status="open")] == ["coordinator"]


def test_a_withdrawn_consent_also_gives_the_place_in_the_group_back(story: Story) -> None:
    from brobygger.communities.groups import queries as groups
    from brobygger.journeys import agree
    from brobygger.registry.people.acting import acting_as

    story.to_referred().accepted()
    with acting_as(story.cast.bent) as bent:
        assert groups.members_of(bent, story.group.id).count() == 1
    with acting_as(story.cast.karin) as karin:
        agree.withdraw(consent=story.consent, how="phone", by=karin, at=story.at(14))
    with acting_as(story.cast.bent) as bent:
        assert groups.members_of(bent, story.group.id).count() == 0


def test_two_people_answer_one_referral_and_only_one_wins(story: Story) -> None:
    story.to_referred().accepted()
    with pytest.raises(Taken):
        story.declined()
    assert story.stands() == ("active", "first_contact")


def test_a_no_from_the_association_brings_aase_back_to_mette(story: Story) -> None:
    story.to_referred().declined()
    assert story.stands() == ("active", "referred")
    assert ("find_other_offer", "coordinator") in {(task.kind, task.role) for task in story.tasks(status="open")}
    with pytest.raises(NotVisible):
        as_bent_sees(story)


def test_silence_past_the_deadline_brings_aase_back_and_a_late_yes_still_counts(story: Story) -> None:
    from brobygger.pathway.referrals import queries as referrals
    from brobygger.registry.people.acting import acting_as

    story.to_referred()
    assert [story.night(day)["lapsed"] for day in (20, 40, 40)] == [0, 1, 0]
    assert story.stands() == ("active", "referred")
    assert "chase_answer" in {task.kind for task in story.tasks(status="open")}
    with acting_as(story.cast.bent) as bent:
        story.referral = referrals.get(bent, story.referral.id)
    story.accepted()
    assert story.stands() == ("active", "first_contact")


def test_the_host_calls_and_aase_comes_three_times(story: Story) -> None:
    from brobygger.journeys import meet
    from brobygger.pathway.first_meeting import queries as contacts
    from brobygger.registry.people.acting import acting_as

    story.to_referred().accepted()
    with acting_as(story.cast.bent) as bent:
        contact = contacts.to_make(bent).get()
        assert contact.due <= story.at(21).date()
        meet.reached(contact=contact, companion=False, note="", by=bent, at=story.at(15))
    assert story.stands() == ("active", "first_time")
    story.session(1, came=True).session(2, came=True)
    assert story.stands() == ("active", "third_time")
    story.session(3, came=True)
    assert story.stands() == ("active", "six_months")


def test_absence_makes_a_task_for_the_association(story: Story) -> None:
    story.to_referred().accepted().session(1, came=True).session(2, came=False)
    (task,) = story.tasks(rule="call_after_absence", status="open")
    assert (task.role, task.organisation_id) == ("association_leader", story.cast.association.id)


def test_attendance_can_be_corrected_and_the_task_goes_away(story: Story) -> None:
    story.to_referred().accepted().session(1, came=False)
    assert story.tasks(rule="call_after_absence", status="open")
    story.session(1, came=True)
    assert not story.tasks(rule="call_after_absence", status="open")


def test_a_session_that_has_not_begun_cannot_be_registered(story: Story) -> None:
    from brobygger.journeys import attend
    from brobygger.registry.people.acting import acting_as

    story.to_referred().accepted()
    with acting_as(story.cast.bent) as bent, pytest.raises(Refusal, match="begyndt"):
        attend.register(session=story.sessions[0], came={story.cast.aase.id: True}, by=bent, at=story.at(20))


def test_death_stops_every_task_and_letter_at_once(story: Story) -> None:
    from brobygger.journeys import leave
    from brobygger.registry.communication import operations as outbox
    from brobygger.registry.communication.models import Message
    from brobygger.registry.people.acting import acting_as

    story.to_referred()
    with acting_as(story.cast.mette) as mette:
        leave.died(person=story.cast.aase, on=story.at(12).date(), by=mette, at=story.at(12))
    assert story.stands() == ("lost", "accepted")
    assert story.tasks(status="open") == []
    counts = outbox.deliver_queued(by=story.cast.system, at=story.at(13))
    assert counts["sent"] == 0
    with acting_as(story.cast.system):
        (letter,) = Message.objects.filter(person=story.cast.aase)
        assert (letter.delivery, letter.why_cancelled) == ("cancelled", "death")


def test_never_again_is_respected_everywhere(story: Story) -> None:
    from brobygger.journeys import find
    from brobygger.registry.people.acting import acting_as
    from tests.cast import given_programme

    story.found().said_no("never_again")
    other = given_programme(story.cast, "001-soroe")
    with acting_as(story.cast.mette) as mette:
        story.cast.aase.refresh_from_db()
        with pytest.raises(Refusal, match="ikke kontaktes"):
            find.begin(person=story.cast.aase, programme=other, found_by="tip", by=mette, at=story.at(5))


def test_a_no_comes_back_as_a_task_after_ninety_days(story: Story) -> None:
    story.found().screened(2, 2, 3).said_no("declined")
    (task,) = story.tasks(kind="ask_again", status="open")
    assert (task.due, task.role) == ((story.at(4) + timedelta(days=90)).date(), "home_care_worker")
    assert task.unit_id == story.cast.north.id


def test_a_thought_of_suicide_goes_to_a_professional_today_and_never_to_a_volunteer(story: Story) -> None:
    story.found().screened(2, 2, 2, note="Hun siger, at hun ikke vil leve mere.")
    (task,) = story.tasks(kind="needs_professional", status="open")
    assert (task.role, task.due, task.organisation_id) == ("coordinator", story.at(2).date(), None)


def test_the_letter_to_the_association_names_nobody_and_is_sent_once(story: Story) -> None:
    from django.core import mail

    from brobygger.registry.communication import operations as outbox

    story.to_referred()
    outbox.deliver_queued(by=story.cast.system, at=story.at(12))
    outbox.deliver_queued(by=story.cast.system, at=story.at(12))
    (letter,) = mail.outbox
    assert letter.to == ["post@example.org"]
    assert "Aase" not in letter.body + letter.subject
    assert "Andersen" not in letter.body + letter.subject
