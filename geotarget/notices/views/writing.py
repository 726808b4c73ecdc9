from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from geotarget.domain.audience import read_audience
from geotarget.domain.errors import InputError
from geotarget.domain.message_class import MessageClass
from geotarget.domain.notice_state import NoticeState
from geotarget.organisations.access import MemberRequest
from geotarget.targeting.messages import translated

from ..audience import fields_of
from ..forms import NoticeForm, content_of
from ..models import Notice
from ..possible import possible
from ..roles import writes
from ..sms_size import size_in_words
from ..typed import keeps_what_was_typed, take, token_is_too_old
from ..write import change, write
from .finding import own_notice

FROM_LAST_TIME = ("legal_basis", "department", "contact_phone")
LONGEST_COUNTED = 5_000


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@writes
def new(request: MemberRequest) -> HttpResponseBase:
    """A new draft. `?list=` names the list to begin with."""
    if request.method != "POST":
        return _empty_form(request, _starting_values(request), None)
    form = NoticeForm(request.POST, organisation=request.organisation)
    if not _may_save(request, form):
        return _form_page(request, form, None)
    try:
        notice = write(
            form.content(),
            address_list=form.cleaned_data["address_list"],
            organisation=request.organisation,
            user=request.user,
        )
    except InputError as error:
        form.add_error(None, translated(error))
        return _form_page(request, form, None)
    messages.success(request, _("The draft is saved. Read it through below."))
    return redirect("notices:notice", pk=notice.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@writes
def edit(request: MemberRequest, pk: int) -> HttpResponseBase:
    notice = own_notice(request, pk)
    if not possible(notice, request.membership).edit:
        messages.error(request, _("The notice has been sent and cannot be changed any more."))
        return redirect("notices:notice", pk=pk)
    if request.method != "POST":
        return _empty_form(request, _values(notice), notice)
    form = NoticeForm(request.POST, organisation=request.organisation)
    if not _may_save(request, form) or not _as_opened(request, form, notice):
        return _form_page(request, form, notice)
    try:
        change(
            notice,
            form.content(),
            address_list=form.cleaned_data["address_list"],
            user=request.user,
        )
    except InputError as error:
        form.add_error(None, translated(error))
        return _form_page(request, form, notice)
    messages.success(request, _("The change is saved."))
    return redirect("notices:notice", pk=pk)


@require_POST
@writes
def sms_size(request: MemberRequest) -> JsonResponse:
    """How many SMS the text of the form is by now. The text stands in the body, never in a URL."""
    values = {name: request.POST.get(name, "")[:LONGEST_COUNTED] for name in NoticeForm.base_fields}
    values["sms_text"] = values["sms_text"].replace("\r\n", "\n")
    return JsonResponse(
        asdict(size_in_words(content_of(values, request.organisation), request.organisation))
    )


def _may_save(request: MemberRequest, form: NoticeForm) -> bool:
    if token_is_too_old(request):
        form.add_error(
            None,
            _("You have signed in anew since you opened this page. Check the text and save again."),
        )
    return form.is_valid()


def _as_opened(request: MemberRequest, form: NoticeForm, notice: Notice) -> bool:
    if request.POST.get("content_hash") == notice.content_hash():
        return True
    form.add_error(
        None,
        _(
            "Somebody has changed the notice since you opened it. Your text stands below; saved "
            "again, it replaces theirs."
        ),
    )
    return False


def _empty_form(
    request: MemberRequest, initial: dict[str, Any], notice: Notice | None
) -> HttpResponse:
    typed = take(request)
    if typed:
        messages.warning(request, _("What you had written is here again. It is not saved yet."))
    form = NoticeForm(initial=initial | typed, organisation=request.organisation)
    return _form_page(request, form, notice)


def _form_page(request: MemberRequest, form: NoticeForm, notice: Notice | None) -> HttpResponse:
    typed = {name: form[name].value() for name in form.fields}
    content = content_of(typed, request.organisation)
    context = {
        "form": form,
        "notice": notice,
        "size": size_in_words(content, request.organisation),
        "voids": notice is not None and notice.state != NoticeState.DRAFT,
    }
    return render(request, "notices/form.html", context, status=422 if form.errors else 200)


def _starting_values(request: MemberRequest) -> dict[str, Any]:
    """Department and the like as the user wrote them last; the list that the link names."""
    mine = Notice.objects.filter(organisation=request.organisation, authors=request.user)
    last = mine.order_by("-changed_at").values(*FROM_LAST_TIME).first() or {}
    chosen = {"address_list": request.GET.get("list", ""), "message_class": MessageClass.SERVICE}
    return chosen | last


def _values(notice: Notice) -> dict[str, Any]:
    names = (*Notice.CONTENT_FIELDS, *Notice.PACE_FIELDS)
    words = {name: getattr(notice, name) for name in names}
    audience = fields_of(read_audience(notice.audience))
    public_page = {"public_page": "yes" if notice.is_public else "no"}
    return words | audience | public_page | {"address_list": notice.address_list_id}
