"""Loneliness, grief or depression: what somebody has noticed, and which way on fits. Plain rules, and no diagnosis.

Depression: low mood or lost interest most of the day for two weeks or more belongs with the own doctor (ICD-10 F32).
Grief comes in waves and is no illness; when it fills everything for more than half a year, the doctor looks at it
(ICD-11 6B42). A thought of death is answered today, whatever else is true.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Sign(StrEnum):
    """What has been noticed."""

    DEATH = "death"  # says or hints at not wanting to live
    LOW = "low"  # low most of the day, for two weeks or more
    NO_JOY = "no_joy"  # nothing pleases any more, not even what used to
    LOST = "lost"  # has lost somebody
    LONG = "long"  # it is more than half a year ago, and it fills everything
    MISSES = "misses"  # misses somebody to be with
    GLAD = "glad"  # is glad when somebody comes


class Way(StrEnum):
    """Where to go on. They do not shut each other out: somebody in grief may be lonely too."""

    NOW = "now"  # help at once, and a professional today
    DOCTOR = "doctor"  # a professional, and the own doctor
    GRIEF = "grief"  # somebody to talk with about the loss
    COMPANY = "company"  # a community
    WATCH = "watch"  # nothing certain: look again


def ways(signs: Collection[Sign]) -> tuple[Way, ...]:
    """The ways on, the most urgent first. In doubt the more careful one."""
    found = []
    if Sign.DEATH in signs:
        found.append(Way.NOW)
    if Sign.LOW in signs or Sign.NO_JOY in signs or {Sign.LOST, Sign.LONG} <= set(signs):
        found.append(Way.DOCTOR)
    if Sign.LOST in signs:
        found.append(Way.GRIEF)
    if Sign.MISSES in signs or (Sign.GLAD in signs and not found):
        found.append(Way.COMPANY)
    return tuple(found) or (Way.WATCH,)


def needs_professional(signs: Collection[Sign]) -> bool:
    """Whether a professional must look at it, today where somebody has spoken of death."""
    return bool({Way.NOW, Way.DOCTOR} & set(ways(signs)))
