"""Days with a time of day, as text for choices and sentences. In templates the filter `as_people_say` does it."""

from __future__ import annotations

from datetime import datetime

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.web.shared.dates import as_people_say, clock
from brobygger.web.shared.jinja import language


def day_and_clock(moment: datetime, at: datetime) -> str:
    """ "på torsdag kl. 10.00", seen from `at`."""
    said = as_people_say(local_date(moment), local_date(at), language())
    return f"{said} {clock(moment.astimezone(DENMARK).time(), language())}"
