"""Addresses of the pages about volunteers: those who would like to, those who are, and a volunteer's own."""

from django.urls import URLPattern, path

from brobygger.web.partners.joining import gatherings, interests, money, own, pair_pages, rhythm, views

urlpatterns: list[URLPattern] = [
    path("frivillige/", views.overview, name="helping_hands"),
    path("frivillige/krav/", views.demands, name="volunteer_demands"),
    path("frivillige/tak/", views.thank, name="thank_volunteers"),
    path("frivillige/ny/", interests.new, name="new_interest"),
    path("frivillige/interesse/<uuid:interest_id>/", interests.interest, name="interest"),
    path("frivillige/interesse/<uuid:interest_id>/skridt/", interests.step, name="interest_step"),
    path("frivillige/interesse/<uuid:interest_id>/godkend/", interests.approve, name="approve_interest"),
    path("frivillige/interesse/<uuid:interest_id>/videre/", interests.pass_on, name="pass_interest"),
    path("frivillige/interesse/<uuid:interest_id>/nej/", interests.decline, name="decline_interest"),
    path("frivillige/person/<uuid:membership_id>/", views.volunteer, name="volunteer_standing"),
    path("frivillige/moeder/", gatherings.gatherings, name="gatherings"),
    path("frivillige/moeder/<uuid:gathering_id>/", gatherings.gathering, name="gathering"),
    path("frivillige/udgifter/", money.expenses, name="expenses"),
    path("frivillige/udgifter/<uuid:expense_id>/", money.decide, name="decide_expense"),
    path("frivillige/udgifter/betal/", money.pay, name="pay_expenses"),
    path("frivillige/udgifter/betalt.csv", money.paid_csv, name="paid_expenses"),
    path("som-frivillig/", own.own, name="own_volunteering"),
    path("som-frivillig/moeder/<uuid:gathering_id>/", own.promise, name="promise_gathering"),
    path("som-frivillig/udgift/", own.expense, name="tell_expense"),
    path("makkerpar/<uuid:pair_id>/", pair_pages.pair, name="pair_words"),
    path("makkerpar/<uuid:pair_id>/aftale/", rhythm.agreement, name="pair_agreement"),
    path("makkerpar/<uuid:pair_id>/egne-sider/", rhythm.own_pages, name="own_pair_pages"),
    path("borgere/<uuid:person_id>/makker/", rhythm.make, name="make_pair"),
    path("makkerpar/svar/<uuid:word_id>/", pair_pages.type_in, name="type_in_word"),
    path("min-borger/<uuid:person_id>/hvordan-gaar-det/", pair_pages.own_word, name="own_word"),
    path("borgere/<uuid:person_id>/aftal-dag/", pair_pages.agree_day, name="agree_day"),
    path("opgaver/<uuid:task_id>/svar/", own.answer, name="answer_worry"),
]
