"""Everything Brobygger reads from the environment, typed and in one place.

A missing or wrong variable is told in one Danish sentence before anything starts.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class BadEnvironment(Exception):
    """The configuration cannot be used; the message is Danish and names the variable."""


@dataclass(frozen=True)
class Environment:
    var: Path  # data that belongs to this installation: embedded database, secrets, printed files
    database_url: str | None  # None: the embedded server in `var`
    owner_database_url: str | None  # role that owns the tables; only migrations use it
    secret_key: str  # signs sessions and links
    data_key: str  # encrypts CPR; HMAC look-ups are derived from it
    demo: bool  # demonstration or test: CPR with day + 60 is accepted, /udseende is open
    debug: bool
    hosts: tuple[str, ...]
    smtp_url: str | None
    sender: str
    sms_url: str | None  # a gateway that takes JSON (docs/messages.md); None: SMS are kept in a folder
    sms_key: str  # what we show the gateway, and the gateway shows us when an answer comes
    routes_url: str | None  # an OSRM server of one's own (docs/matching.md); None: ways as the crow flies
    port: int
    address: str  # where a letter or an e-mail leads, e.g. https://brobygger.example.dk (no slash at the end)
    register_drop: Path  # below it: a folder for each municipality and programme, where register extracts are laid
    phone: str  # on every page and letter: somebody who answers


def read(values: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the environment. Raises BadEnvironment with a Danish message."""
    var = Path(values.get("BROBYGGER_VAR", str(ROOT / "var")))
    # With a server of one's own it is the real thing unless told otherwise; the embedded one is a demonstration.
    demo = _yes(values, "BROBYGGER_DEMO", default="BROBYGGER_DATABASE_URL" not in values)
    keys = _keys(values, var=var, demo=demo)
    return Environment(
        var=var,
        database_url=values.get("BROBYGGER_DATABASE_URL") or None,
        owner_database_url=values.get("BROBYGGER_OWNER_DATABASE_URL") or None,
        secret_key=keys["secret_key"],
        data_key=keys["data_key"],
        demo=demo,
        debug=_yes(values, "BROBYGGER_DEBUG", default=False),
        hosts=tuple(values.get("BROBYGGER_HOSTS", "127.0.0.1,localhost").split(",")),
        smtp_url=values.get("BROBYGGER_SMTP_URL") or None,
        sender=values.get("BROBYGGER_SENDER", "Brobygger <brobygger@demo.brobygger.dk>"),
        sms_url=values.get("BROBYGGER_SMS_URL") or None,
        sms_key=values.get("BROBYGGER_SMS_KEY", ""),
        routes_url=_http(values, "BROBYGGER_ROUTES_URL"),
        port=_port(values),
        address=values.get("BROBYGGER_ADDRESS", "").rstrip("/") or _own_address(values, demo=demo),
        register_drop=Path(values.get("BROBYGGER_REGISTER_DROP") or var / "udtraek"),
        phone=values.get("BROBYGGER_PHONE", "12 34 56 78"),
    )


@cache
def current() -> Environment:
    """The environment of this process, read once."""
    return read()


def _yes(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = values.get(name, "").strip().lower()
    if text in ("", "1", "0", "true", "false", "ja", "nej"):
        return default if not text else text in ("1", "true", "ja")
    raise BadEnvironment(f"{name} er «{text}», men skal være 1 eller 0.")


def _port(values: Mapping[str, str]) -> int:
    text = values.get("PORT", "8000")
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise BadEnvironment(f"PORT er «{text}», men skal være et tal mellem 1 og 65535.")
    return int(text)


def _http(values: Mapping[str, str], name: str) -> str | None:
    text = values.get(name, "").strip()
    if text and not text.startswith(("http://", "https://")):
        raise BadEnvironment(f"{name} er «{text}», men skal begynde med http:// eller https://.")
    return text or None


def _own_address(values: Mapping[str, str], *, demo: bool) -> str:
    """Where the pages stand when nobody has said so: this machine for a demonstration, else the first host."""
    if demo:
        return f"http://127.0.0.1:{_port(values)}"
    return f"https://{values.get('BROBYGGER_HOSTS', 'localhost').split(',')[0]}"


def _keys(values: Mapping[str, str], *, var: Path, demo: bool) -> dict[str, str]:
    names = {"secret_key": "BROBYGGER_SECRET_KEY", "data_key": "BROBYGGER_DATA_KEY"}
    given = {key: values[name] for key, name in names.items() if values.get(name)}
    if len(given) == len(names):
        return given
    if not demo:
        missing = ", ".join(name for key, name in names.items() if key not in given)
        raise BadEnvironment(f"{missing} mangler. Sæt en lang, tilfældig nøgle, som I gemmer et sikkert sted.")
    return _made_keys(var / "keys.json") | given


def _made_keys(path: Path) -> dict[str, str]:
    """Keys of a demonstration, made at its first start and kept beside its data."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {"secret_key": secrets.token_urlsafe(48), "data_key": secrets.token_urlsafe(48)}
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another command made them a moment ago
            pass
        else:
            with os.fdopen(handle, "w") as file:
                json.dump(made, file)
    return dict(json.loads(path.read_text()))
