"""A file that is too large is refused before it is stored anywhere: not in memory, not on the disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from brobygger.foundation.kernel.digits import whole
from brobygger.pathway.detection.register_rules import too_large

View = Callable[..., HttpResponse]


class Limit(FileUploadHandler):
    """Stops a file at the first byte over the limit, or at once when the whole request is over it.

    The rest is read from the network and thrown away, so that the browser gets to show our answer.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if announced_too_large(self.request):
            raise StopUpload

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if too_large(self.received) and self.request is not None:
            self.request.META["brobygger.file_too_large"] = True
            raise StopUpload
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def announced_too_large(request: HttpRequest | None) -> bool:
    """Whether the request itself says that it is over the limit, or a file in it was."""
    if request is None:
        return False
    length = whole(str(request.META.get("CONTENT_LENGTH") or ""), most_digits=18) or 0
    return bool(request.META.get("brobygger.file_too_large")) or too_large(length) is not None


def tell_too_large(request: HttpRequest, form: forms.Form, field: str, message: str) -> None:
    """Let a form say that its file was over the limit. What the browser sent after that file never came.

    So such a form has its words before its files (field_order), and nothing of it may be kept as it stands.
    """
    if form.is_bound and announced_too_large(request):
        form.add_error(field if field in form.fields else None, message)


def limited(view: View) -> View:
    """Let the limit look first. CSRF is checked inside, because that check already reads the whole request."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def look_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers.insert(0, Limit(request))
        return checked(request, *args, **kwargs)

    return look_first
