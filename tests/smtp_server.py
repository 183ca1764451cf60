"""A real SMTP server on loopback for tests: it speaks RFC 5321 as far as a sender needs, and keeps what it took.

How it answers is decided by the receiver's address: `later@…` 451, `never@…` 550, `cut@…` it hangs up after it has
read the letter and before it has answered, `slow@…` 250 after a moment.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from email.message import EmailMessage
from types import TracebackType
from typing import Self


class SmtpServer:
    """A context manager. `port`: where it listens inside it; `taken`: the letters it answered 250 to."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[EmailMessage] = []
        self.read: list[EmailMessage] = []  # also those it hung up on
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        receivers: list[str] = []

        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 here")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(maxsplit=1)[0].upper()
            if verb in ("EHLO", "HELO"):
                await say("250-here")
                await say("250 8BITMIME")
            elif verb == "MAIL":
                receivers = []
                await say("250 ok")
            elif verb == "RCPT":
                to = line.split("<")[1].split(">")[0]
                code = {"later": "451 later", "never": "550 nobody here"}.get(to.split("@")[0])
                receivers += [] if code else [to]
                await say(code or "250 ok")
            elif verb == "DATA":
                await say("354 go on")
                if not await self._letter(reader, receivers, say):
                    break
            elif verb == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")
        writer.close()

    async def _letter(self, reader: asyncio.StreamReader, receivers: list[str], say: object) -> bool:
        raw = (await reader.readuntil(b"\r\n.\r\n"))[:-5].replace(b"\r\n..", b"\r\n.")
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.read.append(letter)
        if any(to.startswith("cut@") for to in receivers):
            return False
        if any(to.startswith("slow@") for to in receivers):
            await asyncio.sleep(0.05)
        self.taken.append(letter)
        await say("250 taken")  # type: ignore[operator]
        return True
