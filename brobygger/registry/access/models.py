"""Users and the roles they hold in organisations."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Organisation, Unit


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in. What someone is called and may do stands on the membership, inside the municipality."""

    TABLE = System("a sign-in is checked before the municipality is known")
    PRIVACY = levels(internal="is_active last_login language", identifying="email", secret="password")  # noqa: S106

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="da")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        db_table = "access_user"

    def get_full_name(self) -> str:
        return self.email


class Membership(TenantModel):
    """A user's role in an organisation, from a day until a day."""

    TABLE = Tenant(organisation="organisation_id", own_anywhere="user_id", history=True)
    PRIVACY = levels(internal="user organisation unit role since until secrecy_signed_on", identifying="name phone")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = TenantForeignKey(Organisation, related_name="memberships")
    unit = TenantForeignKey(Unit, null=True, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    # A volunteer without a signed secrecy agreement on file sees nobody (facts.md § 4).
    secrecy_signed_on = models.DateField(null=True)

    class Meta:
        db_table = "access_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "user", "organisation", "role"], name="one_membership_per_role"
            )
        ]
