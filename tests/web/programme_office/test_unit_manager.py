"""A unit's manager finds her own page, and the one who lets her in is told why a unit must be chosen."""

from __future__ import annotations

import re
from uuid import uuid4

from brobygger.config.demo import LOGINS
from brobygger.config.settings import ROOT
from brobygger.rehearsal.demonstration import _ACCOUNTS
from tests.web.staff_office.conftest import text_of


def test_her_own_work_stands_first_in_her_menu(programme, gitte, lone):
    page = gitte.get("/mit-arbejde/").content.decode()
    menu = re.findall(r'<a href="([^"]+)"(?: aria-current="page")?>', page.split("<nav", 1)[1])
    assert menu[0] == "/mit-arbejde/"
    said = text_of(gitte.get("/mit-arbejde/"))
    assert "Se, hvordan det går i din enhed" in said
    assert "Opmærksomhed i enheden" in said
    others = lone.get("/mit-arbejde/").content.decode()
    assert '<li><a href="/mit-arbejde/"' not in others  # theirs lies behind the name, as before
    assert "Vælg den indsats, du har brugt tid på." in others


def test_who_lets_her_in_is_told_what_a_leader_needs_a_unit_for(cast, as_user):
    address = f"/organisationer/{cast.kommune.id}/medlem/"
    gade = {"name": "Gitte Gade", "email": "gade@example.org", "role": "unit_manager", "unit": ""}
    admin = as_user("admin")
    sent = admin.post(address, gade | {"idempotency_key": str(uuid4())})
    assert sent.status_code == 422
    assert "Uden den kan lederen ingen tal se." in text_of(sent)
    assert "ingen borgere se" not in text_of(sent)
    asks = admin.get(address).content.decode()
    assert "Skal vælges for dem, der hører til i én enhed" in asks
    assert not re.search(r">Enhed\s*<span[^>]*>\(frivilligt\)", asks)


def test_everybody_with_an_account_in_the_demonstration_can_log_in_and_is_told_of():
    roles = {name: role.value for name, _full, role, _organisation, _unit in _ACCOUNTS}
    assert {name: role for name, role, _words in LOGINS} == roles
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in roles if f"\n| {name} |" not in readme] == []
