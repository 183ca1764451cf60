"""What is taught from: which files are taken. Known by their first bytes, not by their names. Plain Python."""

from __future__ import annotations

LARGEST = 10_000_000  # bytes; what is larger is a link
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def file_type(name: str, content: bytes) -> str:
    """The type a file is given out as; empty for what is not taken. Nothing that a browser would run."""
    if content[:5] == b"%PDF-":
        return "application/pdf"
    ending = name.rpartition(".")[2].lower()
    return _OFFICE.get(ending, "") if content[:4] == b"PK\x03\x04" else ""
