"""Addresses of gaps, ideas, and entries that are one offer."""

from django.urls import URLPattern, path

from brobygger.web.staff.gaps import ideas, own_words, twins, views

urlpatterns: list[URLPattern] = [
    path("tilbud/huller/", views.gaps, name="gaps"),
    path("tilbud/huller/ide/", views.make_idea, name="gap_idea"),
    path("tilbud/ideer/", ideas.ideas, name="ideas"),
    path("tilbud/ideer/<uuid:offer_idea_id>/", ideas.idea, name="idea"),
    path("tilbud/ord/", own_words.proposals, name="own_words"),
    path("tilbud/ord/se/", own_words.one, name="interest_word"),
    path("tilbud/dubletter/", twins.twins, name="twins"),
    path("tilbud/dubletter/saml/", twins.merge, name="twins_merge"),
    path("tilbud/dubletter/er-to/", twins.are_two, name="twins_are_two"),
    path("tilbud/dubletter/<uuid:merge_id>/fortryd/", twins.undo, name="twins_undo"),
]
