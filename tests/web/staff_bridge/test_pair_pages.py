"""Pairs in the making, on the page: reasons, changes by hand, consent, and what a volunteer has told."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.communities.volunteers.models import Pair, VolunteerWishes
from brobygger.pathway.matching.models import ProposedPair, VolunteerDuo
from brobygger.registry.people.acting import acting_as
from tests.waiting import given_volunteer, given_waiting


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


def seen(client, address):
    return re.search(r'name="seen" value="(\d+)"', client.get(address).content.decode())[1]


def press(post, client, address, **what):
    return post(client, address, seen=seen(client, address), **what)


def rows(cast, **which):
    with acting_as(cast.mette):
        return list(ProposedPair.objects.filter(**which).order_by("id"))


@pytest.fixture
def pairs(cast, mette, post, favrskov):
    """Three wait for a visitor; Ole and Sonja can meet one each; proposed."""
    given_waiting(cast, favrskov, 3, wishes={"company": "one_to_one"})
    given_volunteer(cast, "Sonja", interests=["kort"], latitude=56.2, longitude=10.9)
    address = f"/venter/par/{favrskov.id}/"
    assert press(post, mette, address, solve="1").status_code == 302
    return address


def test_pairs_stand_with_reasons_and_the_rest_with_why_not(mette, pairs):
    page = shown(mette.get(pairs))
    assert "3 borgere venter, frivillige kan besøge 2 borgere mere. 2 par er foreslået." in page
    assert "begge: kort og spil" in page
    assert "0 km fra hinanden" in page
    left = page.split("Venter stadig")[1]
    assert "der er flere, end de frivillige kan nå; andre har ventet længere eller passer bedre" in left


def test_two_are_held_together_parted_and_given_another(cast, mette, post, pairs):
    sonja = next(row for row in rows(cast) if row.volunteer_id != cast.ole.membership_id)
    press(post, mette, pairs, pin=str(sonja.id))
    assert rows(cast, pinned=True) == [sonja]
    press(post, mette, pairs, unpin=str(sonja.id))
    press(post, mette, pairs, refuse=str(sonja.id))
    assert rows(cast, status="refused") == [sonja]
    assert "Der er sagt nej til" in shown(mette.get(pairs))
    press(post, mette, pairs, admit=str(sonja.id))
    assert rows(cast, status="refused") == []
    with acting_as(cast.mette):
        free = sonja.volunteer_id
    (left,) = rows(cast)
    press(post, mette, pairs, another=str(left.id), **{f"to-{left.id}": str(free)})
    (now,) = rows(cast, status="proposed")
    assert (now.episode_id, now.volunteer_id, now.pinned) == (left.episode_id, free, True)


def test_a_pair_needs_the_persons_yes_and_gets_it_on_the_page(cast, mette, post, pairs):
    row = next(row for row in rows(cast) if row.volunteer_id == cast.ole.membership_id)
    address = f"/venter/par/godkend/{row.id}/"
    page = shown(mette.get(address))
    assert "Læs højt for borgeren" in page
    assert "Ole Olsen kommer til at se denne borger og ingen anden" in page
    form = {"receiver": str(cast.association.id), "data": ["name", "contact"], "expires_on": "2027-05-05"}
    assert press(post, mette, address, **form).status_code == 422  # how the yes was said is missing
    past = {**form, "how": "phone", "next_on": "2020-01-01"}
    assert press(post, mette, address, **past).status_code == 422
    assert press(post, mette, address, **form, how="phone").url == pairs
    with acting_as(cast.mette):
        assert Pair.objects.get().user_id == cast.ole.user_id
    assert post(mette, address, seen="2", **form, how="phone").status_code == 409


def test_the_second_coordinator_is_told(cast, mette, post, pairs):
    old = seen(mette, pairs)
    one, other = rows(cast)
    assert post(mette, pairs, seen=old, refuse=str(one.id)).status_code == 302
    answer = post(mette, pairs, seen=old, refuse=str(other.id))
    assert answer.status_code == 409
    assert "Mette Madsen har ændret listen" in shown(answer)
    assert rows(cast, status="refused") == [one]


def test_newcomers_are_told_and_taken_in(cast, mette, post, favrskov, pairs):
    given_volunteer(cast, "Tove", interests=["sang"])
    press(post, mette, pairs, solve="1")
    given_waiting(cast, favrskov, 1, wishes={"company": "one_to_one"}, family="Ny")
    assert "Nye siden sidst: Arne Ny." in shown(mette.get(pairs))
    assert press(post, mette, pairs, newcomers="1").status_code == 302
    assert "Nye siden sidst" not in shown(mette.get(pairs))
    assert len(rows(cast, status="proposed")) == 3


def test_what_a_volunteer_has_told_is_kept(cast, mette, post):
    address = f"/venter/frivillige/{cast.ole.membership_id}/"
    form = {"interests": ["kort"], "weekdays": ["1"], "languages": "dansk, Arabisk", "meets_at_most": "2"}
    assert mette.get(address).status_code == 200
    assert post(mette, address, **form).status_code == 302
    with acting_as(cast.mette):
        told = VolunteerWishes.objects.get()
    assert (told.interests, told.weekdays, told.languages, told.meets_at_most) == (
        ["kort"],
        [1],
        ["dansk", "arabisk"],
        2,
    )
    more = {"skills": "Landmand, klaver , landmand", "roles": ["visitor", "driver"], "has_car": "yes",
            "born_year": "1958", "area": cast.north.name, "with_friend": "Per"}  # fmt: skip
    assert post(mette, address, **form, **more).status_code == 302
    with acting_as(cast.mette):
        told = VolunteerWishes.objects.get()
    assert (told.skills, told.roles, told.has_car) == (["landmand", "klaver"], ["visitor", "driver"], True)
    assert (told.born_year, told.area, told.with_friend) == (1958, cast.north.name, "Per")
    again = shown(mette.get(address))
    assert 'value="landmand, klaver"' in again
    assert re.search(r'value="yes"[^>]* selected', again)
    for wrong in (
        {"born_year": "58"},
        {"area": "Atlantis"},
        {"roles": ["king"]},
        {"interests": ["heste"]},
        {"meets_at_most": "99"},
        {"meets_at_most": ""},
    ):
        assert post(mette, address, **{**form, **wrong}).status_code == 422
    assert mette.get(f"/venter/frivillige/{cast.bent.membership_id}/").status_code == 404


def test_only_those_who_build_bridges_may(cast, client_of, pairs):
    (row, _other) = rows(cast)
    for address in (pairs, f"/venter/par/godkend/{row.id}/", f"/venter/frivillige/{cast.ole.membership_id}/"):
        for actor in (cast.karin, cast.bent, cast.ole, cast.lone):
            assert client_of(actor).get(address).status_code == 403
        assert client_of(cast.nina).get(address).status_code == 404


def test_an_empty_press_and_what_is_not_there_change_nothing(mette, post, favrskov, pairs):
    assert press(post, mette, pairs).status_code == 409
    assert press(post, mette, pairs, pin=str(uuid4())).status_code == 404
    assert press(post, mette, pairs, pin="x").status_code == 404
    assert mette.get(f"/venter/par/{uuid4()}/").status_code == 404


def test_the_page_asks_as_much_for_ten_as_for_three(cast, mette, post, favrskov, pairs):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert mette.get(pairs).status_code == 200
        return len(asked)

    few = count()
    given_waiting(cast, favrskov, 7, wishes={"company": "one_to_one"}, family="Mere")
    for name in ("Amal", "Bente", "Chris"):
        given_volunteer(cast, name, interests=["kort"])
    press(post, mette, pairs, solve="1")
    assert count() == few <= 22


def test_rules_duos_and_the_associations_yes_on_the_pages(cast, mette, post, client_of, favrskov):
    given_waiting(cast, favrskov, 1, wishes={"company": "one_to_one"}, family="Hemmelig")
    sonja, tove = given_volunteer(cast, "Sonja"), given_volunteer(cast, "Tove")
    address = f"/venter/par/{favrskov.id}/"
    both = {"together": "1", "first": str(sonja.id), "second": str(tove.id)}
    assert post(mette, address + "foelges/", **both).status_code == 302
    assert post(mette, address + "foelges/", together="1", first="", second="").status_code == 409
    rules = {"chosen": ["two_needed", "association_agrees"]}
    assert post(mette, address + "regler/", seen="7", **rules).status_code == 409
    assert post(mette, address + "regler/", seen="0", **rules).status_code == 302
    assert post(mette, address, seen="1", solve="1").status_code == 302
    page = shown(mette.get(address))
    assert "Sonja og Tove" in page
    assert "Spørg foreningen" in page
    with acting_as(cast.mette):
        row = ProposedPair.objects.get()
    assert post(mette, address, seen="2", ask=str(row.id)).status_code == 302
    bent = client_of(cast.bent)
    agreeing = shown(bent.get("/venter-hos-os/par/"))
    assert "Sonja og Tove" in agreeing
    assert "vil gerne have besøg: kort og spil" in agreeing
    assert "Hemmelig" not in agreeing
    assert post(bent, "/venter-hos-os/par/", yes="x").status_code == 404
    assert post(bent, "/venter-hos-os/par/", yes=str(row.id)).status_code == 302
    assert client_of(cast.ole).get("/venter-hos-os/par/").status_code == 403
    page = shown(mette.get(address))
    assert "foreningen har sagt ja" in page
    assert "Godkend" in page
    with acting_as(cast.mette):
        duo = VolunteerDuo.objects.get()
    assert post(mette, address + "foelges/", alone=str(duo.id)).status_code == 302
    assert "Følges ikke længere" not in shown(mette.get(address)).split("Regler for par her")[1]


def test_many_are_left_to_the_worker_and_a_change_meanwhile_goes_first(cast, mette, post, pairs, favrskov, monkeypatch):
    from brobygger.journeys import match_pairs, tasks
    from tests.jobs import waiting_jobs

    given_volunteer(cast, "Tove", interests=["kort"])
    monkeypatch.setattr(match_pairs, "MOST_ON_A_PAGE", 8)  # three who wait beside three places are nine
    before = rows(cast)
    assert len(before) == 2
    press(post, mette, pairs, solve="1")
    page = shown(mette.get(pairs))
    assert "Der er mange, så der regnes i baggrunden." in page
    assert "Der regnes på et nyt forslag, fordi der er mange." in page
    assert rows(cast) == before
    press(post, mette, pairs, pin=str(before[0].id))  # a person's change while it is being worked out
    (job,) = waiting_jobs("brobygger.journeys.tasks.match_pairs_again")
    tasks.match_pairs_again(**job)
    assert len(rows(cast)) == 2
    assert "Der regnes på" not in shown(mette.get(pairs))
    press(post, mette, pairs, solve="1")
    tasks.match_pairs_again(**waiting_jobs("brobygger.journeys.tasks.match_pairs_again")[-1])
    assert len(rows(cast, status="proposed")) == 3
    assert rows(cast, pinned=True) == [before[0]]
    assert "Der regnes på" not in shown(mette.get(pairs))
    given_waiting(cast, favrskov, 3, wishes={"company": "one_to_one"}, family="Ny")
    press(post, mette, pairs, newcomers="1")
    assert len(waiting_jobs("brobygger.journeys.tasks.match_pairs_again")) == 3
    monkeypatch.setattr("brobygger.web.staff.waiting.pairs.MOST_LEFT", 1)
    assert "2 flere, som har ventet kortere." in shown(mette.get(pairs))


def test_words_from_life_and_a_car_bring_two_together_and_who_only_drives_visits_nobody(cast, mette, post, favrskov):
    """Ane has been a farmer and drives 25 km; Bo lives next door and has neither. Dan would only drive."""
    wishes = {"company": "one_to_one", "life_words": ["landmand"], "barriers": ["transport"]}
    given_waiting(cast, favrskov, 1, wishes=wishes)
    usual = {"interests": ["kort"], "longitude": 10.9, "roles": ["visitor"]}
    far = {**usual, "latitude": 56.2 + 20 / 111.2}  # 26 km by road
    address = f"/venter/par/{favrskov.id}/"
    given_volunteer(cast, "Dan", **{**usual, "latitude": 56.2, "roles": ["driver"]})
    given_volunteer(cast, "Ole2", **far)
    press(post, mette, address, solve="1")
    assert rows(cast, volunteer__name__in=["Dan", "Ole2"]) == []  # 26 km without a car; drives only
    given_volunteer(cast, "Ane", **far, skills=["landmand"], has_car=True, born_year=cast.today.year - 66,
                    with_friend="Bo Bendtsen")  # fmt: skip
    press(post, mette, address, refuse=str(rows(cast)[0].id))  # not Ole
    press(post, mette, address, solve="1")
    page = shown(mette.get(address))
    assert "<strong>Ane</strong>" in page
    for reason in ("fra livet: landmand", "den frivillige har bil", "omtrent lige gamle"):
        assert reason in page, reason
    assert "Ane vil helst være med sammen med Bo Bendtsen." in page


def test_who_wishes_for_men_only_is_proposed_to_nobody_else(cast, mette, post, favrskov):
    given_waiting(cast, favrskov, 1, wishes={"company": "one_to_one", "only_sex": "male"})
    given_volunteer(cast, "Sonja", interests=["kort"], sex="female")
    address = f"/venter/par/{favrskov.id}/"
    press(post, mette, address, solve="1")
    (row,) = rows(cast)
    assert row.volunteer_id == cast.ole.membership_id  # nobody has asked Ole; nothing is known against it
    press(post, mette, address, refuse=str(row.id))
    press(post, mette, address, solve="1")
    assert "borgeren vil kun være sammen med mænd" in shown(mette.get(address))
