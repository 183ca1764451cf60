"""The field of a telephone number, in every form: whichever keyboard writes it, it can be dialled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from brobygger.foundation.kernel.digits import plain_digits


class TelephoneInput(forms.TextInput):
    """A telephone's keys; digits of every script are read as 0 to 9."""

    input_type = "tel"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was sent, dialable."""
        sent = super().value_from_datadict(data, files, name)
        return plain_digits(sent) if isinstance(sent, str) else sent
