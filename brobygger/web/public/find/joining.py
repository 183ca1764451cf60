"""Writing to us without a sign-in: join an offer, ask to be called, or write for somebody one is fond of.

Nothing personal stands in an address or a log: the receipt's address holds a signed number and day, no name.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from brobygger.communities.directory.limits import may_write
from brobygger.communities.directory.queries import Shown
from brobygger.communities.directory.writing_rules import KEPT_DAYS_AFTER_ANSWER, Way
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import come_forward
from brobygger.journeys.come_forward import Promise
from brobygger.registry.organisations.queries import municipalities
from brobygger.registry.wording.tongues import TONGUES
from brobygger.web.public.find.asking import channel_of
from brobygger.web.public.find.forms import HelpForm, WriteForm, WriteForRelativeForm
from brobygger.web.public.find.views import shown_or_404
from brobygger.web.public.limits import address_of, anybodys, too_many
from brobygger.web.shared.signing_up import consent_to
from brobygger.web.shared.tongues import DAY, PHONE, said_in

SALT = "find-receipt"
RECEIPT_SECONDS = 30 * 24 * 3600
FOR_RELATIVE = "paaroerende"
FORMS = {FOR_RELATIVE: WriteForRelativeForm, "frivillig": HelpForm}


@anybodys("GET", "POST")
def join(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Join an offer, for oneself or with ?for=paaroerende for a relative: the organisation that has it calls."""
    found = shown_or_404(offer_id)
    if found.national or found.offer.organisation is None:  # nobody here answers for it: the municipality calls
        return HttpResponseRedirect(f"{reverse('find_call')}?tilbud={offer_id}")
    consent = consent_to(found.offer.organisation.name)
    form = _form(request, [])
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, found, consent)
    if not may_write_now(request):
        return too_many(request)
    promise = come_forward.join(
        written=_written(form, consent, request), offer_id=offer_id, municipality_id=found.municipality_id, at=now()
    )
    return to_receipt(promise, about=found.offer.name)


@anybodys("GET", "POST")
def call(request: HttpRequest) -> HttpResponse:
    """“Ring til mig”, about an offer (?tilbud=) or about anything; ?for=paaroerende for a relative."""
    found = _asked_about(request)
    homes = municipalities()
    local = found is not None and not found.national
    form = _form(request, [] if local else [(one.id, one.name) for one in homes])
    consent = consent_to("")
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, found, consent)
    home = home_of(form, found, homes)
    if home is None:
        raise Http404
    if not may_write_now(request):
        return too_many(request)
    promise = come_forward.ask_to_be_called(
        written=_written(form, consent, request), municipality_id=home, at=now(),
        offer_id=found.offer.id if found else None,
    )  # fmt: skip
    return to_receipt(promise, about=found.offer.name if found else "")


@anybodys()
def receipt(request: HttpRequest) -> HttpResponse:
    """Who calls and when, what is kept, and the number to say. An address that we did not make is no page: 404."""
    try:
        told = signing.loads(request.GET.get("b", ""), salt=SALT, max_age=RECEIPT_SECONDS)
        context: dict[str, Any] = {
            "number": told["number"], "who": told["who"], "by": date.fromisoformat(told["by"]),
            "sign_up": told["way"] == Way.SIGN_UP, "offer": told["offer"], "today": local_date(now()),
            "kept_days": KEPT_DAYS_AFTER_ANSWER,
        }  # fmt: skip
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Http404 from None
    if said := said_in(told.get("tongue", "")):
        context |= {
            "tongue": TONGUES[told["tongue"]], "said": said, "by": said["by"].split(DAY), "day": context["by"],
            "unheard": said["unheard"].split(PHONE),
        }  # fmt: skip
        return render(request, "public/find/tongue_receipt.jinja", context)
    return render(request, "public/find/receipt.jinja", context)


def _asked_about(request: HttpRequest) -> Shown | None:
    """The offer that the call is about; a wrong one is as if none were named."""
    try:
        return shown_or_404(UUID(request.GET.get("tilbud", "")))
    except (ValueError, Http404, NotVisible):
        return None


def _joining(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == "find_join"


def _for_relative(request: HttpRequest) -> bool:
    return request.GET.get("for", "") == FOR_RELATIVE


def _form(request: HttpRequest, homes: list[tuple[UUID, str]]) -> WriteForm:
    made = FORMS.get(request.GET.get("for", ""), WriteForm)
    if made is HelpForm and not _joining(request):  # one helps somewhere, so only at an offer
        made = WriteForm
    data = request.POST if request.method == "POST" else None
    return made(data, municipalities=homes, initial={"form_id": str(new_id()), "best_time": "any"})


def home_of(form: WriteForm, found: Shown | None, homes: list[Any]) -> UUID | None:
    """Whose coordinators call: the offer's municipality, the one that was chosen, or the only one there is."""
    if found is not None and not found.national:
        return found.municipality_id
    chosen = form.cleaned_data.get("municipality")
    if chosen:
        return UUID(chosen)
    return homes[0].id if homes else None


def _written(form: WriteForm, consent: str, request: HttpRequest) -> Any:
    language = "en" if (get_language() or "da").startswith("en") else "da"
    return form.written(consent_text=consent, language=language, channel=channel_of(request.GET))


def _page(request: HttpRequest, form: WriteForm, found: Shown | None, consent: str) -> HttpResponse:
    relative = _for_relative(request)
    other = request.GET.copy()
    other.pop("for", None)
    if not relative:
        other["for"] = FOR_RELATIVE
    return render(
        request,
        "public/find/write.jinja",
        {
            "form": form, "found": found, "consent": consent, "joining": _joining(request),
            "relative": relative, "helping": isinstance(form, HelpForm),
            "here": request.get_full_path(), "other_way": f"{request.path}?{other.urlencode()}",
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def may_write_now(request: HttpRequest) -> bool:
    """Whether one more may be written from this address today; counts it."""
    return may_write(address=address_of(request), at=now())


def to_receipt(promise: Promise, *, about: str = "", tongue: str = "") -> HttpResponse:
    """To the receipt: about an offer by its name, and in another language than Danish."""
    told = {
        "number": promise.receipt, "who": promise.who, "by": promise.calls_by.isoformat(), "way": promise.way,
        "offer": about, "tongue": tongue,
    }  # fmt: skip
    return HttpResponseRedirect(f"{reverse('find_receipt')}?b={signing.dumps(told, salt=SALT)}")
