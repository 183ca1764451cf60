"""What a phone sends of one visit: the fixed shape, checked before anything is done with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from brobygger.journeys.bring_in import Said, Visited
from brobygger.pathway.outreach.signature_rules import LONGEST_SIGNATURE, SIGNATURE
from brobygger.registry.own_instruments.words_rules import ENGLISH, LANGUAGES
from brobygger.web.shared import words
from brobygger.web.staff.visits.forms import SAID_AT_THE_DOOR

LONGEST_WAIT = timedelta(days=60)
CLOCK_MAY_DIFFER = timedelta(hours=1)
NoNulls = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]


class Wished(BaseModel):
    """A few wishes said at the table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    interests: Annotated[list[Literal[tuple(words.INTERESTS)]], Field(max_length=len(words.INTERESTS))] = []  # type: ignore[valid-type]
    wants_companion: bool | None = None
    own_words: Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")] = ""


class Brought(BaseModel):
    """One visit, as it was sealed on the phone. Times are the phone's own and are only ever subtracted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    screening_id: UUID
    consent_id: UUID
    opened_at: AwareDatetime
    instrument: Annotated[str, Field(max_length=60)] = ""
    answers: Annotated[tuple[Annotated[int, Field(ge=0, le=10_000)] | None, ...], Field(max_length=100)] = ()
    language: Literal["", ENGLISH, *LANGUAGES] = ""  # type: ignore[valid-type]
    mode: Literal["visit", "phone"] = "visit"
    note: NoNulls = ""
    said: Said
    how: Literal["screen", "paper", "phone", "spoken", ""] = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    ask_again_on: date | None = None
    signature: Annotated[str, Field(max_length=LONGEST_SIGNATURE, pattern=SIGNATURE)] = ""
    wishes: Wished | None = None
    offer_id: UUID | None = None

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if (self.said == "yes") != bool(self.how):
            raise ValueError("how belongs to a yes")
        if (self.said == "no") != bool(self.reason) or (self.reason and self.reason not in SAID_AT_THE_DOOR):
            raise ValueError("a known reason belongs to a no")
        if self.ask_again_on and self.said != "no":
            raise ValueError("a day to ask again belongs to a no")
        if self.said != "yes" and (self.signature or self.wishes or self.offer_id):
            raise ValueError("signature, wishes and an offer belong to a yes")
        if self.signature and self.how != "screen":
            raise ValueError("a signature belongs to a yes on the screen")
        return self

    def visited(self, *, answered_by: str) -> Visited:
        """For the journey."""
        return Visited(
            screening_id=self.screening_id,
            consent_id=self.consent_id,
            instrument=self.instrument,
            answered_by=answered_by,
            answers=self.answers,
            mode=self.mode,
            language=self.language,
            note=self.note.strip(),
            said=self.said,
            how=self.how,
            reason=self.reason,
            ask_again_on=self.ask_again_on,
            signature=self.signature,
            wishes=self.wishes.model_dump() if self.wishes else None,
            offer_id=self.offer_id,
        )

    def held_at(self, *, phone_says: datetime | None, at: datetime) -> datetime:
        """When the visit was held, by the server's clock: as long ago as the phone counted, whatever it shows.

        Without the phone's time, or with a span that cannot be right, it is now.
        """
        if phone_says is None:
            return at
        ago = phone_says - self.opened_at
        return at - ago if timedelta() <= ago <= LONGEST_WAIT else at


def clock_is_wrong(*, phone_says: datetime | None, at: datetime) -> bool:
    """The phone shows another time than the server."""
    return phone_says is not None and abs(at - phone_says) > CLOCK_MAY_DIFFER
