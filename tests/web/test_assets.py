"""Front-end parts: only what pages need, and nothing that names a host."""

import json

import pytest

from brobygger.web import assets

CSS = (
    '@font-face{font-weight:400;src:url(../fonts/R.eot),url(../fonts/R.woff) format("woff"),'
    'url(../fonts/R.woff2) format("woff2")}.i{background:url(../img/i.svg)}\n/*# sourceMappingURL=x.css.map*/'
)


def test_the_lock_file_holds_every_part_to_a_hash_and_names_no_host():
    lock = (assets.ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: part for name, part in json.loads(lock)["packages"].items() if name}
    assert {"node_modules/dkfds", "node_modules/axe-core"} <= packages.keys()
    assert all(part["integrity"].startswith("sha512-") for part in packages.values())
    assert "://" not in lock


def test_one_font_format_is_kept_and_no_source_map():
    css = assets.only_woff2(CSS)
    assert sorted(assets.referred_files(css)) == ["fonts/R.woff2", "img/i.svg"]
    assert "sourceMappingURL" not in css
    assert 'format("woff2")}' in css


def test_a_missing_network_is_told_in_danish_and_leaves_the_pages_as_they_were(tmp_path, monkeypatch, capsys):
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.css").write_text("kept")

    def no_network():
        raise assets.PartsMissing(assets.NO_FETCH.format(output="ECONNREFUSED"))

    monkeypatch.setattr(assets, "VENDOR", vendor)
    monkeypatch.setattr(assets, "STAMP", vendor / "stamp.txt")
    monkeypatch.setattr(assets, "_install", no_network)
    assert assets.main() == 1
    assert "Kunne ikke hente" in capsys.readouterr().err
    assert (vendor / "old.css").read_text() == "kept"
    assert not (vendor / "stamp.txt").exists()


def test_a_part_that_is_missing_after_fetching_leaves_the_old_ones_in_place(tmp_path):
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "old.css").write_text("kept")
    with pytest.raises(assets.PartsMissing, match="mangler"):
        assets._copy(tmp_path / "empty", tmp_path / "vendor")
    assert (tmp_path / "vendor" / "old.css").exists()
