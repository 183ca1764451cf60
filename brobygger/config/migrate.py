"""Bring a database up to date: Django's migrations, then the floor of access over them."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections, transaction

from brobygger.foundation.kernel import floors


def migrate(*, verbosity: int = 0) -> None:
    """Run as the owning role (`owner` in DATABASES). Repeating it changes nothing.

    The application role gets its rights only in the last step, so a half-migrated database shows nothing.
    """
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False, skip_checks=True)
    with transaction.atomic(using="owner"):
        floors.apply(connections["owner"])
