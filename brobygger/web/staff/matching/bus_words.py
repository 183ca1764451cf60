"""A way by bus, in words: how far to walk, which bus from where and when, and when one is there."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext as _

from brobygger.pathway.rides.bus_rules import Journey
from brobygger.web.shared.dates import clock
from brobygger.web.shared.jinja import language


def journey_in_words(journey: Journey) -> tuple[str, list[str]]:
    """The whole in one line, and its steps."""
    steps = []
    for number, leg in enumerate(journey.legs):
        steps.append(_("Gå %(m)s m til stoppet %(stop)s") % {"m": journey.walks_m[number], "stop": leg.on.name})
        steps.append(
            _("Bus %(line)s mod %(towards)s %(on)s. Stå af ved %(stop)s %(off)s")
            % {"line": leg.line, "towards": leg.towards or leg.off.name, "on": _clock(leg.leaves),
               "stop": leg.off.name, "off": _clock(leg.arrives)}
        )  # fmt: skip
    steps.append(_("Gå %(m)s m, og vær der %(at)s") % {"m": journey.walks_m[-1], "at": _clock(journey.arrives)})
    lines = " + ".join(leg.line for leg in journey.legs)
    told = {"lines": lines, "leaves": _clock(journey.leaves), "arrives": _clock(journey.arrives)}
    return _("Bus %(lines)s: af sted %(leaves)s, fremme %(arrives)s") % told, steps


def _clock(minute: int) -> str:
    """1470 minutes after midnight is half past midnight, the night after."""
    return clock(time(minute // 60 % 24, minute % 60), language())
