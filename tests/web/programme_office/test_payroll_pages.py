"""R330: kilometres and hours become money by dated rates, and a list for payroll."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.finances import queries
from brobygger.programmes.finances.models import Mileage, Rate
from brobygger.programmes.finances.pay_rules import Dated, Driven, Worked, hundredths, pay_lines, rate_on
from brobygger.programmes.training import operations as training
from brobygger.registry.access import queries as access
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of


def office(programme, page: str = "") -> str:
    return f"/indsatser/{programme.id}/kontoret/{page}"


def test_kilometres_times_the_rate_of_the_day_are_an_expense_of_the_programme(cast, programme, lone, membership):
    drove = {"member": membership("karin"), "driven_on": cast.today.isoformat(), "km": "23", "route": "Nordbyen"}
    sent = send(lone, "drive", programme.id, **drove)
    assert sent.status_code == 422
    assert "ingen sats for en kilometer" in text_of(sent)
    assert send(lone, "drive", programme.id, **drove | {"member": ""}).status_code == 422  # nobody is chosen beforehand
    for days_ago, kroner in ((30, "3,50"), (10, "3,79")):
        from_on = (cast.today - timedelta(days=days_ago)).isoformat()
        assert send(lone, "rates", programme.id, kind="km", amount_ore=kroner, from_on=from_on).status_code == 302
    assert send(lone, "drive", programme.id, **drove).status_code == 302
    before = (cast.today - timedelta(days=20)).isoformat()
    assert send(lone, "drive", programme.id, **drove | {"driven_on": before}).status_code == 302
    accounts = text_of(lone.get(office(programme, "penge/regnskab/")))
    assert "Kørsel, 23 km à 3,79 kr.: Nordbyen" in accounts
    assert "87,17" in accounts
    assert "80,50" in accounts
    assert "Karin" not in accounts
    with acting_as(cast.lone):
        assert sum(queries.spent_by_grant(cast.lone, programme).values()) == 23 * (379 + 350)
    changed = (cast.today - timedelta(days=10)).isoformat()
    send(lone, "rates", programme.id, kind="km", amount_ore="4", from_on=changed)
    assert "87,17" in text_of(lone.get(office(programme, "penge/regnskab/")))  # what is written stays


def test_the_list_for_payroll_has_hours_and_kilometres_and_tells_its_columns(cast, programme, lone, membership):
    with acting_as(cast.karin):
        karin = access.get_membership(cast.karin, cast.karin.membership_id)
        for minutes in (45, 50):
            training.spend(
                programme=programme, membership=karin, code="screening", spent_on=cast.today, minutes=minutes,
                by=cast.karin, at=cast.at,
            )  # fmt: skip
    since = (cast.today - timedelta(days=5)).isoformat()
    for kind, kroner in (("km", "3,79"), ("hour", "215")):
        send(lone, "rates", programme.id, kind=kind, amount_ore=kroner, from_on=since)
    send(lone, "drive", programme.id, member=membership("karin"), driven_on=cast.today.isoformat(), km="10",
         route="Torvet")  # fmt: skip
    days = {"fra": since, "til": cast.today.isoformat()}
    page = text_of(lone.get(office(programme, "penge/loen/"), days))
    for told in ("1,58 timer", "339,70", "10 km", "37,90", "377,60", "kroner for en; tom, hvis dagen ingen sats har"):
        assert told in page, told
    file = lone.get(office(programme, "penge/loen/liste.csv"), days)
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "navn;email;enhed;fra;til;slags;antal;sats;beloeb"
    assert lines[1].split(";")[5:] == ["timer", "1,58", "215,00", "339,70"]  # 1.58 times 215, to the øre
    assert lines[2].split(";")[:3] == ["Karin Krogh", "karin@demo.brobygger.dk", "Hjemmeplejen Nord"]
    assert lines[2].split(";")[5:] == ["km", "10", "3,79", "37,90"]
    assert "no-store" in file.headers["Cache-Control"]
    assert reads(lone, "payroll", programme.id) <= 15


def test_a_drive_written_by_mistake_is_taken_back_with_its_expense(cast, programme, lone, mette, membership):
    day = cast.today.isoformat()
    send(lone, "rates", programme.id, kind="km", amount_ore="4", from_on=day)
    send(lone, "drive", programme.id, member=membership("karin"), driven_on=day, km="9", route="Havnen")
    with acting_as(cast.lone):
        wrong = Mileage.objects.get()
    assert send(mette, "drive_off", wrong.id).status_code == 403
    assert send(lone, "drive_off", wrong.id).status_code == 302
    assert "Havnen" not in text_of(lone.get(office(programme, "penge/regnskab/")))
    assert "Havnen" not in text_of(lone.get(office(programme, "penge/loen/"), {"fra": day, "til": day}))


def test_a_rate_written_by_mistake_is_erased_and_what_was_driven_stays(cast, programme, lone, mette, membership):
    day = cast.today.isoformat()
    send(lone, "rates", programme.id, kind="km", amount_ore="13,79", from_on=day)
    send(lone, "drive", programme.id, member=membership("karin"), driven_on=day, km="2", route="Havnen")
    with acting_as(cast.lone):
        wrong = Rate.objects.get()
    assert reverse("rate_off", args=[wrong.id]) in text_of(lone.get(office(programme, "penge/loen/")))
    assert send(mette, "rate_off", wrong.id).status_code == 403
    assert send(lone, "rate_off", wrong.id).status_code == 302
    with acting_as(cast.lone):
        assert not Rate.objects.exists()
        assert Mileage.objects.get().rate_ore == 1_379
    assert send(lone, "rate_off", wrong.id).status_code == 404


def test_hours_on_a_day_without_a_rate_are_shown_and_not_paid_as_nought(cast, programme, lone):
    with acting_as(cast.karin):
        karin = access.get_membership(cast.karin, cast.karin.membership_id)
        training.spend(programme=programme, membership=karin, code="screening", spent_on=cast.today, minutes=60,
                       by=cast.karin, at=cast.at)  # fmt: skip
    days = {"fra": cast.today.isoformat(), "til": cast.today.isoformat()}
    assert "ingen sats" in text_of(lone.get(office(programme, "penge/loen/"), days))
    line = lone.get(office(programme, "penge/loen/liste.csv"), days).content.decode().splitlines()[1]
    assert line.endswith("timer;1,00;;")


def test_only_the_manager_sees_who_is_paid_what(programme, as_user):
    for who in ("mette", "karin"):
        assert as_user(who).get(office(programme, "penge/loen/")).status_code == 403
        assert as_user(who).get(office(programme, "penge/loen/liste.csv")).status_code == 403


DAY = date(2026, 1, 1)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 1440)), max_size=8),
    st.dictionaries(st.integers(0, 40), st.integers(1, 50_000), max_size=3),
)
def test_every_minute_stands_once_and_at_the_rate_of_its_day(worked, rates):
    hourly = [Dated(DAY + timedelta(days=day), ore) for day, ore in rates.items()]
    rows = [Worked("k", DAY + timedelta(days=day), minutes) for day, minutes in worked]
    lines = pay_lines(rows, [], hourly)
    assert sum(line.number for line in lines) == sum(minutes for _day, minutes in worked)
    for line in lines:
        own = [row.minutes for row in rows if rate_on(hourly, row.day) == line.rate_ore]
        assert line.number == sum(own)
        if line.rate_ore is None:
            assert line.amount_ore is None
        else:
            assert abs(hundredths(line.number) * 60 - line.number * 100) <= 20  # hours in the file, from minutes
            assert abs(line.amount_ore * 100 - hundredths(line.number) * line.rate_ore) <= 50


def test_kilometres_of_two_rates_are_two_lines():
    lines = pay_lines([], [Driven("k", 10, 350), Driven("k", 5, 379), Driven("k", 2, 350)], [])
    assert [(line.number, line.amount_ore) for line in lines] == [(12, 4200), (5, 1895)]
