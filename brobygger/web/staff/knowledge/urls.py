"""Addresses of what is known of a programme: rounds, cohorts, other figures, statements, files, and the country."""

from django.urls import URLPattern, path

from brobygger.web.staff.knowledge import (
    bringing,
    cohorts,
    country,
    figures,
    hub,
    pairs,
    planned,
    rounds,
    sending,
    use,
    voices,
)

_OF = "indsatser/<uuid:programme_id>/viden/"

urlpatterns: list[URLPattern] = [
    path(_OF, hub.knowledge, name="knowledge"),
    path(f"{_OF}maalinger/", rounds.rounds, name="rounds"),
    path(f"{_OF}maalinger/send/", sending.send, name="rounds_send"),
    path(f"{_OF}maalinger/fortryd/<int:stamp>/", sending.take_back, name="rounds_take_back"),
    path("indsatser/viden/maalinger/<uuid:measurement_id>/ark/", sending.sheet, name="round_sheet"),
    path(f"{_OF}maalinger/lukket/", rounds.new_closure, name="closure_new"),
    path(f"{_OF}makkerpar/", pairs.pairs, name="pair_answers"),
    path("indsatser/viden/makkerpar/<uuid:pair_id>/<slug:party>/<int:days>/", pairs.answer, name="pair_answer"),
    path(f"{_OF}brug/", use.use, name="use_of_groups"),
    path(f"{_OF}filer/", bringing.results, name="results"),
    path(f"{_OF}filer/<slug:of_what>/", bringing.upload, name="results_upload"),
    path("indsatser/viden/filer/<uuid:score_file_id>/", bringing.preview, name="results_file"),
    path("indsatser/viden/filer/<uuid:score_file_id>/gem/", bringing.store, name="results_store"),
    path(f"{_OF}kohorter/", cohorts.cohorts, name="cohorts"),
    path(f"{_OF}kohorter/ny/", cohorts.new_cohort, name="cohort_new"),
    path("indsatser/viden/kohorter/<uuid:cohort_id>/", cohorts.cohort, name="cohort"),
    path(f"{_OF}tal/", figures.figures, name="other_figures"),
    path(f"{_OF}tal/nyt/", figures.new_figure, name="other_figure_new"),
    path("indsatser/viden/tal/<uuid:other_figure_id>/vaek/", figures.away, name="other_figure_away"),
    path(f"{_OF}maalgruppe/", figures.target_group, name="target_group"),
    path(f"{_OF}sammenligning/", planned.planned, name="planned"),
    path(f"{_OF}sammenligning/ny/", planned.new_plan, name="waiting_new"),
    path("indsatser/viden/sammenligning/<uuid:waiting_plan_id>/opgiv/", planned.drop, name="waiting_drop"),
    path("indsatser/viden/sammenligning/<uuid:waiting_plan_id>/op/", planned.count, name="waiting_count"),
    path(f"{_OF}udsagn/", voices.statements, name="statements"),
    path(f"{_OF}udsagn/nyt/", voices.new_statement, name="statement_new"),
    path("indsatser/viden/udsagn/<uuid:statement_id>/tilbage/", voices.take_back, name="statement_take_back"),
    path(f"{_OF}landet/", country.show, name="country_show"),
    path(f"{_OF}landet/tilbage/", country.take_back, name="country_take_back"),
    path("landsbilledet/", country.country, name="country"),
]
