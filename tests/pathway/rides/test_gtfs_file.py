"""A timetable is read and cut to what is near; what is wrong, too much or a trick is refused in a Danish sentence."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.pathway.rides import gtfs_file
from tests.gtfs import files, packed

TODAY = date(2026, 11, 21)
CHOIR = [(56.23, 10.9)]
TIMES = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"


def read(path: Path) -> gtfs_file.Timetable:
    return gtfs_file.read(path, near=CHOIR, today=TODAY)


def test_only_stops_near_an_offer_are_kept_and_days_are_counted(tmp_path):
    told = read(packed(tmp_path, files(TODAY)))
    assert [one.name for one in told.stops] == ["Nørregade", "Torvet, øst"]
    assert sorted(one.towards for one in told.lines) == ["Nørregade", "Torvet"]  # the one that only leaves is gone
    assert told.lines[0].trips == ((0, (810, 825), (810, 825)),)
    (days,) = told.days
    assert len(days) == 60  # 61 days less the exception
    assert TODAY + timedelta(days=3) not in days
    assert told.last_day == TODAY + timedelta(days=60)


def test_where_nobody_gets_on_and_trips_by_frequency(tmp_path):
    times = f"{TIMES.strip()},pickup_type,drop_off_type\n"
    rows = "ud,24:50:00,24:50:00,A,1,0,1\nud,25:05:00,,B,20,2,0\nhjem,16:10:00,16:10:00,B,1,,\nhjem,16:25:00,,A,2,,\n"
    contents = files(TODAY, stop_times=times + rows) | {"frequencies.txt": "trip_id\nhjem\n"}
    (line,) = read(packed(tmp_path, contents)).lines
    assert line.boards == (True, False)
    assert line.alights == (False, True)
    assert line.trips == ((0, (1490, 1505), (1490, 1505)),)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stops": "stop_id,stop_name,stop_lat\nA,Nørregade,56.2\n"}, "stops.txt mangler kolonnen stop_lon"),
        ({"stops": "stop_id,stop_name,stop_lat,stop_lon\nA,Nørregade,nan,10.9\n"}, "ikke et sted på kortet"),
        ({"stops": "stop_id,stop_name,stop_lat,stop_lon\nA,Nørregade,1.2,10.9\n"}, "Intet stoppested"),
        ({"calendar": "service_id\nS\n"}, "calendar.txt mangler kolonnen"),
        ({"calendar_dates": "service_id,date,exception_type\nS,20261332,1\n"}, "er ikke en dato"),
        ({"stop_times": TIMES + "ud,1330,,A,1\n"}, "ikke et klokkeslæt"),
        ({"stop_times": TIMES + "ud,13:30:00,,A,x\n"}, "et nummer"),
        ({"stop_times": TIMES + "ud,13:30:00,,A,1\nud,13:20:00,,B,2\n"},
         "tilbage i tiden"),
        ({"stop_times": TIMES}, "Ingen bus"),
        ({"trips": "x" * 30_000}, "en linje på over"),
        ({"routes": "route_id\n" + "\0\n"}, ""),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_told_where(tmp_path, changed, said):
    path = packed(tmp_path, files(TODAY, **changed))
    if said:
        with pytest.raises(gtfs_file.BadTimetable, match=said):
            read(path)
    else:
        assert read(path).trips == 2  # a route without a name is still a bus


def test_an_old_timetable_is_told_to_be_old(tmp_path):
    with pytest.raises(gtfs_file.BadTimetable, match="udløbet"):
        read(packed(tmp_path, files(TODAY - timedelta(days=90))))


def test_bombs_and_names_that_lead_out_are_refused(tmp_path):
    contents = files(TODAY)
    with pytest.raises(gtfs_file.BadTimetable, match="fylder for meget"):
        read(packed(tmp_path, contents | {"shapes.txt": "0" * 5_000_000}))
    for name in ("../stops.txt", "/etc/stops.txt", "a\\..\\b"):
        with pytest.raises(gtfs_file.BadTimetable, match="peger ud"):
            read(packed(tmp_path, contents | {name: "x"}))
    with pytest.raises(gtfs_file.BadTimetable, match="for mange filer"):
        read(packed(tmp_path, contents | {f"{number}.txt": "" for number in range(300)}))
    with pytest.raises(gtfs_file.BadTimetable, match=r"mangler stops\.txt"):
        read(packed(tmp_path, {f"gtfs/{name}": text for name, text in contents.items()}))
    with pytest.raises(gtfs_file.BadTimetable, match="kan ikke læses"):
        read(tmp_path / "findes-ikke.zip")
    lzma = tmp_path / "lzma.zip"
    with zipfile.ZipFile(lzma, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("stops.txt", contents["stops.txt"])
    with pytest.raises(gtfs_file.BadTimetable, match="pakket på en måde"):
        read(lzma)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_refused_or_read_and_never_anything_else(tmp_path, place, noise):
    whole = packed(tmp_path, files(TODAY)).read_bytes()
    place %= len(whole)
    hurt = tmp_path / "hurt.zip"
    hurt.write_bytes(whole[:place] + noise + whole[place + len(noise) :])
    with suppress(gtfs_file.BadTimetable):
        assert read(hurt).trips
