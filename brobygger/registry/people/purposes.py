"""What a person can say yes to. Plain data."""

from __future__ import annotations

from enum import StrEnum


class ConsentPurpose(StrEnum):
    PARTICIPATION = "participation"  # the municipality maps wishes and looks for a community
    REFERRAL = "referral"  # a named receiver gets to know named facts
    ONWARD = "onward"  # whoever takes an effort over gets to know named facts; never a usual referral (R194)
    CARE_RECORD = "care_record"  # answers are written into the municipality's care record (R022)
    BACKGROUND = "background"  # languages and background count when somebody is chosen for the person (R048)


# The version of the text that was read aloud or signed; the text itself stands in web/templates/consent/.
CONSENT_TEXT = {
    ConsentPurpose.PARTICIPATION: "participation-1",
    ConsentPurpose.REFERRAL: "referral-1",
    ConsentPurpose.ONWARD: "referral-1",  # the same words: a receiver, and what it gets to know
    ConsentPurpose.CARE_RECORD: "care-record-1",
    ConsentPurpose.BACKGROUND: "background-1",
}
SHARED_ONWARD = "onward"  # `why` of a share under ConsentPurpose.ONWARD: it stands beside the usual one
DEFAULT_DAYS = 365  # how long a consent lasts when the person asks for nothing else
