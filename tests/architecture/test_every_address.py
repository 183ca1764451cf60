"""Every address is guarded by the policy table or listed as open with a reason; no GET changes anything.

The walk visits each address as each role, in the demonstration municipality, with objects the role can reach, with
others, and with a neighbour's.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path, resolve, reverse
from psycopg import sql

from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import find
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.policy import RIGHTS, Action
from brobygger.registry.access.queries import actor_of
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.web.public.open import OPEN_TO_ALL
from tests.rows import THERE, fill, row_id, tenant_tables

# What a GET may write: that somebody read (the promise itself), the sign-in's own session, and what a report has told
# (decision 012: the next one is held against it).
MAY_BE_WRITTEN = {"audit_read", "django_session", "evaluation_told"}
# Parameters that are words or numbers, with values that lead somewhere.
WORDS = {
    "number": [1, 2],
    "recipe_id": ["000-horsens"],
    "fmt": ["json", "html"],
    "how": ["doed", "flyttet", "plejehjem"],
    "kind": ["deltage", "dele"],
    "code": ["0998"],
    "secret": ["x"],
    "reader": ["fond", "borgere"],
    "instrument": ["t-ils@2"],
    "tongue": ["en", "ar"],
    "sheet_code": ["yngre-maend", "findes-ikke"],
    "token": ["0000-0000-0000-0000"],
    "of_what": ["krop", "brugere", "tilfredse"],
    "party": ["volunteer", "person"],
    "days": [30, 90],
    "group": ["aldrig-kontaktet", "aldrig-svaret", "nej-tak", "sluttet"],
}
CHANGES = re.compile(r"^\s*(insert\s+into|update|delete\s+from|truncate)\s+\"?(\w+)\"?", re.IGNORECASE)
CALM = {200, 302, 403, 404, 405, 409}  # 409: a sentence why not, e.g. a way that has ended cannot be stopped
ONE_FOR_ALL = {"offline"}  # what the phone keeps is one file, whoever is signed in, and leads to «Min dag»
LEAVES = {"account_logout"}  # a GET is refused; a POST would end the walk


@dataclass(frozen=True)
class Address:
    name: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def action(self) -> Action | None:
        return getattr(self.view, "action", None)

    def answers_get(self) -> bool:
        return "GET" in getattr(self.view, "methods", ("GET",))


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one)
        else:
            yield Address(one.name or str(one.pattern), one.callback, tuple(one.pattern.converters))


def unguarded(found: list[Address]) -> list[str]:
    """Names of addresses that neither the policy table nor OPEN_TO_ALL knows."""
    return [one.name for one in found if one.action not in RIGHTS and one.name not in OPEN_TO_ALL]


# ---- every address has a guard


def test_every_address_is_guarded_or_openly_listed():
    found = list(addresses())
    assert len(found) > 10
    assert unguarded(found) == []


def test_an_address_without_guard_would_be_found():
    forgotten: URLPattern = path("hemmeligt/", lambda request: None, name="forgotten")
    assert unguarded([Address(forgotten.name, forgotten.callback, ())]) == ["forgotten"]


def test_every_open_address_exists_and_has_a_reason():
    names = {one.name for one in addresses()}
    assert set(OPEN_TO_ALL) <= names
    assert all(len(reason) > 20 for reason in OPEN_TO_ALL.values())


def test_no_guarded_address_is_listed_as_open_too():
    assert {one.name for one in addresses() if one.action} & set(OPEN_TO_ALL) == set()


def test_addresses_have_different_names():
    names = [one.name for one in addresses()]
    assert len(names) == len(set(names))


def test_every_action_that_somebody_may_take_is_on_a_page():
    """A right nobody can use is either a page that is missing or a row to remove from the policy table."""
    assert set(RIGHTS) - {one.action for one in addresses()} == set()


# ---- walking


@pytest.fixture(scope="module")
def walked(town) -> Iterator[psycopg.Connection]:
    """The town with an extract that waits for a yes, and a neighbour's row in every table; seen by the superuser."""
    stage_extract()
    with psycopg.connect(town.administrator) as neighbours:
        fill(neighbours, THERE)
    with psycopg.connect(town.administrator, autocommit=True) as server:
        yield server


def stage_extract() -> None:
    """A register extract of one line for the newest programme, previewed and not stored."""
    (actor,) = [actor_of(user=user, on=local_date(now())) for role, user in visitors().items() if role == "coordinator"]
    number = cpr.fake(date(1948, 3, 4), "male", serial=77)
    content = f"cpr;fornavn;efternavn\n{number};Viggo;Venter\n".encode()
    with acting_as(actor):
        programme = Programme.objects.order_by("-id").first()
        told = {"programme": programme, "content": content, "by": actor, "at": now()}
        find.stage_extract(file_name="udtraek.csv", preview=find.preview_extract(**told), **told)


def visitors() -> dict[str, Any]:
    """One signed-in user for each role that somebody in the town holds."""
    found: dict[str, Any] = {}
    for user in get_user_model().objects.order_by("email"):
        actor = actor_of(user=user, on=local_date(now()))
        if actor and actor.role not in found:
            found[actor.role] = user
    return found


def table_of(parameter: str) -> type[Any]:
    """The model a parameter names: `person_id` is Person, `contact_id` is FirstContact."""
    name = parameter.removesuffix("_id").replace("_", "")
    ours = [one for one in apps.get_models() if one.__module__.startswith("brobygger.")]
    exact = [one for one in ours if one._meta.model_name == name]
    (model,) = exact or [one for one in ours if one._meta.model_name.endswith(name)]
    return model


def ways_to(address: Address, user: Any, server: psycopg.Connection) -> list[str]:
    """The address filled in with what the user reaches, with what somebody else reaches, and with words."""
    if not address.parameters:
        return [reverse(address.name)]
    choices = {name: WORDS.get(name) or _ids(name, user, server) for name in address.parameters}
    length = max(map(len, choices.values()))
    rounds = [{name: values[place % len(values)] for name, values in choices.items()} for place in range(length)]
    return [reverse(address.name, kwargs=values) for values in rounds]


@cache
def _ids(parameter: str, user: Any, server: psycopg.Connection) -> list[UUID]:
    model = table_of(parameter)
    actor = actor_of(user=user, on=local_date(now()))
    with acting_as(actor):
        reached = list(model.objects.order_by("-id").values_list("id", flat=True)[:1])
    query = sql.SQL("select id from {} where municipality_id <> %s order by id limit 1")
    anybody = server.execute(query.format(sql.Identifier(model._meta.db_table)), (THERE,)).fetchall()
    return [*reached, *(one for (one,) in anybody)] or [uuid4()]


def state(server: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """Every table's number of rows and a sum over their content."""
    names = [row[0] for row in server.execute("select tablename from pg_tables where schemaname = 'public'")]
    query = "select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from {} t"
    return {
        name: server.execute(sql.SQL(query).format(sql.Identifier(name))).fetchone()
        for name in names
        if name not in MAY_BE_WRITTEN
    }


@contextmanager
def changes_noted() -> Iterator[list[str]]:
    """Tables that statements of the block would change."""
    noted: list[str] = []

    def note(execute, statement, parameters, many, context):
        found = CHANGES.match(statement)
        if found and found[2] not in MAY_BE_WRITTEN:
            noted.append(statement[:200])
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note):
        yield noted


def test_no_get_changes_state_for_anybody_and_none_breaks(walked):
    everybody = visitors()
    assert set(everybody) >= {Role.HOME_CARE_WORKER, Role.COORDINATOR, Role.ASSOCIATION_LEADER, Role.VOLUNTEER}
    clients = {role: Client(raise_request_exception=False) for role in everybody}
    for role, client in clients.items():
        client.force_login(everybody[role])
    before = state(walked)
    broken, changed, astray, answered, asked = [], [], set(), set(), 0
    for address in addresses():
        if not address.answers_get() or address.name in LEAVES:
            continue
        for role, client in clients.items():
            if address.action and role not in RIGHTS[address.action].roles:
                continue
            for way in ways_to(address, everybody[role], walked):
                with changes_noted() as noted:
                    response = client.get(way)
                asked += 1
                changed += [f"{way} as {role}: {statement}" for statement in noted]
                if response.status_code not in CALM:
                    why = getattr(response, "exc_info", None)
                    broken.append(f"{way} as {role}: {response.status_code} {why[1] if why else ''}")
                if response.status_code in (200, 302):
                    answered.add(address.name)
                if address.name in ONE_FOR_ALL:
                    continue
                astray |= {f"{address.name} as {role}: {link}" for link in _astray(response, role)}
                astray |= {f"{address.name} as {role}: {code}" for code in _code_shown(response)}
    assert broken == []
    assert astray == set()
    assert changed == []
    assert state(walked) == before
    assert asked > 50
    silent = {one.name for one in addresses() if one.action and one.answers_get()} - answered
    assert silent == set(), "nobody in the town could open these, so the walk says nothing about them"


ASKED = re.compile(r"GET\.get(?:list)?\(\s*\"(\w+)\"")  # the names that pages read in an address
NOBODY_MEANS = ("Ruth%00", "9999-12-31")


def test_no_page_breaks_at_what_nobody_means_in_an_address(walked):
    """A link cut badly, a year with a slip of the hand: every page that reads the address answers calmly."""
    everybody = visitors()
    clients = {role: Client(raise_request_exception=False) for role in everybody}
    for role, client in clients.items():
        client.force_login(everybody[role])
    broken, asked = [], set()
    for address in addresses():
        source = Path(inspect.getfile(inspect.unwrap(address.view))).read_text(encoding="utf-8")
        names = sorted({*ASKED.findall(source), *(("fra", "til") if "period(request.GET" in source else ())})
        if not names or not address.answers_get() or address.name in LEAVES or not hasattr(address.view, "__wrapped__"):
            continue
        role = next((one for one in clients if not address.action or one in RIGHTS[address.action].roles), None)
        if role is None:
            continue
        way = ways_to(address, everybody[role], walked)[0]
        for value in NOBODY_MEANS:
            response = clients[role].get(f"{way}?{'&'.join(f'{name}={value}' for name in names)}")
            asked.add(address.name)
            if response.status_code not in {*CALM, 400, 422}:
                why = getattr(response, "exc_info", None)
                broken.append(f"{way} {value} as {role}: {response.status_code} {why[1] if why else ''}")
    assert broken == []
    assert asked >= {"read_log", "people", "payroll"}


LINK = re.compile(r"<a\b[^>]*?href=\"(/[^\"?#]*)[^\"]*\"[^>]*>(.*?)</a>", re.DOTALL)


def _astray(response: Any, role: str) -> Iterator[str]:
    """Links of a page that say nothing, or lead the reader to a page that is not hers."""
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    for href, inside in LINK.findall(response.content.decode()):
        if not re.sub(r"<[^>]*>|\s", "", inside) and "aria-label" not in inside:
            yield f"the link to {href} says nothing"
        with suppress(Resolver404):
            action = getattr(resolve(href).func, "action", None)
            if action and role not in RIGHTS[action].roles:
                yield f"{resolve(href).url_name} is not for this role"


CODE = re.compile(r"\[&#39;[^<]{1,60}|<title>[^<]*&lt;[^<]{1,60}")  # a Python list, and markup in a title


def _code_shown(response: Any) -> list[str]:
    """What a reader would see of the program itself."""
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return CODE.findall(response.content.decode())


def test_code_on_a_page_would_be_found():
    page = HttpResponse("<title>Torsdag &lt;time class=said&gt;</title><p>[&#39;Tegn&#39;, &#39;At spørge&#39;]</p>")
    assert len(_code_shown(page)) == 2
    assert _code_shown(HttpResponse("<title>Torsdag</title><p>Tegn · At spørge</p>")) == []


def test_a_link_that_says_nothing_or_leads_astray_would_be_found():
    page = HttpResponse(f'<a class="button" href="{reverse("board")}"><svg></svg> <span></span></a>')
    assert len(list(_astray(page, Role.VOLUNTEER))) == 2
    assert not list(_astray(HttpResponse(f'<a href="{reverse("my_day")}">Min dag</a>'), Role.VOLUNTEER))


def test_a_get_that_writes_would_be_noted(town):
    with changes_noted() as noted:
        get_user_model().objects.filter(email="nobody@example.org").update(language="en")
    assert len(noted) == 1


def test_a_role_without_the_right_is_refused_everywhere(walked):
    everybody = visitors()
    wrong = []
    for role, user in everybody.items():
        client = Client()
        client.force_login(user)
        for address in addresses():
            if address.action and role not in RIGHTS[address.action].roles and address.answers_get():
                for way in ways_to(address, user, walked)[:1]:
                    status = client.get(way).status_code
                    if status != 403:
                        wrong.append(f"{way} as {role}: {status}")
    assert wrong == []


def test_without_sign_in_every_guarded_address_leads_to_the_sign_in(walked):
    somebody = visitors()[Role.COORDINATOR]
    wrong = []
    for address in addresses():
        if address.action and address.answers_get():
            response = Client().get(ways_to(address, somebody, walked)[0])
            if response.status_code != 302 or not response.headers["Location"].startswith(reverse("account_login")):
                wrong.append(address.name)
    assert wrong == []


def test_a_neighbours_object_is_answered_like_one_that_does_not_exist(walked):
    """Same status, and the same words (without what is new in every page: tokens and keys)."""
    assert {"people_person", "episodes_episode"} <= set(tenant_tables())
    wrong = []
    for role, user in visitors().items():
        client = Client()
        client.force_login(user)
        for address in addresses():
            if not (address.action and role in RIGHTS[address.action].roles and address.answers_get()):
                continue
            ids = [name for name in address.parameters if name not in WORDS]
            if not ids:
                continue
            words = {name: WORDS[name][0] for name in address.parameters if name in WORDS}
            theirs = {name: row_id(THERE, table_of(name)._meta.db_table) for name in ids}
            nobodys = {name: uuid4() for name in ids}
            answers = [client.get(reverse(address.name, kwargs=words | given)) for given in (theirs, nobodys)]
            if answers[0].status_code != answers[1].status_code or answers[0].status_code == 200:
                wrong.append(f"{address.name} as {role}: {[one.status_code for one in answers]}")
            elif _without_ids(answers[0].content) != _without_ids(answers[1].content):
                wrong.append(f"{address.name} as {role}: the pages differ")
    assert wrong == []


def _without_ids(content: bytes) -> str:
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", content.decode())
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)
