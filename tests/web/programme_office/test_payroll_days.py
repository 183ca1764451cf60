"""The days and rates of the list for payroll: what cannot be is told, and nobody is paid for another month."""

from __future__ import annotations

import pytest

from tests.web.programme_office.test_payroll_pages import office
from tests.web.staff_office.conftest import send, text_of


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-02-31", "2026-03-01", "Vælg en dag, fx 05-01-2027."),
        ("2026-03-02", "2026-03-01", "Den sidste dag ligger før den første."),
        ("", "2026-03-01", "Vælg både den første og den sidste dag."),
        ("1800-01-01", "9999-12-31", "Vælg en dag efter år 1899."),
        ("2026-01-01", "9999-12-31", "Vælg en dag før år 2101."),
        ("2024-01-01", "2026-03-01", "Vælg højst et år ad gangen."),
    ],
)
def test_days_that_cannot_be_are_told_and_never_become_another_months_list(programme, lone, since, until, told):
    for place in ("", "liste.csv"):
        sent = lone.get(office(programme, f"penge/loen/{place}"), {"fra": since, "til": until})
        assert sent.status_code == 422
        assert sent.headers["Content-Type"].startswith("text/html")
        assert told in text_of(sent)
        assert not since or f'value="{since}"' in sent.content.decode()
        assert "Timer og kilometer fra" not in text_of(sent)


def test_a_rate_with_a_full_stop_for_a_comma_is_not_paid_out_a_thousandfold(cast, programme, lone):
    sent = send(lone, "rates", programme.id, kind="km", amount_ore="4.000", from_on=cast.today.strftime("%d-%m-%Y"))
    assert sent.status_code == 422
    assert "højst 20 kr. for en kilometer" in text_of(sent)
    sent = send(lone, "rates", programme.id, kind="km", amount_ore="4,00", from_on=cast.today.strftime("%d/%m/%Y"))
    assert sent.status_code == 302
