"""Signed links: people without an account take part, and a key opens one thing, for a time, once where it writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import operations as upkeep
from brobygger.communities.upkeep.models import OfferWord
from brobygger.foundation.kernel.refusal import NotVisible, Taken
from brobygger.journeys import ask as asking
from brobygger.journeys import by_link, find, keep_true, night
from brobygger.pathway.detection.models import Tip, Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.registry.access.models import User
from brobygger.registry.communication.models import Message
from brobygger.registry.communication.operations import deliver_queued
from brobygger.registry.links import operations as links
from brobygger.registry.links import queries
from brobygger.registry.links.models import Link, LinkUse
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme


@dataclass
class Held:
    """A link as somebody outside holds it: its address, in a browser of one's own."""

    cast: Any
    link: Link
    path: str

    def open(self) -> Any:
        return Client().get(self.path)

    def press(self, **fields: str) -> Any:
        return Client().post(self.path, fields)

    def row(self) -> Link:
        with acting_as(self.cast.system):
            return Link.objects.get(id=self.link.id)


def held(cast: Any, link: Link) -> Held:
    with acting_as(cast.system):
        return Held(cast, link, "/" + queries.address_of(link).split("/", 3)[3])


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    cache.clear()


@pytest.fixture
def offer(cast) -> Offer:
    with acting_as(cast.system):
        made = offers.publish(
            organisation=cast.association, name="Mandefællesskabet", kind="group", by=cast.system, at=cast.at,
            description={"da": "Vi laver mad sammen."}, price_dkk=20,
        )  # fmt: skip
        Offer.objects.filter(id=made.id).update(confirmed_on=cast.today - timedelta(days=200))
        made.refresh_from_db()
        return made


@pytest.fixture
def keeping(cast, offer) -> Held:
    with acting_as(cast.mette):
        return held(cast, keep_true.link_for(offer=offer, by=cast.mette, at=cast.at))


@pytest.fixture
def tipping(cast) -> Held:
    return held(cast, tip_link(cast, "Apoteket på Torvet", "pharmacy"))


def tip_link(cast, given_to: str, channel: str) -> Link:
    with acting_as(cast.mette):
        return links.make(
            opens=Opens.SEND_TIP, organisation_id=cast.kommune.id, given_to=given_to, channel=channel, by=cast.mette,
            at=cast.at,
        )  # fmt: skip


@pytest.fixture
def visiting(cast) -> Held:
    programme = given_programme(cast)
    with acting_as(cast.mette):
        episode = find.begin(person=cast.villy, programme=programme, found_by="register", by=cast.mette, at=cast.at)
        day = cast.today + timedelta(days=(7 - cast.today.weekday()) + 14)  # a Monday, two to three weeks ahead
        when = datetime.combine(day, datetime.min.time().replace(hour=10), cast.at.tzinfo)
        asking.offer_visits(episodes_to_ask=[episode], planned_at=[when], by=cast.mette, at=cast.at)
        return held(cast, Link.objects.get(opens=Opens.ANSWER_VISIT))


def worry(**changed: str) -> dict[str, str]:
    return {"tip_id": str(uuid4()), "about_name": "Elna på 3. sal", "worry": "Henter ikke sin medicin"} | changed


# ---- The key itself --------------------------------------------------------------------------------------------


def test_nobody_can_make_a_link_from_what_is_stored_and_its_address_names_nobody(cast, keeping, visiting, tipping):
    for one in (keeping, visiting, tipping):
        token = one.path.split("/")[2]
        row = {field.attname: str(getattr(one.row(), field.attname)) for field in Link._meta.concrete_fields}
        assert not any(token.replace("-", "").lower() in value.replace("-", "").lower() for value in row.values())
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", token)


def test_a_changed_mark_opens_nothing_and_guessing_shuts_nobody_else_out(cast, tipping):
    token = tipping.path.split("/")[2]
    changed = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert Client().get(f"/l/{token.lower().replace('-', '')}/").status_code == 200  # typed from paper
    assert Client().get(f"/l/{changed}/").status_code == 404
    assert Client().post(f"/l/{changed}/", worry()).status_code == 404
    guesses = [Client().get(f"/l/{changed}/").status_code for _n in range(40)]
    assert guesses.count(429) == 12  # 2 above and 28 here were answered with 404
    assert tipping.open().status_code == 200  # a right one works, also from where others guess


def test_a_link_opens_what_it_is_for_and_nothing_else(cast, offer, keeping, tipping, visiting):
    """Each link is sent every other's answer: only its own does anything."""
    everything = worry() | {"answer": "still_right", "time": "x", "reason": "never_again"}
    tipping.press(**everything)
    assert tipping.press(answer="gone").status_code == 422
    visiting.press(**everything)
    with acting_as(cast.system):
        assert Tip.objects.count() == 1
        assert Offer.objects.get(id=offer.id).confirmed_on == offer.confirmed_on
        assert Visit.objects.get().status == "planned"
    for one, other in ((keeping, Opens.SEND_TIP), (tipping, Opens.KEEP_OFFER), (visiting, Opens.SEND_TIP)):
        token = one.path.split("/")[2]
        assert queries.held(token)[0] == one.link  # the control: asked for anything, it is there
        with pytest.raises(NotVisible):
            queries.held(token, opens=other)


def test_withdrawn_it_is_closed_on_the_next_request(cast, keeping, tipping, visiting):
    for one in (keeping, tipping, visiting):
        assert one.open().status_code == 200
        with acting_as(cast.mette):
            links.withdraw(link=one.link, by=cast.mette, at=cast.at)
        assert one.open().status_code == one.press(answer="still_right", **worry()).status_code == 410
    with acting_as(cast.system):
        assert not Tip.objects.exists()
        assert not OfferWord.objects.exists()


def test_expired_it_is_closed(cast, tipping):
    with acting_as(cast.system):
        Link.objects.filter(id=tipping.link.id).update(expires_at=cast.at)
    assert tipping.open().status_code == tipping.press(**worry()).status_code == 410
    with acting_as(cast.system):
        assert not Tip.objects.exists()


def test_of_two_who_press_at_once_one_is_first(cast, offer, keeping):
    """Both have the page open; the row is asked again in the transaction that writes."""
    link, town = queries.held(keeping.path.split("/")[2])
    holder = queries.holder(link, town)
    with acting_as(holder):
        keep_true.still_right(link=link, by=holder, at=cast.at)
    with pytest.raises(Taken), acting_as(holder), transaction.atomic():
        keep_true.gone(link=link, by=holder, at=cast.at)
    with acting_as(cast.system):
        assert Offer.objects.get(id=offer.id).published


def test_a_renewed_link_has_a_new_address_and_the_old_one_stops(cast, tipping):
    with acting_as(cast.mette):
        new = held(cast, links.renew(link=tipping.link, by=cast.mette, at=cast.at))
    assert new.path != tipping.path
    assert (tipping.open().status_code, new.open().status_code) == (410, 200)


def test_every_get_changes_nothing_and_stays_out_of_caches_and_search(cast, keeping, tipping, visiting):
    """A machine that follows the links of an e-mail does no harm."""
    for one in (keeping, tipping, visiting):
        before = one.row()
        for _n in range(3):
            answered = one.open()
            assert answered.headers["Cache-Control"] == "no-store"
            assert answered.headers["Referrer-Policy"] == "same-origin"
            assert "noindex" in answered.headers["X-Robots-Tag"]
            assert not re.findall(r'(?:href|src|action)="https?://', answered.content.decode())
        assert Client().head(one.path).status_code == 200
        after = one.row()
        assert (after.used_at, after.withdrawn_at) == (before.used_at, None)
    with acting_as(cast.system):
        assert not LinkUse.objects.exists()


def test_whoever_holds_a_link_reaches_no_person(cast, keeping, tipping, visiting):
    from brobygger.registry.access.policy import RIGHTS, Purpose, readable
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.models import Person

    for one in (keeping, tipping, visiting):
        holder = queries.holder(*queries.held(one.path.split("/")[2]))
        with acting_as(holder):
            assert not Person.objects.exists()
            assert not Episode.objects.exists()
        assert all(readable(role=holder.role, scope=holder.scope, purpose=one) == frozenset() for one in Purpose)
    assert not [action for action, right in RIGHTS.items() if Role.LINK in right.roles]


# ---- An association with nothing but an e-mail address -----------------------------------------------------------


def test_an_association_says_yes_from_an_email_with_one_press(cast, offer):
    with acting_as(cast.system):
        assert night.pass_one(by=cast.system, at=cast.at)["offers_asked"] == 1
        assert night.pass_one(by=cast.system, at=cast.at)["offers_asked"] == 0  # nobody is asked twice
        (message,) = Message.objects.all()
    assert message.to == "post@example.org"
    address = re.search(r"https?://[^\s]+(/l/[^\s]+)", message.body)
    assert address
    shown = Client().get(address[1]).content.decode()
    assert "Mandefællesskabet" in shown
    assert "20 kr." in shown
    pressed = Client().post(address[1], {"answer": "still_right"})
    assert "Modtaget" in Client().get(pressed.headers["Location"]).content.decode()
    with acting_as(cast.system):
        assert Offer.objects.get(id=offer.id).confirmed_on == cast.today
        assert [(word.said_by, word.way, word.answer) for word in OfferWord.objects.all()] == [
            ("Fællesskabet Eksempelkøbing", "link", "still_right")
        ]
    again = Client().post(address[1], {"answer": "gone"})
    assert again.status_code == 410
    assert "Tak, vi har fået dit svar" in again.content.decode()


def test_the_email_leaves_through_the_outbox_and_names_no_citizen(transactional_db, committed_cast):
    cast = committed_cast
    with acting_as(cast.system):
        made = offers.publish(organisation=cast.parish, name="Spisning", kind="meal", by=cast.system, at=cast.at)
        keep_true.ask(offer=made, by=cast.system, at=cast.at)
    deliver_queued(by=cast.system, at=cast.at)
    (sent,) = mail.outbox
    assert "Spisning" in sent.subject
    assert "/l/" in sent.body


def test_what_is_new_is_corrected_and_wrong_answers_are_told(cast, offer, keeping):
    new = {"answer": "corrected", "name": "Mandefællesskabet", "text": "Nu også torsdag.", "weekdays": ["1", "3"],
           "time": "17:30", "price_dkk": "30", "contact_phone": "12 34 56 99"}  # fmt: skip
    refused = Client().post(keeping.path, new | {"time": "halv seks", "price_dkk": "-1", "name": ""})
    assert refused.status_code == 422
    assert "Nu også torsdag." in refused.content.decode()
    assert keeping.row().used_at is None
    assert Client().post(keeping.path, new).status_code == 302
    with acting_as(cast.system):
        stands = Offer.objects.get(id=offer.id)
    assert (stands.weekdays, stands.price_dkk, stands.description["da"]) == ([1, 3], 30, "Nu også torsdag.")
    assert stands.organisation_id == offer.organisation_id


def test_an_offer_that_is_gone_is_found_by_nobody(cast, offer, keeping):
    assert keeping.press(answer="gone").status_code == 302
    with acting_as(cast.system):
        assert not Offer.objects.get(id=offer.id).published


def test_an_offer_that_has_changed_hands_is_no_longer_the_first_ones(cast, offer, keeping):
    with acting_as(cast.system):
        Offer.objects.filter(id=offer.id).update(organisation=cast.parish)
    assert keeping.open().status_code == keeping.press(answer="gone").status_code == 404


def test_the_interval_is_the_offers_own(cast, offer):
    with acting_as(cast.bent):
        upkeep.ask_every(offer=offer, days=365, by=cast.bent, at=cast.at)
    with acting_as(cast.system):
        assert keep_true.ask_all_due(by=cast.system, at=cast.at) == 0
        assert keep_true.ask_all_due(by=cast.system, at=cast.at + timedelta(days=166)) == 1


# ---- The letter about a visit ------------------------------------------------------------------------------------


def test_the_letter_prints_the_address_and_its_page_knows_the_time_but_no_name(cast, visiting):
    mette = Client()
    mette.force_login(User.objects.get(email=email_of("mette")))
    with acting_as(cast.system):
        programme = Visit.objects.get().episode.programme_id
    letter = mette.get(reverse("letters", args=[programme])).content.decode()
    assert visiting.path in letter
    assert mette.get(reverse("letters_pdf", args=[programme])).content[:5] == b"%PDF-"
    shown = visiting.open().content.decode()
    assert "kl. 10.00" in shown
    assert "Villy" not in shown
    assert "Vang" not in shown


def test_a_daughter_moves_the_visit_to_a_time_that_is_free(cast, visiting):
    times = re.findall(r'name="time" value="([^"]+)"', visiting.open().content.decode())
    assert len(times) == by_link.OTHER_TIMES
    assert visiting.press(answer="moved").status_code == 422  # no time chosen
    assert visiting.press(answer="moved", time="2030-01-01T10:00:00+01:00").status_code == 422  # not one of them
    assert visiting.press(answer="moved", time=times[2]).status_code == 302
    with acting_as(cast.system):
        visit = Visit.objects.get()
    assert visit.planned_at == datetime.fromisoformat(times[2])
    assert visit.status == "planned"
    assert visiting.press(answer="cancelled").status_code == 410


@pytest.mark.parametrize(("reason", "kept", "again"), [("", "declined", True), ("never_again", "never_again", False)])
def test_a_no_by_link_is_kept_as_any_other(cast, visiting, reason, kept, again):
    assert visiting.press(answer="cancelled", reason=reason).status_code == 302
    with acting_as(cast.system):
        episode = Episode.objects.get()
        assert (episode.status, episode.lost_reason) == ("lost", kept)
        assert bool(episode.ask_again_on) is again
        assert Visit.objects.get().status == "declined"
        cast.villy.refresh_from_db()
        assert cast.villy.never_contact is (not again)


def test_yes_keeps_the_time(cast, visiting):
    assert visiting.press(answer="kept").status_code == 302
    with acting_as(cast.system):
        assert Episode.objects.get().next_step != "asked"
        assert Visit.objects.get().status == "planned"


def test_a_visit_that_is_held_or_a_person_who_has_died_is_not_asked(cast, visiting):
    with acting_as(cast.system):
        Visit.objects.update(status="held")
    assert visiting.open().status_code == visiting.press(answer="kept").status_code == 410


# ---- A worry from outside ----------------------------------------------------------------------------------------


def test_the_pharmacist_tells_and_hears_only_that_it_was_received(cast, tipping):
    told = worry()
    sent = tipping.press(**told)
    thanks = Client().get(sent.headers["Location"]).content.decode()
    assert "Modtaget" in thanks
    assert "Elna" not in thanks
    assert tipping.press(**told).status_code == 302  # the same once more, on a bad line
    with acting_as(cast.system):
        (tip,) = Tip.objects.all()
        assert tip.receipt not in thanks
        assert (tip.sender_kind, tip.sent_by_name, tip.sent_by_id) == ("pharmacy", "Apoteket på Torvet", None)
        assert Task.objects.get(kind="handle_tip").role == "coordinator"
        assert LinkUse.objects.count() == 1
    assert "Elna" not in tipping.open().content.decode()


@pytest.mark.parametrize(
    "changed", [{"about_name": ""}, {"worry": " "}, {"worry": "x" * 2001}, {"tip_id": "x"}, {"about_phone": "1" * 21}]
)
def test_a_tip_with_something_missing_is_told(cast, tipping, changed):
    assert tipping.press(**worry(**changed)).status_code == 422
    with acting_as(cast.system):
        assert not Tip.objects.exists()


def test_words_of_not_wanting_to_live_call_a_professional_the_same_day(cast, tipping):
    tipping.press(**worry(worry="Hun siger, at hun ikke vil leve mere"))
    with acting_as(cast.system):
        assert Task.objects.get(kind="needs_professional").due == cast.today


def test_somebody_writes_for_oneself_and_must_leave_a_number(cast):
    own = held(cast, tip_link(cast, "Avisen", "self"))
    assert "Vil du mødes med andre?" in own.open().content.decode()
    assert own.press(**worry()).status_code == 422
    assert own.press(**worry(about_phone="21 00 00 01")).status_code == 302


def test_a_machine_with_a_right_link_is_stopped(cast, tipping, monkeypatch):
    monkeypatch.setattr(by_link, "TIPS_A_DAY", 2)
    assert [tipping.press(**worry()).status_code for _n in range(3)] == [302, 302, 409]
