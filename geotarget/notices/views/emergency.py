from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geotarget.domain.errors import InputError
from geotarget.domain.message_class import MessageClass
from geotarget.domain.notice_state import NoticeState
from geotarget.organisations.access import MemberRequest
from geotarget.targeting.messages import translated

from ..forms import EmergencyForm
from ..guards import guards
from ..models import Notice
from ..possible import possible
from ..roles import sends_alone
from ..send import send_emergency
from ..shown import shown_content, shown_list
from ..wide_lookups import lookups_in_words
from .finding import own_notice
from .places import facts_of_list

FIELD_OF = {
    "typed": "typed_address_count",
    "limit": "reason",
    "holiday_homes": "knows_holiday_homes",
}
"""Which field an `InputError` of the act is about, by the name of its parameter."""


@require_http_methods(["GET", "HEAD", "POST"])
@sends_alone
def send_without_approval(request: MemberRequest, pk: int) -> HttpResponseBase:
    """A reason and the typed number of addresses; pressed twice, it shows the one dispatch."""
    notice = own_notice(request, pk)
    if notice.state == NoticeState.DISPATCHED:
        return redirect("notices:dispatch", pk=notice.dispatch.pk)
    if not possible(notice, request.membership).send_alone:
        messages.error(request, _("Only an emergency notice may be sent without approval."))
        return redirect("notices:notice", pk=pk)
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and _send(request, notice, form):
        return redirect("notices:dispatch", pk=Notice.objects.get(pk=pk).dispatch.pk)
    return _page(request, notice, form)


def _send(request: MemberRequest, notice: Notice, form: EmergencyForm) -> bool:
    """False, and the form says why, when it was not sent."""
    if not form.is_valid():
        return False
    if request.POST.get("content_hash") != notice.content_hash():
        form.add_error(None, _("The notice was changed after you opened it. Read it again."))
        return False
    try:
        send_emergency(notice, user=request.user, **form.cleaned_data)
    except InputError as error:
        form.add_error(_field_of(error), translated(error))
        return False
    return True


def _field_of(error: InputError) -> str | None:
    return next((field for name, field in FIELD_OF.items() if name in error.params), None)


def _page(request: MemberRequest, notice: Notice, form: EmergencyForm) -> HttpResponse:
    context = {
        "form": form,
        **facts_of_list(notice),
        "notice": notice,
        "content": shown_content(notice, notice.organisation),
        "content_hash": notice.content_hash(),
        "guards": guards(notice),
        "list": shown_list(notice.address_list),
        "wide_lookups": lookups_in_words(
            notice.address_list_id, MessageClass(notice.message_class)
        ),
    }
    return render(request, "notices/emergency.html", context, status=422 if form.errors else 200)
