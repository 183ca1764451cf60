"""Addresses of Find et fællesskab."""

from django.urls import URLPattern, path

from brobygger.web.public.find import films, joining, tongues, views

urlpatterns: list[URLPattern] = [
    path("find/", views.find, name="find"),
    path("find/tilbud/<uuid:offer_id>/", views.offer, name="find_offer"),
    path("find/tilbud/<uuid:offer_id>/med/", joining.join, name="find_join"),
    path("find/film/", films.films, name="find_films"),
    path("find/film/<uuid:film_id>/film", films.video, name="film_video"),
    path("find/film/<uuid:film_id>/tekster.vtt", films.captions, name="film_captions"),
    path("find/film/<uuid:film_id>/billede", films.poster, name="film_poster"),
    path("find/sprog/", tongues.tongues, name="find_tongues"),
    path("find/sprog/<slug:tongue>/", tongues.tongue, name="find_tongue"),
    path("find/ring-til-mig/", joining.call, name="find_call"),
    path("find/kvittering/", joining.receipt, name="find_receipt"),
]
