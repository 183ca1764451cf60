"""Addresses of what leaves the house."""

from django.urls import URLPattern, path

from brobygger.web.staff.post import printing, texts, views, writing

urlpatterns: list[URLPattern] = [
    path("post/", views.post, name="post"),
    path("post/print/", printing.print_letters, name="print_letters"),
    path("post/bunke/", printing.pile, name="pile"),
    path("post/bunke/breve.pdf", printing.pile_pdf, name="pile_pdf"),
    path("post/bunke/sendt/", printing.posted, name="pile_posted"),
    path("post/ringeliste.pdf", printing.call_list, name="call_list"),
    path("post/besked/<uuid:message_id>/ringet/", views.rung, name="message_rung"),
    path("post/besked/<uuid:message_id>/ordnet/", views.settle, name="settle_message"),
    path("post/svar/<uuid:reply_id>/", views.read_reply, name="read_reply"),
    path("post/tekster/", texts.texts, name="message_texts"),
    path("post/tekster/ret/", texts.edit, name="edit_message_text"),
    path("borgere/<uuid:person_id>/skriv/", writing.write, name="write_to_person"),
    path("borgere/<uuid:person_id>/skrivemaade/", writing.way, name="way_to_write"),
]
