"""Handing a message over to somebody else's machine: an SMTP server, or an SMS gateway. And what came of it."""

from __future__ import annotations

import http.client
import json
import smtplib
import ssl
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

SECONDS = 20


class Outcome(StrEnum):
    """SENT: taken over. LATER: surely not taken, try again. REFUSED: never will be. UNKNOWN: nobody can say."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


def email(*, to: str, subject: str, body: str, key: UUID, signed: str = "") -> Outcome:
    """One e-mail by the configured server. The key is in its Message-ID, so that two of one message can be told apart.

    Only an answer from the server makes it LATER or REFUSED; a connection lost on the way is UNKNOWN.
    """
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rstrip(">").rpartition("@")[2]
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return Outcome.LATER
    letter = EmailMessage(
        subject, body, f"{signed} <{sender.rpartition('<')[2].rstrip('>')}>" if signed else sender, [to],
        headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"}, connection=connection,
    )  # fmt: skip
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _by_code(max(code for code, _said in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Outcome.UNKNOWN
    except ValueError:  # an address that no mail can be written to
        return Outcome.REFUSED
    finally:
        _close(connection)
    return Outcome.SENT


def _close(connection: object) -> None:
    with suppress(OSError, smtplib.SMTPException):  # the letter's own answer has come already
        connection.close()  # type: ignore[attr-defined]


def _by_code(code: int) -> Outcome:
    """RFC 5321: 4xx try again, 5xx do not."""
    return Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED


class Gateway(Protocol):
    """What takes an SMS. The same key twice is one SMS."""

    def send(self, *, to: str, text: str, key: UUID) -> Outcome: ...


class HttpGateway:
    """A gateway that takes JSON by HTTPS POST: {"to", "text", "reference"} with the key as bearer.

    2xx: taken. 409: taken before with this reference. 429 and 5xx: later. Other 4xx: refused. The gateway promises to
    send one reference once, so a lost answer is tried again.
    """

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = urlsplit(url), key

    def send(self, *, to: str, text: str, key: UUID) -> Outcome:
        """Hand one SMS over."""
        body = json.dumps({"to": to, "text": text, "reference": str(key)}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        line = self._line()
        try:
            line.request("POST", self._url.path or "/", body, headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException):
            return Outcome.LATER
        finally:
            line.close()
        if 200 <= status < 300 or status == 409:
            return Outcome.SENT
        return Outcome.LATER if status in (408, 429) or status >= 500 else Outcome.REFUSED

    def _line(self) -> http.client.HTTPConnection:
        host = self._url.hostname or ""
        if self._url.scheme == "https":
            return http.client.HTTPSConnection(
                host, self._url.port, timeout=SECONDS, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(host, self._url.port, timeout=SECONDS)


class FolderGateway:
    """A demonstration keeps its SMS where one can read them: one file for each, named by its key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, *, to: str, text: str, key: UUID) -> Outcome:
        """Write one SMS, once."""
        if not to.startswith("+") or not text:
            return Outcome.REFUSED
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{key}.json").write_text(json.dumps({"to": to, "text": text}, ensure_ascii=False), "utf-8")
        return Outcome.SENT


def gateway() -> Gateway:
    """The gateway of this installation; without one, a folder."""
    if settings.SMS_URL:
        return HttpGateway(settings.SMS_URL, settings.SMS_KEY)
    return FolderGateway(Path(settings.VAR) / "sms")
