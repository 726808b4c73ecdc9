from __future__ import annotations

from django.urls import path

from .views import (
    acting,
    controlling,
    desk,
    dispatches,
    emergency,
    following,
    letters,
    metrics,
    opt_outs,
    pages,
    receipts,
    results,
    writing,
)

app_name = "notices"

urlpatterns = [
    path("metrics", metrics.metrics, name="metrics"),
    path("notices/", pages.notice_list, name="list"),
    path("notices/new/", writing.new, name="new"),
    path("notices/sms-size/", writing.sms_size, name="sms_size"),
    path("notices/<int:pk>/", pages.notice_page, name="notice"),
    path("notices/<int:pk>/edit/", writing.edit, name="edit"),
    path("notices/<int:pk>/reach/", acting.count_reach, name="count_reach"),
    path("notices/<int:pk>/test/", acting.try_out, name="try_out"),
    path("notices/<int:pk>/letter/", letters.letter, name="letter"),
    path("notices/<int:pk>/submit/", acting.submit, name="submit"),
    path("notices/<int:pk>/approve/", acting.approve, name="approve"),
    path("notices/<int:pk>/send-back/", acting.send_back, name="send_back"),
    path("notices/<int:pk>/send/", acting.send, name="send"),
    path(
        "notices/<int:pk>/send-without-approval/",
        emergency.send_without_approval,
        name="send_without_approval",
    ),
    path("notices/dispatches/<int:pk>/", dispatches.dispatch_page, name="dispatch"),
    path("notices/dispatches/<int:pk>/progress/", dispatches.progress, name="progress"),
    path("notices/dispatches/<int:pk>/review/", dispatches.review, name="review"),
    path("notices/dispatches/<int:pk>/pause/", controlling.pause, name="pause"),
    path("notices/dispatches/<int:pk>/resume/", controlling.resume, name="resume"),
    path("notices/dispatches/<int:pk>/stop/", controlling.stop, name="stop"),
    path("notices/dispatches/<int:pk>/follow-up/", following.begin, name="follow_up"),
    path("notices/<int:pk>/new-addresses/", following.take_new, name="take_new"),
    path("notices/front-desk/", desk.front_desk, name="front_desk"),
    path("notices/hours/", controlling.hours, name="hours"),
    path("notices/dispatches/<int:pk>/letter/", letters.sent_letter, name="sent_letter"),
    path("notices/dispatches/<int:pk>/areas/", results.areas, name="areas"),
    path("notices/dispatches/<int:pk>/paper-list/", results.paper, name="paper"),
    path("notices/dispatches/<int:pk>/paper-list/csv/", results.paper_csv, name="paper_csv"),
    path("notices/dispatches/<int:pk>/paper-list/print/", results.paper_print, name="paper_print"),
    path("opt-out/<int:organisation_id>/<str:token>/", opt_outs.opt_out, name="opt_out"),
    path("receipts/link/<str:secret>/", receipts.link_receipt, name="link_receipt"),
    path("receipts/link/<str:secret>/answers/", receipts.link_answer, name="link_answer"),
    path("receipts/mail/<str:secret>/", receipts.mail_receipt, name="mail_receipt"),
]
