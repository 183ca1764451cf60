"""Addresses of instruments: the shelf, making one, trying one out."""

from django.urls import URLPattern, path

from brobygger.web.staff.instruments import making, shelf, tongues, trying

_DRAFT = "maaleredskaber/udkast/<uuid:draft_id>/"
_OWN = "maaleredskaber/egne/<uuid:own_instrument_id>/"

urlpatterns: list[URLPattern] = [
    path("maaleredskaber/", shelf.instruments, name="instruments"),
    path("maaleredskaber/nyt/", shelf.begin, name="instrument_new"),
    path("maaleredskaber/fil/", shelf.from_file, name="instrument_from_file"),
    path(f"{_OWN}ny-udgave/", shelf.again, name="instrument_again"),
    path("maaleredskaber/<str:instrument>/maaleredskab.yaml", shelf.as_file, name="instrument_file"),
    path("maaleredskaber/<str:instrument>/proev/", trying.used, name="instrument_try"),
    path("maaleredskaber/<str:instrument>/sprog/", tongues.languages, name="instrument_languages"),
    path("maaleredskaber/<str:instrument>/sprog/<slug:tongue>/", tongues.words, name="instrument_words"),
    path(_DRAFT, making.overview, name="instrument_draft"),
    path(f"{_DRAFT}om/", making.about, name="instrument_about"),
    path(f"{_DRAFT}spoergsmaal/<int:number>/", making.item, name="instrument_item"),
    path(f"{_DRAFT}spoergsmaal/<int:number>/flyt/", making.move, name="instrument_item_move"),
    path(f"{_DRAFT}graenser/", making.bands, name="instrument_bands"),
    path(f"{_DRAFT}proev/", trying.draft, name="instrument_draft_try"),
    path(f"{_DRAFT}tag-i-brug/", making.publish, name="instrument_publish"),
    path(f"{_DRAFT}slet/", making.throw_away, name="instrument_throw_away"),
]
