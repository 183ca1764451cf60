"""A bus timetable as a zip of GTFS files, read by strict limits and cut to the stops near some places. No Django.

Nothing is unpacked to disk: the files are read by their own names, line by line. https://gtfs.org/documentation/schedule/
What is not read: fares, shapes, frequencies (their trips are left out), and stops without a time (one cannot plan by
them). Where one may get on only by arrangement (pickup_type 2 and 3), one may not.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan
from pathlib import Path

from brobygger.pathway.rides.bus_rules import Place, Stop, metres

REACH_M = 10_000  # stops further than this from every offer are left out
DAYS_AHEAD = 400
MOST_FILES, MOST_RATIO = 200, 100  # a timetable is packed about ten times; a bomb a thousand
MOST_BYTES = {"stop_times.txt": 2_000_000_000}
MOST_BYTES_ELSE, MOST_LINE = 300_000_000, 20_000
MOST_CALLS = 3_000_000  # kept
_NEEDED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class BadTimetable(Exception):
    """Why a file cannot be used; a Danish sentence."""


@dataclass(frozen=True)
class Line:
    """Trips that call at the same stops. trips: (number of its days, arrivals, departures) in minutes."""

    line: str
    towards: str
    wheelchair: bool
    stops: tuple[int, ...]
    boards: tuple[bool, ...]
    alights: tuple[bool, ...]
    trips: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]


@dataclass(frozen=True)
class Timetable:
    stops: tuple[Stop, ...]
    days: tuple[tuple[date, ...], ...]  # the days of number 0, 1 …
    lines: tuple[Line, ...]

    @property
    def last_day(self) -> date:
        return max(days[-1] for days in self.days)

    @property
    def trips(self) -> int:
        return sum(len(line.trips) for line in self.lines)


def read(path: Path, *, near: Sequence[Place], today: date) -> Timetable:
    """The timetable from today on, near some places. Raises BadTimetable."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Files(archive), near, today)
    except OSError as error:
        raise BadTimetable(f"Filen {path} kan ikke læses: {error.strerror or 'den er beskadiget'}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadTimetable(f"Filen {path} er ikke en hel zip-fil.") from error


class _Files:
    """The files of the zip by name, after the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        listed = archive.infolist()
        names = [one.filename for one in listed]
        if len(listed) > MOST_FILES or len(set(names)) != len(names):
            raise BadTimetable("Zip-filen har for mange filer, eller den samme fil to gange.")
        for one in listed:
            if one.filename.startswith("/") or "\\" in one.filename or ".." in one.filename.split("/"):
                raise BadTimetable(f"Zip-filen har et navn, der peger ud af den: {one.filename[:80]!r}.")
            if one.file_size > MOST_BYTES.get(one.filename, MOST_BYTES_ELSE) or (
                one.file_size > 1_000_000 and one.file_size > MOST_RATIO * max(1, one.compress_size)
            ):
                raise BadTimetable(f"{one.filename[:80]} fylder for meget pakket ud og læses ikke.")
            if one.flag_bits & 1 or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BadTimetable(f"{one.filename[:80]} er låst eller pakket på en måde, der ikke læses.")
        self._names = frozenset(names)
        missing = [name for name in _NEEDED if name not in self._names]
        if missing or not self._names & {"calendar.txt", "calendar_dates.txt"}:
            missing = missing or ["calendar.txt"]
            raise BadTimetable(f"Det er ikke en GTFS-køreplan: der mangler {', '.join(missing)} yderst i zip-filen.")

    def rows(self, name: str, needed: Sequence[str], optional: Sequence[str] = ()) -> Iterator[list[str]]:
        """Each line's cells in the order asked for, '' where an optional column is missing; none without the file."""
        if name not in self._names:
            return
        lines = csv.reader(self._lines(name))
        try:
            header = [cell.strip() for cell in next(lines, [])]
            lacking = [column for column in needed if column not in header]
            if lacking:
                raise BadTimetable(f"{name} mangler kolonnen {', '.join(lacking)}.")
            asked = [header.index(column) if column in header else -1 for column in (*needed, *optional)]
            for cells in lines:
                if cells:
                    yield [cells[at].strip() if 0 <= at < len(cells) else "" for at in asked]
        except csv.Error as error:
            raise BadTimetable(f"{name} linje {lines.line_num} kan ikke læses.") from error

    def _lines(self, name: str) -> Iterator[str]:
        with self._archive.open(name) as stream:
            first = True
            while line := stream.readline(MOST_LINE):
                if len(line) >= MOST_LINE:
                    raise BadTimetable(f"{name} har en linje på over {MOST_LINE} tegn.")
                try:
                    text = line.decode("utf-8-sig" if first else "utf-8")
                except UnicodeDecodeError as error:
                    raise BadTimetable(f"{name} er ikke skrevet i UTF-8.") from error
                first = False
                yield text


def _read(files: _Files, near: Sequence[Place], today: date) -> Timetable:
    stops, numbers = _stops(files, near)
    days_of = _days(files, today)
    routes = {row[0]: row[1] or row[2] for row in files.rows("routes.txt", ["route_id"], _ROUTE)}
    by_frequency = {row[0] for row in files.rows("frequencies.txt", ["trip_id"])}
    trips = {
        trip: (routes.get(route, ""), towards, wheelchair == "1", service)
        for trip, route, service, towards, wheelchair in files.rows("trips.txt", _TRIP, _TRIP_TOO)
        if service in days_of and trip not in by_frequency
    }
    lines, used, days = _lines_of(_calls(files, trips, numbers), trips, days_of)
    if not lines:
        raise BadTimetable("Ingen bus i køreplanen kører i nærheden af kommunens tilbud fra i dag.")
    kept = tuple(stop for stop in stops if stop.number in used)
    return Timetable(kept, days, lines)


_ROUTE = ["route_short_name", "route_long_name"]
_TRIP, _TRIP_TOO = ["trip_id", "route_id", "service_id"], ["trip_headsign", "wheelchair_accessible"]
_TIMES = ["trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"]
_TIMES_TOO = ["pickup_type", "drop_off_type"]


def _stops(files: _Files, near: Sequence[Place]) -> tuple[list[Stop], dict[str, int]]:
    """Stops where buses stop and that are near one of the places, and the number of each id."""
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in near:
        cells[_cell(place)].append(place)
    stops: list[Stop] = []
    numbers: dict[str, int] = {}
    for stop_id, name, latitude, longitude, kind in files.rows(
        "stops.txt", ["stop_id", "stop_name", "stop_lat", "stop_lon"], ["location_type"]
    ):
        if kind not in ("", "0"):
            continue
        here = (_degrees(latitude, 90), _degrees(longitude, 180))
        row, column = _cell(here)
        around = (cells.get((row + up, column + aside), ()) for up in (-1, 0, 1) for aside in (-1, 0, 1))
        if any(metres(here, place) <= REACH_M * 1.3 for places in around for place in places):
            numbers[stop_id] = len(stops)
            stops.append(Stop(len(stops), name[:200], *here))
    if not stops:
        raise BadTimetable("Intet stoppested i køreplanen ligger i nærheden af kommunens tilbud.")
    return stops, numbers


def _cell(place: Place) -> tuple[int, int]:
    """Squares at least REACH_M wide as far north as 63 degrees: who is near is in this square or one beside it."""
    return int(place[0] // 0.1), int(place[1] // 0.2)


def _degrees(text: str, most: int) -> float:
    """A missing place is far from everything: 0."""
    try:
        value = float(text or "0")
    except ValueError:
        value = nan
    if not -most <= value <= most:
        raise BadTimetable(f"stops.txt: {text[:20]!r} er ikke et sted på kortet.")
    return value


def _days(files: _Files, today: date) -> dict[str, tuple[date, ...]]:
    """Each service's days from today on."""
    last = today + timedelta(days=DAYS_AHEAD)
    running: dict[str, set[date]] = defaultdict(set)
    for row in files.rows("calendar.txt", ["service_id", *_WEEK, "start_date", "end_date"]):
        day, until = max(_date(row[8]), today), min(_date(row[9]), last)
        while day <= until:
            if row[1 + day.weekday()] == "1":
                running[row[0]].add(day)
            day += timedelta(days=1)
    for service, text, what in files.rows("calendar_dates.txt", ["service_id", "date", "exception_type"]):
        day = _date(text)
        if what == "2":
            running[service].discard(day)
        elif what == "1" and today <= day <= last:
            running[service].add(day)
    found = {service: tuple(sorted(days)) for service, days in running.items() if days}
    if not found:
        raise BadTimetable("Køreplanen er udløbet: ingen bus kører i dag eller senere.")
    return found


def _date(text: str) -> date:
    try:
        if len(text) != 8 or not (text.isascii() and text.isdigit()):
            raise ValueError
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise BadTimetable(f"calendar.txt eller calendar_dates.txt: {text[:20]!r} er ikke en dato.") from None


def _minutes(text: str) -> int:
    """ "25:10:00" is 1510: after midnight it is still yesterday's bus."""
    parts = text.split(":")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        hours, minutes, _seconds = map(int, parts)
        if hours < 48 and minutes < 60:
            return hours * 60 + minutes
    raise BadTimetable(f"stop_times.txt: {text[:20]!r} er ikke et klokkeslæt.")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadTimetable(f"stop_times.txt: {text[:20]!r} er ikke et nummer på et stop.")
    return int(text)


_Call = tuple[int, int, int, int, bool, bool]  # sequence, stop, arrives, leaves, boards, alights


def _calls(files: _Files, trips: Mapping[str, object], numbers: Mapping[str, int]) -> dict[str, list[_Call]]:
    """Where each trip stops among the stops that are kept."""
    calls: dict[str, list[_Call]] = defaultdict(list)
    count = 0
    for trip, stop, sequence, arrives, leaves, pickup, drop in files.rows("stop_times.txt", _TIMES, _TIMES_TOO):
        if stop not in numbers or trip not in trips or not (arrives or leaves):
            continue
        count += 1
        if count > MOST_CALLS:
            raise BadTimetable("Køreplanen er for stor: del den, så kun kommunens busser er med.")
        came, went = _minutes(arrives or leaves), _minutes(leaves or arrives)
        calls[trip].append((_whole(sequence), numbers[stop], came, went, pickup in ("", "0"), drop in ("", "0")))
    return calls


def _lines_of(
    calls: Mapping[str, list[_Call]],
    trips: Mapping[str, tuple[str, str, bool, str]],
    days_of: Mapping[str, tuple[date, ...]],
) -> tuple[tuple[Line, ...], set[int], tuple[tuple[date, ...], ...]]:
    """Trips gathered by their stops, the stops in use, and the different sets of days."""
    gathered: dict[tuple[object, ...], list[tuple[int, tuple[int, ...], tuple[int, ...]]]] = defaultdict(list)
    days: dict[tuple[date, ...], int] = {}
    used: set[int] = set()
    shapes: dict[tuple[object, ...], Line] = {}
    for trip, told in calls.items():
        told.sort()
        if len(told) < 2:
            continue
        _sequence, stops, arrives, leaves, boards, alights = zip(*told, strict=True)
        if not _forwards(arrives, leaves):
            raise BadTimetable(f"stop_times.txt: turen {trip[:60]} kører tilbage i tiden.")
        line, towards, wheelchair, service = trips[trip]
        number = days.setdefault(days_of[service], len(days))
        key = (line, towards, wheelchair, stops, boards, alights)
        shapes.setdefault(key, Line(line[:60], towards[:200], wheelchair, stops, boards, alights, ()))
        gathered[key].append((number, arrives, leaves))
        used.update(stops)
    lines = tuple(
        Line(one.line, one.towards, one.wheelchair, one.stops, one.boards, one.alights, tuple(sorted(gathered[key])))
        for key, one in shapes.items()
    )
    return lines, used, tuple(days)


def _forwards(arrives: Sequence[int], leaves: Sequence[int]) -> bool:
    order: Iterable[int] = [minute for both in zip(arrives, leaves, strict=True) for minute in both]
    return list(order) == sorted(order)
