"""`brobygger offers export` and `import`: out as it stands, in as a preview, and nothing stored on a wrong document."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from brobygger.communities.offers import operations
from brobygger.communities.offers.models import Offer
from brobygger.config import cli
from brobygger.config.commands import offers
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import acting_as
from tests.cast import CODE, NEIGHBOUR_CODE
from tests.hsds import faults, needs_schemas

KEYS = {"services", "organizations", "new", "changed", "unchanged", "kept", "national", "gone", "asks", "errors",
        "committed"}  # fmt: skip


@pytest.fixture
def directory(cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Bent's offers in Eksempelkøbing, in the test's own transaction."""
    monkeypatch.setattr(offers, "ready_database", nullcontext)
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)
    with acting_as(cast.mette):
        for number in range(8):
            operations.publish(
                organisation=cast.association, name=f"Hold {number}", kind="group", by=cast.mette, at=cast.at,
                interests=["kort"], weekdays=[3], price_dkk=0, places_total=15, description={"da": "Vi spiller kort."},
            )  # fmt: skip
    return cast


def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    code = cli.main(["offers", *words, "--format", "hsds", "--json"])
    told = capsys.readouterr()
    return code, json.loads(told.out), told.err


def exported(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    assert run("export", str(folder), "--municipality", CODE, capsys=capsys)[0] == 0
    return json.loads((folder / "services.json").read_text(encoding="utf-8"))


def write(folder: Path, documents: list[Any]) -> None:
    (folder / "services.json").write_text(json.dumps(documents), encoding="utf-8")


def into(folder: Path, *more: str, capsys: pytest.CaptureFixture[str], code: str = NEIGHBOUR_CODE) -> Any:
    return run("import", str(folder), "--municipality", code, *more, capsys=capsys)


def theirs(cast: Any) -> list[Offer]:
    with acting_as(cast.nina):
        return list(Offer.objects.filter(municipality_id=cast.neighbour.id).select_related("organisation"))


@needs_schemas
def test_what_is_exported_is_valid_and_complete(directory, tmp_path, capsys):
    services = exported(tmp_path, capsys)
    organizations = json.loads((tmp_path / "organizations.json").read_text(encoding="utf-8"))
    assert len(services) == 8 + 79
    assert [fault for one in services for fault in faults(one, "service")] == []
    assert [fault for one in organizations for fault in faults(one, "organization")] == []
    assert {one["capacities"][0]["available"] for one in services[:8]} == {15}


def test_our_own_package_changes_nothing_here(directory, tmp_path, capsys):
    exported(tmp_path, capsys)
    code, told, err = into(tmp_path, "--commit", capsys=capsys, code=CODE)
    assert (code, err, told.keys()) == (0, "", KEYS)
    assert (told["unchanged"], told["national"], told["new"], told["changed"], told["gone"]) == (8, 79, 0, 0, 0)


def test_a_neighbour_sees_first_and_then_takes_in(directory, tmp_path, capsys):
    exported(tmp_path, capsys)
    code, told, _err = into(tmp_path, capsys=capsys)
    assert (code, told["new"], told["national"], told["committed"]) == (0, 8, 79, False)
    assert theirs(directory) == []
    code, told, _err = into(tmp_path, "--commit", capsys=capsys)
    assert (code, told["committed"]) == (0, True)
    found = theirs(directory)
    assert {(one.name, one.organisation.name, one.price_dkk, one.source) for one in found} == {
        (f"Hold {number}", "Fællesskabet Eksempelkøbing", 0, "hsds") for number in range(8)
    }
    assert {one.confirmed_on for one in found} == {directory.today}, "the date of the last check is kept"
    with acting_as(directory.nina):
        assert Organisation.objects.filter(name="Statens Institut for Folkesundhed").count() == 0
    _code, told, _err = into(tmp_path, "--commit", capsys=capsys)
    assert (told["unchanged"], told["new"]) == (8, 0)


def test_what_changed_is_merged_and_what_we_checked_later_is_kept(directory, tmp_path, capsys):
    services = exported(tmp_path, capsys)[:8]
    write(tmp_path, services)
    into(tmp_path, "--commit", capsys=capsys)
    with acting_as(directory.nina):
        Offer.objects.filter(name="Hold 1").update(contact_name="Nina", hearing_loop=True)
        Offer.objects.filter(name="Hold 2").update(
            confirmed_on=directory.today + timedelta(days=1), contact_name="Nina"
        )
    for service in services[1:3]:
        service["cost_options"][0]["amount"] = 25
    write(tmp_path, services)
    _code, told, _err = into(tmp_path, "--commit", capsys=capsys)
    assert (told["changed"], told["kept"], told["unchanged"]) == (1, 1, 6)
    by_name = {one.name: one for one in theirs(directory)}
    merged, kept = by_name["Hold 1"], by_name["Hold 2"]
    assert (merged.price_dkk, merged.contact_name, merged.hearing_loop) == (25, "Nina", True)
    assert (kept.price_dkk, kept.contact_name) == (0, "Nina")


def test_one_wrong_document_stores_nothing_and_is_named(directory, tmp_path, capsys):
    services = exported(tmp_path, capsys)
    services[3]["phones"] = [{"id": "7", "number": "12 34 56 78"}]
    write(tmp_path, services)
    for more in ([], ["--commit"]):
        code, told, err = into(tmp_path, *more, capsys=capsys)
        assert (code, told["committed"]) == (1, False)
        (error,) = told["errors"]
        assert (error["file"], error["place"]) == ("services.json", "[3].phones[0].id")
        assert "skal være et UUID" in err
    assert theirs(directory) == []


def test_an_import_that_would_take_a_large_part_away_asks_first(directory, tmp_path, capsys):
    services = exported(tmp_path, capsys)[:8]
    write(tmp_path, services)
    into(tmp_path, "--commit", capsys=capsys)
    write(tmp_path, services[:3])
    code, told, err = into(tmp_path, "--commit", capsys=capsys)
    assert (code, told["gone"], told["asks"], told["committed"]) == (1, 5, True, False)
    assert "5 af 8 mangler" in err
    assert "--accept-mass-removal" in err
    assert [one.published for one in theirs(directory)] == [True] * 8
    code, told, _err = into(tmp_path, "--commit", "--accept-mass-removal", capsys=capsys)
    assert (code, told["committed"]) == (0, True)
    assert sorted(one.published for one in theirs(directory)) == [False] * 5 + [True] * 3
    write(tmp_path, services)
    _code, told, _err = into(tmp_path, "--commit", capsys=capsys)
    assert told["changed"] == 5, "they come back"
    assert all(one.published for one in theirs(directory))


def test_two_directories_do_not_take_each_others_offers_away(directory, tmp_path, capsys):
    services = exported(tmp_path, capsys)[:8]
    write(tmp_path, services[:6])
    into(tmp_path, "--commit", capsys=capsys)
    write(tmp_path, services[6:])
    code, told, _err = into(tmp_path, "--commit", "--source", "boblen", capsys=capsys)
    assert (code, told["new"], told["gone"]) == (0, 2, 0)
    assert len(theirs(directory)) == 8


def test_an_import_cannot_make_a_municipality_or_write_over_one_of_ours(directory, tmp_path, capsys):
    """The address of one of our own is where messages go; the kind decides what a role may see."""
    with acting_as(directory.nina):
        own = Organisation.objects.create(name="Naboforeningen", kind="association", email="nabo@forening.example")
    services = exported(tmp_path, capsys)[:2]
    owner = services[0]["organization"]
    owner |= {"id": "7f4d0c3e-8f1b-4d58-9f3c-0d6a6f3b1c11", "name": "naboforeningen", "email": "anden@forening.example"}
    services[0]["organization_id"] = owner["id"]
    municipal = services[1]["organization"]
    municipal["attributes"][0]["taxonomy_term"]["code"] = "municipality"
    write(tmp_path, services)
    (tmp_path / "organizations.json").unlink()
    assert into(tmp_path, "--commit", capsys=capsys)[0] == 0
    found = {one.name: one.organisation for one in theirs(directory)}
    assert (found["Hold 0"].id, found["Hold 0"].email) == (own.id, "nabo@forening.example")
    assert found["Hold 1"].kind == "association"


def test_an_offer_that_nobody_has_is_told(directory, tmp_path, capsys):
    (service,) = exported(tmp_path, capsys)[:1]
    del service["organization"], service["organization_id"]
    write(tmp_path, [service])
    code, told, _err = into(tmp_path, "--commit", capsys=capsys)
    assert (code, told["errors"][0]["message"]) == (1, "mangler: hvem har tilbuddet?")


def test_a_folder_without_files_is_told(directory, tmp_path, capsys):
    code, _told, err = into(tmp_path, capsys=capsys)
    assert code == 1
    assert "kan ikke læses" in err


def test_a_wrong_package_is_refused_before_any_database_starts(monkeypatch, tmp_path, capsys):
    def no_database() -> None:
        raise AssertionError("a database was started")

    monkeypatch.setattr(offers, "ready_database", no_database)
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)
    write(tmp_path, [{"id": "7", "name": "Hold", "status": "active"}])
    code, told, err = run("import", str(tmp_path), capsys=capsys)
    assert (code, told["errors"][0]["place"], told.keys()) == (1, "[0].id", KEYS)
    assert err.startswith("services.json [0].id: skal være et UUID")


def test_without_any_municipality_the_countrys_own_can_be_exported(monkeypatch, db, tmp_path, capsys):
    monkeypatch.setattr(offers, "ready_database", nullcontext)
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)
    code, told, _err = run("export", str(tmp_path), capsys=capsys)
    assert (code, told["services"]) == (0, 79)
    code, told, _err = run("import", str(tmp_path), capsys=capsys)
    assert (code, told["national"], told["new"], told["committed"]) == (0, 79, 0, False)
    code, _told, err = run("import", str(tmp_path), "--commit", capsys=capsys)
    assert (code, "Vælg kommune" in err) == (1, True)
