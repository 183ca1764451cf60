"""What Mette does with an extract, as her browser does it."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.staff_office.conftest import send, text_of


def upload(client, programme, content, *, name="udtraek.csv"):
    return send(client, "extract_upload", programme.id, file=SimpleUploadedFile(name, content))


def given_staged(client, programme, content):
    """Uploaded and ready to be stored; returns the extract's id."""
    sent = upload(client, programme, content)
    assert sent.status_code == 302, text_of(sent)
    return sent["Location"].rstrip("/").rpartition("/")[2]


def commit(client, programme, extract_id, *, key=None, **ticked):
    return send(client, "extract_commit", programme.id, extract_id, key=key, **ticked)
