"""First contact: the call or visit before the first session, by somebody who will be there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class FirstContact(TenantModel):
    """A record with a named host and a day, not a good intention (facts.md § 6)."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="person episode referral organisation host host_name group due status done_at attempts companion "
        "first_session_on note"
    )

    person = TenantForeignKey(Person, related_name="first_contacts")
    episode = TenantForeignKey(Episode, related_name="first_contacts")
    referral = TenantForeignKey(Referral, null=True, related_name="first_contacts")
    organisation = TenantForeignKey(Organisation, related_name="+")
    group = TenantForeignKey(Group, null=True, related_name="+")
    host = TenantForeignKey(Membership, null=True, related_name="+")
    host_name = models.CharField(max_length=200)
    first_session_on = models.DateField(null=True)
    due = models.DateField()
    status = models.CharField(max_length=12, default="planned")  # planned, done, not_reached, ended
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    companion = models.BooleanField(null=True)  # wanted, not wanted, not asked
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "first_meeting_contact"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "organisation"],
                condition=Q(status__in=["planned", "not_reached"]),
                name="one_first_contact_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["municipality_id", "organisation", "status"], name="contacts_to_make")]
