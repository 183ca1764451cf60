"""Short films: which files are taken, what must be there before anybody sees them, and a part of a file at a time.

Plain Python. A file is known by its first bytes, not by its name. Sizes are for old telephones and small servers.
"""

from __future__ import annotations

import re

PARTS = ("video", "captions", "poster")
LARGEST = {"video": 25_000_000, "captions": 200_000, "poster": 60_000}  # bytes: two minutes; the page stays light
TAKEN = LARGEST | {"poster": 20_000_000}  # bytes as sent: a picture is made smaller here (posters.light)
AT_A_TIME = 1_000_000  # bytes of a film in one answer: a browser asks for the next when it needs it
LEAST_TRANSCRIPT = 20  # letters
_CUE = re.compile(r"^(?:\d+:)?\d{2}:\d{2}\.\d{3} --> (?:\d+:)?\d{2}:\d{2}\.\d{3}", re.MULTILINE)
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # more digits than any file has: no range


def media_type(part: str, content: bytes) -> str:
    """What a file is, by its first bytes; empty for what is not taken."""
    if part == "video":
        if content[4:8] == b"ftyp":
            return "video/mp4"
        return "video/webm" if content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:80] else ""
    if part == "poster":
        if content[:3] == b"\xff\xd8\xff":
            return "image/jpeg"
        if content[:8] == b"\x89PNG\r\n\x1a\n":
            return "image/png"
        return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""
    return "text/vtt" if _is_captions(content) else ""


def _is_captions(content: bytes) -> bool:
    """WebVTT with at least one line that is shown at a time."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return False
    return re.match(r"WEBVTT(?:[ \t\n]|$)", text) is not None and _CUE.search(text) is not None


def wrong(part: str, content: bytes) -> str:
    """Why a file is not taken: empty, too_large or type; "" when it is."""
    if not content:
        return "empty"
    if len(content) > LARGEST[part]:
        return "too_large"
    return "" if media_type(part, content) else "type"


def missing(
    *,
    link: str,
    link_has_captions: bool,
    parts: set[str],
    transcript: str,
    nobody_seen: bool,
    agreed: int,
    withdrawn: int,
) -> tuple[str, ...]:
    """What must be there before anybody sees the film, in order: codes of PARTS, transcript, consent, withdrawn."""
    found = [] if link else [part for part in PARTS if part not in parts]
    if link and not link_has_captions:
        found.append("captions")
    if len(transcript.strip()) < LEAST_TRANSCRIPT:
        found.append("transcript")
    if withdrawn:
        found.append("withdrawn")
    elif not agreed and not nobody_seen:
        found.append("consent")
    return tuple(found)


def piece(asked: str, size: int) -> tuple[int, int] | None:
    """Which bytes a browser's Range header asks for, first and last; None where it asks for none or none there is.

    At most AT_A_TIME of them: it asks again. Only one range is answered (RFC 9110 § 14.2 lets a server choose).
    """
    told = _RANGE.fullmatch(asked.strip())
    if told is None or (not told[1] and not told[2]):
        return None
    if told[1]:
        first = int(told[1])
        last = min(int(told[2]) if told[2] else size - 1, size - 1)
    else:
        first, last = max(size - int(told[2]), 0), size - 1
    if first > last:
        return None
    return first, min(last, first + AT_A_TIME - 1)
