"""Addresses that need no role. Each stands in OPEN_TO_ALL with its reason.

The sign-in library's pages are taken in one by one, so that what it can do more stays closed.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from brobygger.web.public import become, calendar_feed, health, incoming, views
from brobygger.web.public.find import urls as find
from brobygger.web.public.links import urls as links
from brobygger.web.public.open_data import views as open_data
from brobygger.web.shared import style_page

urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    *find.urlpatterns,
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("sprog/", views.language, name="language"),
    path("helbred", health.health, name="health"),
    path("udseende", style_page.style, name="style"),
    path("aabne-data/", open_data.about, name="open_data"),
    path("aabne-data/openapi.json", open_data.description, name="open_data_description"),
    path("aabne-data/services", open_data.services, name="open_data_services"),
    path("aabne-data/services/<str:offer_id>", open_data.service, name="open_data_service"),
    path("aabne-data/organizations", open_data.organizations, name="open_data_organizations"),
    path("aabne-data/organizations/<str:organisation_id>", open_data.organization, name="open_data_organization"),
    path("aabne-data/taxonomies", open_data.taxonomies, name="open_data_taxonomies"),
    path("aabne-data/taxonomy_terms", open_data.taxonomy_terms, name="open_data_taxonomy_terms"),
    *links.urlpatterns,
    path("bliv-frivillig/", become.become, name="become_volunteer"),
    path("bliv-frivillig/tak/", become.became, name="became"),
    path("kalender/<str:secret>.ics", calendar_feed.feed, name="calendar_feed"),
    path("sms/<str:code>/", incoming.sms, name="incoming_sms"),
    path("hjem/", views.home, name="home"),
    path("konto/", views.account, name="account"),
    path("rolle/", views.choose_role, name="choose_role"),
    path("login/", account.login, name="account_login"),
    path("login/lukket/", account.account_inactive, name="account_inactive"),
    path("log-af/", require_POST(account.logout), name="account_logout"),
    path("login/bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("login/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("login/bekraeft-kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konto/to-trin/", mfa.index, name="mfa_index"),
    path("konto/to-trin/slaa-til/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/to-trin/slaa-fra/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/koder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/koder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
