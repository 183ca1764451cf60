"""Every address without the guard of a role, and why. A test walks all addresses and demands one or the other."""

from __future__ import annotations

_SIGN_IN = "signing in happens before anybody is known; attempts are limited"
_OPEN_DATA = "published offers as open data, read as the database's public role; holds nothing about persons"
_OWN_ACCOUNT = "asks for a sign-in of any role, and shows and changes only the reader's own sign-in"
_FIND = "published offers for people, read as the database's public role; limited; holds nothing about persons"
_WRITE = "somebody without a sign-in asks to be called; shows nothing that is kept, and writing is limited"
_FILM = "a file of a film that is shown to anybody, read as the database's public role; gone when a yes is taken back"

OPEN_TO_ALL: dict[str, str] = {
    "start": "says what Brobygger is, to anybody; holds nothing about persons",
    "accessibility": "the law asks for a statement that anybody can read",
    "language": "sets a cookie with the reader's choice of language and nothing else",
    "health": "a monitor asks whether the server and its database answer; says nothing else",
    "offline": "the empty page of a visit without coverage, kept on the phone; holds nothing about persons",
    "service_worker": "the script that keeps pages' looks on the phone; a browser fetches it without a role",
    "style": "every part of the look with invented content; only in the demonstration",
    "open_data": "says what the open data is and where its description stands; reads no table",
    "open_data_description": "the OpenAPI document that programs read; reads no table",
    "open_data_services": _OPEN_DATA,
    "open_data_service": _OPEN_DATA,
    "open_data_organizations": _OPEN_DATA,
    "open_data_organization": _OPEN_DATA,
    "open_data_taxonomies": "the lists of words that offers are sorted by, fixed in the program; reads no table",
    "open_data_taxonomy_terms": "the words of those lists, fixed in the program; reads no table",
    "find": _FIND,
    "find_offer": _FIND,
    "find_join": _WRITE,
    "find_call": _WRITE,
    "find_tongues": _FIND,
    "find_tongue": _FIND,
    "find_receipt": "tells who calls and when from a signed address; holds nothing about persons",
    "find_films": "short films that everybody in them has said yes to, read as the database's public role; limited",
    "film_video": _FILM,
    "film_captions": _FILM,
    "film_poster": _FILM,
    "link": "the token is the key to one thing, for a time; shows nothing about any person",
    "link_thanks": "says that something was received; knows nothing and reads no table",
    "become_volunteer": "anybody may say that he or she would like to volunteer; shows names of associations only",
    "became": "says thanks and what happens next; reads no table",
    "calendar_feed": "a phone asks with a secret address that can be taken back; given names, days and places only",
    "incoming_sms": "the SMS gateway posts people's answers with the installation's key; tells nothing",
    "home": "leads a signed-in user to the first page of the role in use; reads nothing else",
    "account": _OWN_ACCOUNT,
    "choose_role": "a signed-in user chooses between the roles he or she holds; holding one is checked",
    "account_login": _SIGN_IN,
    "account_inactive": "tells somebody whose sign-in is closed whom to call",
    "account_logout": "signing out must always be possible; POST only",
    "account_reauthenticate": "the user behind the sign-in proves the password again",
    "mfa_authenticate": "the second step of signing in, after the password; attempts are limited",
    "mfa_reauthenticate": "the user behind the sign-in proves the second step again",
    "mfa_index": _OWN_ACCOUNT,
    "mfa_activate_totp": _OWN_ACCOUNT,
    "mfa_deactivate_totp": _OWN_ACCOUNT,
    "mfa_view_recovery_codes": _OWN_ACCOUNT,
    "mfa_generate_recovery_codes": _OWN_ACCOUNT,
}
