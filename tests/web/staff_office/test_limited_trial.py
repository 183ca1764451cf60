"""A trial in some units, some postcodes and some months: others are told why not, and what suits them instead."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import ask, change, find
from brobygger.pathway.detection.models import RegisterExtract
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running import operations, rules
from brobygger.programmes.running.models import Programme, TrialChange
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.extracts import of_men
from tests.web.staff_office.steps import commit, given_staged, upload


def limited(cast, programme, **facts):
    """The programme is a trial: in home care north only, unless told otherwise."""
    with acting_as(cast.lone):
        if facts.pop("units", True):
            operations.take_part(
                programme=programme, parties={}, units=[cast.north], only_units=True, by=cast.lone, at=cast.at
            )
        for name, value in facts.items():
            setattr(programme, name, value)
        programme.save()
    return programme


def moved_to(cast, person, **facts):
    with acting_as(cast.mette):
        type(person).objects.filter(id=person.id).update(**facts)
        person.refresh_from_db()


def test_lone_limits_a_trial_when_it_is_taken_into_use(cast, lone):
    told = {"name": "Forsøg i nord", "starts_on": cast.today.isoformat(), "owner": str(cast.kommune.id)}
    wrong = send(lone, "recipe_adopt", "000-horsens", **told, postcodes="4600 og 12")
    assert (wrong.status_code, "Skriv postnumre med fire cifre" in text_of(wrong)) == (422, True)
    assert send(lone, "recipe_adopt", "000-horsens", **told, postcodes="4600, 4660").status_code == 302
    with acting_as(cast.lone):
        programme = Programme.objects.get(name="Forsøg i nord")
    none = send(lone, "prepare_parties", programme.id, only_units="on")
    assert (none.status_code, "Vælg de enheder, den kun er for." in text_of(none)) == (422, True)
    assert send(lone, "prepare_parties", programme.id, only_units="on", units=[str(cast.north.id)]).status_code == 302
    ready = text_of(lone.get(reverse("prepare", args=[programme.id])))
    assert "Hjemmeplejen Nord · 4600, 4660" in ready
    again = text_of(lone.get(reverse("prepare_name", args=[programme.id])))
    assert 'value="4600, 4660"' in again
    send(lone, "prepare", programme.id, with_gaps="on")
    assert "Hjemmeplejen Nord · 4600, 4660" in text_of(lone.get(reverse("programme", args=[programme.id])))


def test_who_is_outside_the_units_is_told_and_sees_what_suits(cast, programme, mette):
    other = given_programme(cast, "001-soroe", name="For alle")
    limited(cast, programme)
    moved_to(cast, cast.aase, unit_id=cast.south.id)
    page = text_of(mette.get(reverse("take_in", args=[cast.aase.id])))
    assert "✕ uden for forsøgets enheder: Hjemmeplejen Nord" in page
    assert page.index(other.name) < page.index("uden for forsøgets enheder")
    assert "uden for forsøgets enheder" in text_of(mette.get(reverse("person_target", args=[cast.aase.id])))
    refused = send(mette, "take_in", cast.aase.id, programme=str(programme.id), found_by="home_care")
    assert refused.status_code == 409
    assert "uden for forsøgets enheder: Hjemmeplejen Nord" in text_of(refused)
    with acting_as(cast.mette), pytest.raises(Refusal, match="hvad der ellers passer"):
        find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)


def test_who_is_inside_begins_and_who_is_not_known_can_be_taken_in_by_somebody_who_knows(cast, programme):
    limited(cast, programme, postcodes="4600")
    moved_to(cast, cast.aase, unit_id=cast.north.id, postcode="4600")
    with acting_as(cast.mette):
        assert find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
    moved_to(cast, cast.aase, unit_id=None, postcode="")
    with acting_as(cast.mette):
        Episode.objects.filter(person=cast.aase).update(status="finished", next_step=None)
        assert find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)


def test_somebody_who_lives_elsewhere_is_outside_the_area(cast, programme):
    limited(cast, programme, units=False, postcodes="4600 4660")
    moved_to(cast, cast.aase, postcode="4000")
    with acting_as(cast.mette), pytest.raises(Refusal, match="uden for forsøgets område: 4600, 4660"):
        find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)


def test_the_last_day_stops_new_beginnings_and_those_who_are_there_go_on(cast, programme, mette):
    with acting_as(cast.mette):
        begun = find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
    limited(cast, programme, units=False, ends_on=cast.today - timedelta(days=1))
    other = cast.edith if hasattr(cast, "edith") else cast.aase
    page = text_of(mette.get(reverse("take_in", args=[other.id])))
    assert "Tager ikke nye ind mere" in page
    assert f"{programme.name}: sidste dag var" in page
    refused = send(mette, "take_in", other.id, programme=str(programme.id), found_by="home_care")
    assert f"{programme.name} tager ikke nye ind mere." in text_of(refused)
    with acting_as(cast.mette):
        assert Episode.objects.get(id=begun.id).status == "active"
        Episode.objects.filter(id=begun.id).update(status="finished", next_step=None)
        with pytest.raises(Refusal, match="Ingen nye kan begynde"):
            find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
    assert "Sidste dag var" in text_of(mette.get(reverse("extract_upload", args=[programme.id])))


def test_a_worry_about_somebody_outside_is_not_taken_up_in_the_trial_anyway(cast, programme, mette):
    other = given_programme(cast, "001-favrskov", name="For alle")
    limited(cast, programme)
    moved_to(cast, cast.aase, unit_id=cast.south.id)
    with acting_as(cast.karin):
        tip = find.send_tip(tip_id=uuid4(), about_name="Aase Andersen", worry="Hun er meget alene", by=cast.karin,
                            sender_kind="home_care", at=cast.at)  # fmt: skip
    address = f"{reverse('tip', args=[tip.id])}?borger={cast.aase.id}"
    told = {"programme": str(programme.id), "anyway": "1", "idempotency_key": str(uuid4())}
    kept_out = mette.post(address, told)
    assert kept_out.status_code == 422
    shown = text_of(kept_out)
    assert "uden for forsøgets enheder: Hjemmeplejen Nord" in shown
    assert "Forsøget er begrænset. Vælg en anden indsats." in shown
    assert "Tag op alligevel" not in shown
    taken = {"programme": str(other.id), "anyway": "1", "idempotency_key": str(uuid4())}
    assert mette.post(address, taken).status_code == 302


EXTRACT = "cpr;navn;adresse;postnr;by;civilstand;bor_alene\n"


def brought(cast, mette, programme, postcodes):
    from brobygger.foundation.kernel import cpr

    rows = [
        f"{cpr.fake(cast.today.replace(year=1944, month=5, day=4), 'male', serial=number)};Bo Berg;Vej {number};"
        f"{postcode};By;enke;ja\n"
        for number, postcode in enumerate(postcodes, start=1)
    ]
    file = SimpleUploadedFile("udtraek.csv", (EXTRACT + "".join(rows)).encode())
    seen = send(mette, "extract_upload", programme.id, file=file)
    assert seen.status_code == 302, text_of(seen)
    page = text_of(mette.get(seen["Location"]))
    return page, mette.post(f"{seen['Location']}gem/", {"idempotency_key": str(uuid4())})


def test_an_extract_finds_those_in_the_area_only(cast, programme, mette, settings):
    settings.DEMO = True
    limited(cast, programme, units=False, postcodes="4600")
    page, stored = brought(cast, mette, programme, ["4600", "4000", "4600"])
    assert "2 borgere er i målgruppen" in page
    assert "Forsøget er kun for: 4600." in page
    assert stored.status_code == 302
    with acting_as(cast.mette):
        found = Episode.objects.filter(programme=programme).values_list("person__postcode", flat=True)
        assert list(found) == ["4600", "4600"]


def test_the_number_before_storing_is_the_number_after_it(cast, programme, mette, settings):
    settings.DEMO = True
    limited(cast, programme, postcodes="4600")
    page, stored = brought(cast, mette, programme, ["4600", "4600", "4000"])
    assert "0 borgere er i målgruppen" in page
    assert "alle nye borgere i filen" in page
    with acting_as(cast.mette):
        assert not Episode.objects.filter(programme=programme).exists()
        listed = Person.objects.filter(found_by="register")
        listed.filter(address__in=["Vej 1", "Vej 3"]).update(unit_id=cast.north.id)
        listed.filter(address="Vej 2").update(unit_id=cast.south.id)
    page, stored = brought(cast, mette, programme, ["4600", "4600", "4600", "4600"])  # the third has moved here
    assert "2 borgere er i målgruppen" in page
    assert "2 borgere skal have tilbud om besøg" in text_of(mette.get(stored["Location"]))
    with acting_as(cast.mette):
        begun = Episode.objects.filter(programme=programme).values_list("person__address", flat=True)
        assert sorted(begun) == ["Vej 1", "Vej 3"]


def test_after_the_last_day_no_extract_is_looked_at(cast, programme, mette, settings):
    settings.DEMO = True
    extract = given_staged(mette, programme, of_men(3))
    limited(cast, programme, units=False, ends_on=cast.today - timedelta(days=1))
    page = text_of(mette.get(reverse("extract", args=[programme.id, extract])))
    assert "Et udtræk kan ikke gemmes her." in page
    assert "er i målgruppen" not in page
    assert "Gem udtrækket" not in page
    assert commit(mette, programme, extract).status_code == 409
    refused = upload(mette, programme, of_men(4))
    assert (refused.status_code, "Et udtræk kan ikke gemmes her." in text_of(refused)) == (422, True)
    with acting_as(cast.mette):
        assert RegisterExtract.objects.count() == 1


def test_found_again_stays_within_the_limits(cast, programme, mette, settings):
    settings.DEMO = True
    limited(cast, programme)
    brought(cast, mette, programme, ["4600", "4600", "4600"])
    with acting_as(cast.lone):
        listed = Person.objects.filter(found_by="register")
        assert listed.count() == 3
        assert change.find_again(programme=programme, by=cast.lone, at=cast.at) == 0, "nobody knows their unit"
        listed.filter(address="Vej 1").update(unit_id=cast.north.id)
        listed.filter(address="Vej 2").update(unit_id=cast.south.id)
        assert change.find_again(programme=programme, by=cast.lone, at=cast.at) == 1
        assert [one.person.address for one in Episode.objects.filter(programme=programme)] == ["Vej 1"]
        assert change.find_again(programme=programme, by=cast.lone, at=cast.at) == 0


def test_after_the_last_day_nobody_is_found_again(cast, programme, mette, settings):
    settings.DEMO = True
    with acting_as(cast.mette):
        turned_away = find.begin(person=cast.villy, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
        ask.said_no(episode=turned_away, reason="not_eligible", by=cast.mette, at=cast.at)
    limited(cast, programme)
    brought(cast, mette, programme, ["4600"])
    limited(cast, programme, ends_on=cast.today - timedelta(days=1))
    with acting_as(cast.lone):
        Person.objects.filter(found_by="register").update(unit_id=cast.north.id)
        assert change.find_again(programme=programme, by=cast.lone, at=cast.at) == 0
        programme.ends_on = cast.today
        assert change.find_again(programme=programme, by=cast.lone, at=cast.at) == 2, "on the last day both are"


@pytest.mark.parametrize(
    ("text", "found"), [("", ()), ("4600, 4660", ("4600", "4660")), ("4600 4600", ("4600",)), ("460", None),
                        ("4600;x", None), ("４６００", None), ("4600, 4660,", ("4600", "4660")), (" ; ", ())],
)  # fmt: skip
def test_postcodes_are_read_in_one_way(text, found):
    assert rules.postcodes_in(text) == found


def test_limits_cost_the_same_for_one_trial_as_for_three(cast, programme, mette):
    limited(cast, programme)
    reads(mette, "take_in", cast.aase.id)
    few = reads(mette, "take_in", cast.aase.id)
    for number in range(2):
        limited(cast, given_programme(cast, name=f"Forsøg {number}"))
    reads(mette, "take_in", cast.aase.id)  # a recipe is read once a process
    assert reads(mette, "take_in", cast.aase.id) == few <= 15


# ---- Changed while it runs


def test_lone_prolongs_a_trial_and_mends_a_postcode_and_nobody_is_sent_away(cast, programme, mette, lone, settings):
    settings.DEMO = True
    limited(cast, programme, units=False, postcodes="4600")
    brought(cast, mette, programme, ["4600", "4660"])
    limited(cast, programme, units=False, ends_on=cast.today - timedelta(days=1))
    standing = text_of(lone.get(reverse("change", args=[programme.id])))
    assert "Kun for: 4600" in standing
    assert reverse("change_trial", args=[programme.id]) in standing
    last = (cast.today + timedelta(days=30)).isoformat()
    sent = send(lone, "change_trial", programme.id, seen=0, ends_on=last, postcodes="4660", reason="Vi skrev forkert")
    page = text_of(lone.get(sent["Location"]))
    assert "Ændringen er gemt. 1 borger, der før var uden for, er fundet." in page
    assert "<strong>Vi skrev forkert</strong>" in page
    assert "Lone Lund" in page
    assert "Kun for: 4660" in page
    with acting_as(cast.lone):
        there = Episode.objects.filter(programme=programme, status="active")
        assert sorted(there.values_list("person__postcode", flat=True)) == ["4600", "4660"]
        prolonged = Programme.objects.get(id=programme.id)
        assert find.begin(person=cast.villy, programme=prolonged, found_by="tip", by=cast.mette, at=cast.at)
    second = send(lone, "change_trial", programme.id, seen=0, ends_on=last, postcodes="4600", reason="Samtidig")
    assert (second.status_code, "En anden har ændret indsatsen imens" in text_of(second)) == (409, True)


def test_the_units_of_a_trial_are_changed_while_it_runs(cast, programme, lone):
    limited(cast, programme)
    asked = {"seen": 0, "ends_on": "", "postcodes": "", "reason": "Syd vil være med"}
    both = [str(cast.north.id), str(cast.south.id)]
    assert send(lone, "change_trial", programme.id, **asked, units=both, only_units="on").status_code == 302
    with acting_as(cast.mette):
        now = Programme.objects.get(id=programme.id)
        assert find.begin(person=cast.gerda, programme=now, found_by="tip", by=cast.mette, at=cast.at)
    shown = text_of(lone.get(reverse("change_trial", args=[programme.id])))
    assert "Kun for: Hjemmeplejen Nord, Hjemmeplejen Syd" in shown


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"reason": " "}, "Skriv, hvorfor I ændrer det."), ({"postcodes": "12"}, "Skriv postnumre med fire cifre"),
     ({"ends_on": "2001-01-01"}, "Sidste dag skal ligge efter"), ({"ends_on": -1}, "Vælg i dag eller en dag"),
     ({"only_units": "on"}, "Vælg de enheder, den kun er for."), ({"postcodes": ""}, "Der er ikke ændret noget.")],
)  # fmt: skip
def test_wrong_limits_are_told_and_nothing_is_kept(cast, programme, lone, fields, told):
    if fields.get("ends_on") == -1:
        fields = {"ends_on": (cast.today - timedelta(days=1)).isoformat()}
    sent = send(lone, "change_trial", programme.id, **{"seen": 0, "postcodes": "4600", "reason": "Fordi"} | fields)
    assert (sent.status_code, told in text_of(sent)) == (422, True), text_of(sent)
    with acting_as(cast.lone):
        standing = Programme.objects.get(id=programme.id)
        assert (standing.ends_on, standing.postcodes, standing.only_units) == (None, "", False)
        assert not TrialChange.objects.exists()
