"""Tables that libraries bring, each with the reason why it is not a tenant table."""

from brobygger.foundation.kernel.tenancy import System

THIRD_PARTY: dict[str, System] = {
    "contenttypes.contenttype": System("names of models; no data"),
    "auth.permission": System("unused by us; django.contrib.auth brings it"),
    "auth.group": System("unused by us; django.contrib.auth brings it"),
    "auth.group_permissions": System("unused by us; django.contrib.auth brings it"),
    "sessions.session": System("a sign-in happens before the municipality is known"),
    "account.emailaddress": System("sign-in addresses of staff and volunteers"),
    "account.emailconfirmation": System("sign-in addresses of staff and volunteers"),
    "mfa.authenticator": System("second factors of staff; secrets are encrypted by the adapter"),
}
