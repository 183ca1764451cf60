"""Finding, adding and following a person."""

from datetime import timedelta

import pytest

from brobygger.foundation.kernel import cpr
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person, Relative


def shown(response):
    return response.content.decode()


@pytest.mark.parametrize("text", ["andersen", "Andersen Aa", "Aase Andersen", "21000082", "+45 21 00 00 82"])
def test_aase_is_found_by_name_either_way_round_and_by_phone(mette, text):
    assert "Aase Andersen" in shown(mette.get("/borgere/", {"q": text}))


def test_nobody_is_found_in_another_municipality(mette):
    assert "Ruth Ravn" not in shown(mette.get("/borgere/", {"q": "ravn"}))


def test_karin_does_not_find_somebody_of_another_unit(cast, client_of):
    assert "Gerda Gram" not in shown(client_of(cast.karin).get("/borgere/", {"q": "gram"}))


def test_a_cpr_number_is_looked_up_without_standing_in_an_address(cast, mette, post):
    number = cpr.fake(cast.aase.born, "female", serial=82)
    answer = post(mette, "/borgere/", cpr=number)
    assert answer.status_code == 302
    assert answer.url == f"/borgere/{cast.aase.id}/"
    assert number not in answer.url
    assert mette.get("/borgere/", {"q": number}).url == "/borgere/"  # typed in the wrong field: it is sent away


def test_a_cpr_number_that_cannot_be_is_explained(mette, post):
    answer = post(mette, "/borgere/", cpr="123")
    assert answer.status_code == 422
    assert "CPR-nummeret skal have ti cifre" in shown(answer)


def test_mette_is_stopped_by_the_duplicate_check_and_can_go_on(cast, mette, post):
    same = {"given_name": "Aase", "family_name": "Andersen", "born": cast.aase.born.isoformat(), "sex": "female"}
    answer = post(mette, "/borgere/ny/", **same)
    assert "Er det en af disse?" in shown(answer)
    assert f"/borgere/{cast.aase.id}/" in shown(answer)
    with acting_as(cast.system):
        assert Person.objects.filter(family_name="Andersen").count() == 1
    assert post(mette, "/borgere/ny/", confirmed="yes", **same).status_code == 302
    with acting_as(cast.system):
        assert Person.objects.filter(family_name="Andersen").count() == 2


def test_those_who_look_alike_are_in_the_read_log(cast, mette, post):
    from brobygger.foundation.audit.models import ReadEntry

    post(
        mette, "/borgere/ny/", given_name="Aase", family_name="Andersen", born=cast.aase.born.isoformat(), sex="female"
    )
    with acting_as(cast.system):
        assert ReadEntry.objects.filter(person_id=cast.aase.id, purpose="detection").exists()


def test_somebody_new_is_added_once_though_the_button_was_pressed_twice(cast, mette, post):
    from uuid import uuid4

    key, fields = str(uuid4()), {"given_name": "Inger", "family_name": "Iversen", "born": "1945-03-02", "sex": "female"}
    first = post(mette, "/borgere/ny/", key=key, **fields)
    again = post(mette, "/borgere/ny/", key=key, **fields)
    assert first.url == again.url
    with acting_as(cast.system):
        assert Person.objects.filter(family_name="Iversen").count() == 1


def test_the_cpr_of_somebody_in_another_unit_is_refused_without_a_crash(cast, client_of, post):
    number = cpr.fake(cast.gerda.born, "female", serial=88)
    answer = post(client_of(cast.karin), "/borgere/ny/", given_name="Greta", family_name="Holm", cpr=number)
    assert answer.status_code == 409
    assert "allerede en borger med det CPR-nummer" in shown(answer)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Der mangler noget"),
        ({"given_name": "A", "family_name": "B"}, "Skriv CPR-nummeret eller fødselsdagen"),
        ({"given_name": "A" * 500, "family_name": "B", "born": "1940-01-01"}, "Der mangler noget"),
        ({"given_name": "A", "family_name": "B", "born": "2200-01-01"}, "Skriv en fødselsdag"),
        ({"given_name": "A", "family_name": "B", "cpr": "310290-1234"}, "en dato, der findes"),
        ({"given_name": "A", "family_name": "B", "born": "1940-01-01", "postcode": "12"}, "fire cifre"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_stored(cast, mette, post, fields, said):
    answer = post(mette, "/borgere/ny/", **fields)
    assert answer.status_code == 422
    assert said in shown(answer)
    with acting_as(cast.system):
        assert Person.objects.count() == 3


def test_aases_page_has_the_bridge_the_next_step_and_no_full_cpr(cast, mette, said_yes):
    episode = said_yes(cast.aase)
    page = shown(mette.get(f"/borgere/{cast.aase.id}/"))
    for text in (
        "Aase Andersen",
        "82 år",
        "Broen",
        "Næste skridt",
        "Skriv ønsker ned",
        f"/forloeb/{episode.id}/oensker/",
    ):
        assert text in page
    contact = shown(mette.get(f"/borgere/{cast.aase.id}/?fane=kontakt"))
    number = cpr.fake(cast.aase.born, "female", serial=82)
    assert f"{number[:6]}-••••" in contact
    assert number[6:] not in contact


def test_every_tab_opens_also_for_somebody_nothing_is_known_of(cast, mette):
    for tab in ("oensker", "forloeb", "kontakt", "maalinger", "samtykker", "historik", "sludder"):
        assert mette.get(f"/borgere/{cast.gerda.id}/?fane={tab}").status_code == 200, tab


def test_history_tells_in_plain_words(cast, mette, said_yes):
    said_yes(cast.aase)
    page = shown(mette.get(f"/borgere/{cast.aase.id}/?fane=historik"))
    assert "Nåede «Sagt ja»" in page
    assert "Mette Madsen" in page


PAGES = [
    "/borgere/{person}/", "/borgere/{person}/ret/", "/borgere/{person}/paaroerende/", "/borgere/{person}/indsats/",
    "/borgere/{person}/farvel/doed/", "/borgere/{person}/samtykke/dele/",
]  # fmt: skip


def test_somebody_elsewhere_is_like_somebody_who_never_was(cast, mette):
    for address in PAGES:
        elsewhere = mette.get(address.format(person=cast.ruth.id))
        never = mette.get(address.format(person="00000000-0000-7000-8000-000000000000"))
        assert elsewhere.status_code == never.status_code == 404, address
        assert shown(elsewhere) == shown(never)


def test_only_those_who_work_with_people_open_a_person(cast, client_of):
    for who in ("bent", "ole", "lone", "dorte", "admin"):
        for address in PAGES:
            assert client_of(cast.staff[who]).get(address.format(person=cast.aase.id)).status_code == 403, (
                who,
                address,
            )


def test_karin_opens_her_own_and_not_the_other_units(cast, client_of):
    karin = client_of(cast.karin)
    assert karin.get(f"/borgere/{cast.aase.id}/").status_code == 200
    assert karin.get(f"/borgere/{cast.gerda.id}/").status_code == 404


def test_facts_are_corrected(cast, mette, post):
    form = {
        "given_name": "Aase", "family_name": "Andersen", "born": cast.aase.born.isoformat(), "sex": "female",
        "contact_way": "letter", "home_help_hours": "1,5", "walks_m": "250", "walking_aid": "walker",
        "languages": "Dansk, tyrkisk", "personal_care": "yes",
    }  # fmt: skip
    assert post(mette, f"/borgere/{cast.aase.id}/ret/", **form).status_code == 302
    with acting_as(cast.system):
        aase = Person.objects.get(id=cast.aase.id)
    assert (float(aase.home_help_hours), aase.walks_m, aase.languages) == (1.5, 250, ["dansk", "tyrkisk"])
    assert aase.personal_care is True
    assert aase.cognitive_impairment is None  # not answered is not known


def test_the_form_opens_with_what_is_known(cast, mette):
    page = shown(mette.get(f"/borgere/{cast.aase.id}/ret/"))
    assert 'value="2,5"' in page
    assert cast.aase.born.isoformat() in page


def test_a_daughter_is_written_down(cast, mette, post):
    post(mette, f"/borgere/{cast.aase.id}/paaroerende/", name="Dorit Andersen", relation="datter", phone="30 00 00 30")
    page = shown(mette.get(f"/borgere/{cast.aase.id}/?fane=kontakt"))
    assert "Dorit Andersen" in page
    assert "må ikke kontaktes" in page
    assert "30 00 00 30" not in page  # nobody is tempted to call
    with acting_as(cast.system):
        assert Relative.objects.get().may_be_contacted is False


def test_the_target_group_is_explained(cast, mette, favrskov):
    from tests.cast import given_programme

    given_programme(cast, "000-horsens", name="Mandegrupper")
    page = shown(mette.get(f"/borgere/{cast.aase.id}/indsats/"))
    assert "er kvinde; grænsen er mand" in page
    assert "Er ikke i målgruppen" in page


def with_hours(cast, person, hours):
    with acting_as(cast.system):
        Person.objects.filter(id=person.id).update(home_help_hours=hours)


def test_too_few_hours_of_home_help_are_told_with_the_limit(cast, mette, favrskov):
    with_hours(cast, cast.aase, "1.5")
    page = shown(mette.get(f"/borgere/{cast.aase.id}/indsats/"))
    assert "modtager 1,5 timers hjemmehjælp om ugen; grænsen er" in page
    assert "Ret oplysningerne, hvis de er forkerte" in page


def test_aase_is_taken_in_once(cast, mette, post, favrskov):
    with_hours(cast, cast.aase, "6")
    answer = post(mette, f"/borgere/{cast.aase.id}/indsats/", programme=str(favrskov.id), found_by="home_care")
    assert answer.status_code == 302
    assert post(mette, f"/borgere/{cast.aase.id}/indsats/", programme=str(favrskov.id)).status_code == 409


def test_somebody_outside_the_target_group_is_not_taken_in(cast, mette, post):
    from tests.cast import given_programme

    horsens = given_programme(cast, "000-horsens", name="Mandegrupper")
    assert post(mette, f"/borgere/{cast.aase.id}/indsats/", programme=str(horsens.id)).status_code == 409
    with acting_as(cast.system):
        assert not Episode.objects.exists()


def test_a_no_is_kept_with_its_reason_and_asked_again_later(cast, mette, post, found):
    episode = found(cast.aase)
    later = cast.today + timedelta(days=60)
    page = shown(mette.get(f"/forloeb/{episode.id}/stop/"))
    assert "Har ikke kræfter" in page
    assert "Død" not in page  # death has its own page
    post(mette, f"/forloeb/{episode.id}/stop/", reason="no_energy", ask_again_on=later.isoformat())
    with acting_as(cast.system):
        lost = Episode.objects.get(id=episode.id)
    assert (lost.status, lost.lost_reason, lost.ask_again_on) == ("lost", "no_energy", later)
    assert "Borgeren er spurgt igen" in shown(mette.get(f"/borgere/{cast.aase.id}/"))
    post(mette, f"/forloeb/{episode.id}/spoerg-igen/")
    with acting_as(cast.system):
        assert Episode.objects.get(id=episode.id).status == "active"


def test_never_again_is_respected_also_after_the_yes(cast, mette, post, said_yes):
    episode = said_yes(cast.aase)
    post(mette, f"/forloeb/{episode.id}/stop/", reason="never_again")
    page = shown(mette.get(f"/borgere/{cast.aase.id}/"))
    assert "Borgeren vil ikke kontaktes" in page
    assert "Borgeren er spurgt igen" not in page


def test_a_reason_must_be_chosen(cast, mette, post, found):
    assert post(mette, f"/forloeb/{found(cast.aase).id}/stop/").status_code == 422


def test_death_stops_everything_and_is_asked_about_first(cast, mette, post, said_yes):
    said_yes(cast.aase)
    assert "kan ikke fortrydes" in shown(mette.get(f"/borgere/{cast.aase.id}/farvel/doed/"))
    tomorrow = (cast.today + timedelta(days=1)).isoformat()
    assert post(mette, f"/borgere/{cast.aase.id}/farvel/doed/", day=tomorrow).status_code == 422
    post(mette, f"/borgere/{cast.aase.id}/farvel/doed/", day=cast.today.isoformat())
    page = shown(mette.get(f"/borgere/{cast.aase.id}/"))
    assert "Borgeren er død" in page
    assert "Skriv ønsker ned" not in page.split("tab-container")[0]


def test_a_measurement_is_taken_on_one_page(cast, mette, post, said_yes):
    from brobygger.journeys import measure
    from brobygger.pathway.measurement.models import Measurement

    episode = said_yes(cast.aase)
    with acting_as(cast.mette):
        measure.plan_rounds(episode=episode, started=cast.today - timedelta(days=90), at=cast.at)
        planned = Measurement.objects.filter(
            status="planned", opens__lte=cast.today, closes__gte=cast.today, instrument__startswith="t-ils"
        ).first()
    assert planned is not None
    address = f"/maalinger/{planned.id}/"
    assert "Tre spørgsmål om samvær" in shown(mette.get(address))
    missing = post(mette, address, item_1="2", item_3="1", mode="phone")
    assert missing.status_code == 422
    assert "Spørgsmål 2 mangler et svar" in shown(missing)
    assert post(mette, address, item_1="2", item_2="1", item_3="1", mode="phone").status_code == 302
    page = shown(mette.get(f"/borgere/{cast.aase.id}/?fane=maalinger"))
    assert "score-figure" in page  # screened with 5, now 4: a line between two dots
    assert "grænse 7" in page
    assert "allerede taget" in shown(mette.get(address))
