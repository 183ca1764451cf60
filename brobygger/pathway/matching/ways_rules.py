"""How somebody can get from home to a place: on foot, by bus, driven, by taxi; with minutes and price. Pure.

Estimates to talk from, not a timetable: ways are straight lines × 1.3 (rules.ROAD_FACTOR).
"""

from __future__ import annotations

from dataclasses import dataclass

WALK_KMH, BUS_KMH, CAR_KMH = 3.5, 22.0, 40.0  # an older person's pace; a bus with its stops; a car in town
BUS_WAIT_MINUTES, BUS_DKK = 12, 24  # a wait at both ends; an ordinary ticket for two zones in 2026
TAXI_START_DKK, TAXI_KM_DKK = 50, 18  # about what a taxi costs by day
MOST_WALK_KM = 3.0


@dataclass(frozen=True)
class Way:
    """One way of getting there. dkk None: not known. why_not: empty when it can be done."""

    how: str  # walk, bus, with_us, driven, taxi, flex
    minutes: int
    dkk: int | None
    why_not: str = ""


def ways(
    km: float | None,
    *,
    walks_m: int | None,
    walking_aid: str | None,
    transport: bool | None,
    driving_minutes: float | None = None,
) -> list[Way]:
    """Every way, those that can be done first, cheapest first. km None (a home or place not on the map): none.

    transport: the organisation fetches people. driving_minutes: by road, when a server has told them.
    """
    if km is None:
        return []
    driving = round(km / CAR_KMH * 60 if driving_minutes is None else driving_minutes)
    in_wheelchair = walking_aid == "wheelchair"
    found = [
        Way("walk", round(km / WALK_KMH * 60), 0, _why_not_walk(km, walks_m, in_wheelchair)),
        Way("bus", BUS_WAIT_MINUTES + round(km / BUS_KMH * 60), BUS_DKK, "wheelchair" if in_wheelchair else ""),
        Way("driven", driving, None),
        Way("taxi", driving, round(TAXI_START_DKK + km * TAXI_KM_DKK)),
    ]
    if transport:
        found.append(Way("with_us", driving, 0))
    return sorted(found, key=lambda way: (bool(way.why_not), way.dkk is None, way.dkk or 0, way.minutes))


def _why_not_walk(km: float, walks_m: int | None, in_wheelchair: bool) -> str:
    if in_wheelchair:
        return "wheelchair"
    far = km * 1000 > walks_m if walks_m is not None else km > MOST_WALK_KM
    return "too_far_to_walk" if far else ""
