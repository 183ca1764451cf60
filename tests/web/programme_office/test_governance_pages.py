"""Lone runs the office: groups, decisions, agreements, risks, things, and a colleague who leaves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.journeys import pass_on
from brobygger.programmes.governance import leavers, operations, queries
from brobygger.programmes.running import operations as running
from brobygger.programmes.running import queries as running_queries
from brobygger.registry.access import queries as access
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.dates import exact_day
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of


def given_council(cast, programme, name="Styregruppe", **more):
    facts = {"kind": "steering", "task": "Beslutter", "may_decide": True, "begins_on": cast.today} | more
    with acting_as(cast.lone):
        return operations.set_up(programme=programme, name=name, by=cast.lone, at=cast.at, **facts)


def member_of(cast, name):
    return access.get_membership(cast.lone, getattr(cast, name).membership_id)


# ---- Groups


def test_an_empty_office_asks_first_how_the_effort_shall_live_on_and_shows_what_the_recipe_suggests(programme, lone):
    first = text_of(lone.get(reverse("office", args=[programme.id])))
    assert "Ingen har begyndt på en plan for, hvordan indsatsen lever videre." in first
    page = text_of(lone.get(reverse("councils", args=[programme.id])))
    assert "Opskriften foreslår" in page
    assert "Styregruppe" in page


def test_lone_sets_up_the_group_the_recipe_suggests_and_it_is_not_suggested_again(cast, programme, lone):
    address = reverse("council_new", args=[programme.id]) + "?fra=governance.steering_group"
    assert 'value="Styregruppe"' in text_of(lone.get(address))
    sent = lone.post(
        address,
        {"idempotency_key": str(uuid4()), "name": "Styregruppe", "kind": "steering", "may_decide": "on",
         "begins_on": cast.today.isoformat(), "task": "Beslutter"},
    )  # fmt: skip
    assert sent.status_code == 302
    page = text_of(lone.get(reverse("councils", args=[programme.id])))
    assert "?fra=governance.steering_group" not in page
    assert "?fra=governance.local_groups" in page
    assert "Styregruppe har ingen medlemmer." in page


def test_members_meetings_and_decisions(cast, programme, lone, membership):
    council = given_council(cast, programme)
    send(lone, "seat_new", council.id, member=membership("lone"), chairs="on")
    send(lone, "seat_new", council.id, name="Inga Iversen, Ældre Sagen")
    send(
        lone, "meeting_new", council.id, held_on=cast.today.isoformat(), agenda="Tavlemøder",
        decisions="Ensomhed er fast punkt\n\nVi spørger foreningerne", owner=membership("mette"),
        due_on=(cast.today - timedelta(days=1)).isoformat(),
    )  # fmt: skip
    page = text_of(lone.get(reverse("council", args=[council.id])))
    for said in ("Lone Lund", "indkalder og leder", "Inga Iversen, Ældre Sagen", "Vi spørger foreningerne", "over tid"):
        assert said in page
    assert "2 beslutninger skulle have været gjort." in text_of(lone.get(reverse("office", args=[programme.id])))
    with acting_as(cast.lone):
        first = queries.meetings(cast.lone, council)[0].decisions.all()[0]
    assert send(lone, "decision_settle", first.id).status_code == 302
    assert "gjort" in text_of(lone.get(reverse("council", args=[council.id])))


def test_a_member_leaves_and_stays_in_the_history(cast, programme, lone):
    council = given_council(cast, programme)
    with acting_as(cast.lone):
        seat = operations.take_seat(council=council, name="Bo Bech", by=cast.lone, at=cast.at)
    send(lone, "seat_leave", seat.id)
    lone.get(reverse("office", args=[programme.id]))  # the line that says what happened is shown once
    page = text_of(lone.get(reverse("council", args=[council.id])))
    assert page.index("Tidligere medlemmer") < page.index("Bo Bech")


def test_a_group_that_is_no_longer_needed_is_closed_with_its_decisions(cast, programme, lone):
    council = given_council(cast, programme, "Ad hoc", kind="ad_hoc")
    assert send(lone, "council_close", council.id).status_code == 302
    assert send(lone, "council_close", council.id).status_code == 409
    assert "Lukkede grupper" in text_of(lone.get(reverse("councils", args=[programme.id])))
    assert "Skriv et møde ned" not in text_of(lone.get(reverse("council", args=[council.id])))


def test_two_leaders_who_have_not_shared_the_work_are_told(cast, programme, lone, membership):
    with acting_as(cast.lone):
        for name in ("lone", "mette"):
            running.hold_role(
                programme=programme, role="programme_manager", organisation=cast.kommune,
                membership=member_of(cast, name), by=cast.lone, at=cast.at,
            )  # fmt: skip
    page = text_of(lone.get(reverse("councils", args=[programme.id])))
    assert "I er flere om at lede. Skriv, hvilke opgaver" in page
    for name, what in (("lone", "Sparring"), ("mette", "sparring")):
        send(lone, "duty_new", programme.id, owner=membership(name), what=what)
    page = text_of(lone.get(reverse("councils", args=[programme.id])))
    assert "I er flere om at lede" not in page
    assert "er taget af flere: Lone Lund og Mette Madsen" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Skriv noget her."),
        ({"name": "x" * 201}, "Skriv højst 200 tegn."),
        ({"kind": "cabal"}, "Vælg et af svarene."),
        ({"begins_on": "31-02-2026"}, "Vælg en dag, fx 05-01-2027."),
        ({"begins_on": "1066-10-14"}, "Vælg en dag efter år 2000."),
        ({"ends_on": "2001-01-01"}, "Slutdagen ligger før den første dag."),
        ({"meets_every_days": "0"}, "Skriv et helt tal mellem 1 og 1000."),
    ],
)
def test_a_wrong_group_is_told_and_nothing_is_set_up(cast, programme, lone, fields, message):
    good = {"name": "Styregruppe", "kind": "steering", "begins_on": cast.today.isoformat()}
    sent = send(lone, "council_new", programme.id, **good | fields)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.lone):
        assert queries.councils(cast.lone, programme, on=cast.today) == []


def test_the_same_name_twice_the_same_seat_twice_the_same_day_twice(cast, programme):
    council = given_council(cast, programme)
    with pytest.raises(Taken):
        given_council(cast, programme)
    with acting_as(cast.lone):
        told = {"council": council, "by": cast.lone, "at": cast.at}
        operations.take_seat(name="Lone Lund", membership=member_of(cast, "lone"), **told)
        with pytest.raises(Refusal):
            operations.take_seat(name="Lone Lund", membership=member_of(cast, "lone"), **told)
        operations.meet(held_on=cast.today, agenda="", decisions=[], **told)
        with pytest.raises(Taken):
            operations.meet(held_on=cast.today, agenda="", decisions=[], **told)
        with pytest.raises(Refusal):
            operations.meet(held_on=cast.today + timedelta(days=1), agenda="", decisions=[], **told)


# ---- Agreements, risks, things


def given_agreement(cast, programme, **more):
    parties = {"Eksempelkøbing Kommune": "finder borgerne", "Fællesskabet Eksempelkøbing": "tager imod"}
    facts = {"kind": "cooperation", "about": "Vi bygger bro sammen", "starts_on": cast.today, "parties": parties} | more
    with acting_as(cast.lone):
        return operations.agree(programme=programme, by=cast.lone, at=cast.at, **facts)


def test_an_agreement_that_ends_soon_is_on_the_office_page(cast, programme, lone):
    given_agreement(cast, programme, ends_on=cast.today + timedelta(weeks=5), warn_weeks=6)
    assert "Aftalen skal snart fornys: Vi bygger bro sammen" in text_of(
        lone.get(reverse("office", args=[programme.id]))
    )
    page = text_of(lone.get(reverse("agreements", args=[programme.id])))
    assert "Fællesskabet Eksempelkøbing: tager imod" in page
    assert "skal fornys" in page


def test_renewing_an_agreement(cast, programme, lone):
    agreement = given_agreement(cast, programme, ends_on=cast.today + timedelta(weeks=1), price_dkk=25000)
    page = text_of(lone.get(reverse("agreement_change", args=[agreement.id])))
    assert "Fællesskabet Eksempelkøbing: tager imod" in page
    sent = send(
        lone, "agreement_change", agreement.id, kind="cooperation", about="Vi bygger bro sammen", warn_weeks="8",
        parties="Eksempelkøbing Kommune\nRøde Kors: kontakter mændene", starts_on=cast.today.isoformat(),
        ends_on=(cast.today + timedelta(days=700)).isoformat(), price_dkk="25000",
    )  # fmt: skip
    assert sent.status_code == 302
    page = text_of(lone.get(reverse("agreements", args=[programme.id])))
    assert "Røde Kors: kontakter mændene" in page
    assert "25.000 kr. om året" in page
    assert "skal fornys" not in page


def test_an_agreement_needs_two_parties(cast, programme, lone):
    sent = send(
        lone, "agreement_new", programme.id, kind="cooperation", about="x", warn_weeks="8", parties="Kun os",
        starts_on=cast.today.isoformat(),
    )  # fmt: skip
    assert sent.status_code == 422
    assert "En aftale har mindst to parter." in text_of(sent)


def test_the_recipes_agreement_comes_with_its_parties(programme, lone):
    page = text_of(lone.get(reverse("agreement_new", args=[programme.id]) + "?fra=agreements.partnership"))
    assert "Arbejdsgange og roller for kommune og foreninger" in page
    assert "Røde Kors" in page


def test_a_risk_is_looked_at_again_and_closed(cast, programme, lone, membership):
    send(
        lone, "risk_new", programme.id, text="Bussen går i stykker", likelihood="high", impact="middle",
        owner=membership("mette"), look_on=cast.today.isoformat(),
    )  # fmt: skip
    page = text_of(lone.get(reverse("risks", args=[programme.id])))
    for said in ("Bussen går i stykker", "stor", "mangler: hvad gør I?", "Mette Madsen holder øje", "se på den igen"):
        assert said in page
    with acting_as(cast.lone):
        (risk,) = queries.risks(cast.lone, programme)
    assert send(lone, "risk_close", risk.id).status_code == 302
    assert "Bussen" not in text_of(lone.get(reverse("risks", args=[programme.id])))


def test_rooms_and_vehicles(cast, programme, lone):
    send(lone, "asset_new", programme.id, kind="vehicle", name="Bus med lift", seats="8", keeper="Plejehjemmet")
    page = text_of(lone.get(reverse("assets", args=[programme.id])))
    assert "Bus med lift" in page
    with acting_as(cast.lone):
        (asset,) = queries.assets(cast.lone, programme)
    send(lone, "asset_gone", asset.id)
    lone.get(reverse("office", args=[programme.id]))
    assert "Bus med lift" not in text_of(lone.get(reverse("assets", args=[programme.id])))


# ---- Rooms promised for afterwards


def promised_room(cast, programme, lone, **fields):
    """Lone puts the hall on the list and writes the agreement that promises it."""
    send(lone, "asset_new", programme.id, kind="room", name="Sal 2", place="Nørregade 4")
    with acting_as(cast.lone):
        (room,) = queries.assets(cast.lone, programme)
    told = {"kind": "cooperation", "about": "Vi bliver i salen", "warn_weeks": "8", "asset": str(room.id),
            "parties": "Eksempelkøbing Kommune\nSognet: lader salen stå åben",
            "starts_on": cast.today.isoformat()}  # fmt: skip
    sent = send(lone, "agreement_new", programme.id, **(told | fields))
    assert sent.status_code == 302, text_of(sent)
    return room


def test_a_promised_room_says_until_when_and_by_whom_also_to_those_who_take_over(cast, programme, lone):
    day = cast.today + timedelta(days=500)
    promised_room(cast, programme, lone, ends_on=day.isoformat())
    rooms = text_of(lone.get(reverse("assets", args=[programme.id])))
    assert f"til {exact_day(day, 'da').rpartition(' den ')[2]}<" in rooms
    assert "Eksempelkøbing Kommune, Sognet" in rooms
    assert "skal fornys" not in rooms
    assert "Sal 2" in text_of(lone.get(reverse("agreements", args=[programme.id])))
    package = text_of(lone.get(reverse("package", args=[programme.id])))
    assert f"til {exact_day(day, 'da').rpartition(' den ')[2]}: Eksempelkøbing Kommune, Sognet" in package
    assert "Løftet om" not in text_of(lone.get(reverse("office", args=[programme.id])))
    assert reads(lone, "assets", programme.id) <= 15


def test_a_promise_that_ends_soon_is_told_at_the_room_and_in_the_office(cast, programme, lone):
    promised_room(cast, programme, lone, ends_on=(cast.today + timedelta(weeks=3)).isoformat())
    assert "Løftet om Sal 2 slutter snart" in text_of(lone.get(reverse("office", args=[programme.id])))
    assert "skal fornys" in text_of(lone.get(reverse("assets", args=[programme.id])))


def test_a_promise_that_stops_with_the_effort_promises_nothing_afterwards(cast, programme, lone):
    with acting_as(cast.lone):
        programme.ends_on = cast.today + timedelta(days=300)
        programme.save(update_fields=["ends_on"])
    promised_room(cast, programme, lone, ends_on=programme.ends_on.isoformat())
    nothing = "Intet er lovet efter indsatsens sidste dag."
    assert nothing in text_of(lone.get(reverse("assets", args=[programme.id])))
    with acting_as(cast.lone):
        (agreement,) = queries.agreements(cast.lone, programme)
    send(lone, "agreement_change", agreement.id, kind="cooperation", about="Vi bliver", warn_weeks="8",
         asset=str(agreement.asset_id), parties="A\nB", starts_on=cast.today.isoformat(),
         ends_on=(programme.ends_on + timedelta(days=1)).isoformat())  # fmt: skip
    page = text_of(lone.get(reverse("assets", args=[programme.id])))
    assert "A, B" in page
    assert nothing not in page


def test_a_promised_room_is_not_taken_off_the_list_unseen(cast, programme, lone):
    room = promised_room(cast, programme, lone)
    refused = send(lone, "asset_gone", room.id)
    assert refused.status_code == 409
    assert "Sal 2 er lovet i en aftale: Vi bliver i salen." in text_of(refused)
    with acting_as(cast.lone):
        (agreement,) = queries.agreements(cast.lone, programme)
    send(lone, "agreement_end", agreement.id)
    assert send(lone, "asset_gone", room.id).status_code == 302


def test_an_agreement_asks_for_a_room_and_offers_rooms_only(cast, programme, lone):
    promised_room(cast, programme, lone)
    send(lone, "asset_new", programme.id, kind="vehicle", name="Bus med lift")
    new = text_of(lone.get(reverse("agreement_new", args=[programme.id])))
    assert "Sal 2, Nørregade 4" in new
    assert "Bus med lift</option>" not in new
    with acting_as(cast.lone):
        (bus,) = queries.assets(cast.lone, programme).filter(kind="vehicle")
        (agreement,) = queries.agreements(cast.lone, programme)
        type(agreement).objects.filter(id=agreement.id).update(asset=bus)
    changed = text_of(lone.get(reverse("agreement_change", args=[agreement.id])))
    assert "Bus med lift</option>" in changed  # promised before: it is not lost when something else is changed


def test_another_programmes_room_cannot_be_promised(cast, programme, lone):
    other = given_programme(cast, name="En anden")
    room = promised_room(cast, programme, lone)
    sent = send(lone, "agreement_new", other.id, kind="cooperation", about="x", warn_weeks="8", parties="A\nB",
                starts_on=cast.today.isoformat(), asset=str(room.id))  # fmt: skip
    assert sent.status_code == 422


# ---- A leader leaves


def test_mette_leaves_and_lone_takes_over_everything_in_one_go(cast, programme, lone, membership):
    council = given_council(cast, programme)
    given_agreement(cast, programme, owner=None)
    with acting_as(cast.lone):
        mette = member_of(cast, "mette")
        told = {"by": cast.lone, "at": cast.at}
        running.hold_role(
            programme=programme, role="programme_manager", organisation=cast.kommune, membership=mette, **told
        )
        operations.take_seat(council=council, name=mette.name, membership=mette, chairs=True, **told)
        operations.meet(
            council=council, held_on=cast.today, agenda="", decisions=["Ring til Bent"], owner=mette, **told
        )
        operations.take_on(programme=programme, owner=mette, what="Sparring", **told)
        operations.note_risk(programme=programme, text="Skift", likelihood="low", impact="low", owner=mette, **told)
    page = text_of(lone.get(reverse("pass_on", args=[mette.id])))
    for said in ("Ring til Bent", "Sparring", "Styregruppe", "Skift"):
        assert said in page
    assert send(lone, "pass_on", mette.id, successor=membership("lone")).status_code == 302
    assert "5 ting er givet videre til Lone Lund." in text_of(lone.get(reverse("pass_on", args=[mette.id])))
    with acting_as(cast.lone):
        assert pass_on.owned(cast.lone, mette, cast.at) == []
        kinds = {one.kind for one in pass_on.owned(cast.lone, member_of(cast, "lone"), cast.at)}
        assert kinds == {"role", "seat", "decision", "duty", "risk"}
        assert [seat.name for seat in queries.seats(cast.lone, council) if seat.until is None] == ["Lone Lund"]
        assert running_queries.holders(programme)["programme_manager"][-1].membership_id == cast.lone.membership_id


def test_passing_on_nothing_or_to_oneself_is_refused(cast, lone, membership):
    assert send(lone, "pass_on", membership("mette"), successor=membership("lone")).status_code == 422
    with acting_as(cast.lone):
        mette = member_of(cast, "mette")
        with pytest.raises(Refusal):
            leavers.pass_on(leaver=mette, successor=mette, by=cast.lone, at=cast.at)


# ---- Who may


PAGES = ("office", "councils", "agreements", "risks", "assets")
FORMS = ("council_new", "duty_new", "agreement_new", "risk_new", "asset_new")


@pytest.mark.parametrize("who", ["karin", "bent", "ole", "dorte", "admin"])
def test_others_may_not_see_the_office(programme, as_user, who):
    client = as_user(who)
    assert {client.get(reverse(name, args=[programme.id])).status_code for name in (*PAGES, *FORMS)} == {403}
    assert client.get(reverse("leavers")).status_code == 403


def test_a_coordinator_reads_and_does_not_write(cast, programme, mette):
    council = given_council(cast, programme)
    assert {mette.get(reverse(name, args=[programme.id])).status_code for name in PAGES} == {200}
    assert {mette.get(reverse(name, args=[programme.id])).status_code for name in FORMS} == {403}
    assert "Nyt medlem" not in text_of(mette.get(reverse("council", args=[council.id])))


def test_a_foreign_office_is_as_unknown_as_none(cast, programme, as_user, lone):
    council, agreement = given_council(cast, programme), given_agreement(cast, programme)
    nina = as_user("nina")  # a coordinator in another municipality
    for name, row in (*((name, programme.id) for name in PAGES), ("council", council.id)):
        assert nina.get(reverse(name, args=[row])).status_code == 404
        assert nina.get(reverse(name, args=[uuid4()])).status_code == 404
    for name in ("council_change", "seat_new", "meeting_new", "agreement_change", "risk_change", "pass_on"):
        assert lone.get(reverse(name, args=[uuid4()])).status_code == 404
    assert lone.get(reverse("agreement_change", args=[agreement.id])).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_at_most_fifteen_queries_and_as_many_for_one_as_for_nine(cast, programme, lone, name):
    def more(first, last):
        for number in range(first, last):
            council = given_council(cast, programme, f"G{number}")
            given_agreement(cast, programme, about=f"A{number}", ends_on=cast.today)
            with acting_as(cast.lone):
                told = {"by": cast.lone, "at": cast.at}
                operations.take_seat(council=council, name=f"N{number}", membership=member_of(cast, "lone"), **told)
                operations.meet(council=council, held_on=cast.today, agenda="", decisions=["a", "b"], **told)
                operations.note_risk(
                    programme=programme, text=f"R{number}", likelihood="high", impact="high", look_on=cast.today, **told
                )
                operations.keep(programme=programme, kind="room", name=f"L{number}", **told)
                operations.take_on(programme=programme, owner=member_of(cast, "lone"), what=f"O{number}", **told)

    more(0, 1)
    reads(lone, name, programme.id)
    few = reads(lone, name, programme.id)
    more(1, 9)
    assert reads(lone, name, programme.id) == few <= 15
