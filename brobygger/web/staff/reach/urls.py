"""Addresses of texts out in the world, and of the year's national days."""

from django.urls import URLPattern, path

from brobygger.web.staff.reach import brought, days, films, stories, views

urlpatterns: list[URLPattern] = [
    path("tilbud/ude/", views.out, name="reach"),
    path("tilbud/ude/ny/", views.new, name="reach_new"),
    path("tilbud/ude/hvem/", brought.brought, name="reach_brought"),
    path("tilbud/ude/ned/<uuid:hanging_id>/", views.down, name="reach_down"),
    path("tilbud/ude/<uuid:material_id>/", views.text, name="reach_text"),
    path("tilbud/ude/<uuid:material_id>/passer/", views.still_good, name="reach_still_good"),
    path("tilbud/ude/<uuid:material_id>/ny-udgave/", views.new_version, name="reach_version"),
    path("tilbud/<uuid:offer_id>/historier/", stories.stories, name="offer_stories"),
    path("tilbud/<uuid:offer_id>/historier/<uuid:story_id>/slet/", stories.take_back, name="offer_story_take_back"),
    path("tilbud/<uuid:offer_id>/film/", films.offer_films, name="offer_films"),
    path("tilbud/film/<uuid:film_id>/", films.offer_film, name="offer_film"),
    path("tilbud/film/<uuid:film_id>/slet/", films.erase, name="offer_film_erase"),
    path("tilbud/film/<uuid:film_id>/vis/", films.show, name="offer_film_show"),
    path("tilbud/film/nej/<uuid:film_consent_id>/", films.withdraw, name="offer_film_withdraw"),
    path("tilbud/dage/", days.days, name="national_days"),
]
