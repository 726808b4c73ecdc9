"""The organisation's list of vulnerable places, and what stands at the addresses of a notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.organisations.access import MemberRequest, own_or_404, role_required
from geotarget.targeting.business_address import care_addresses
from geotarget.targeting.messages import translated

from .. import vulnerable as acts
from ..business_report import businesses_on_list
from ..control import may_control
from ..front_desk import Place
from ..front_desk import places as found_places
from ..holiday_homes import holiday_homes, in_words
from ..models import Dispatch, Notice, VulnerablePlace
from ..paper_list import may_be_made
from ..place_form import PlaceForm
from ..words import CARE_NAMES


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def vulnerable(request: MemberRequest) -> HttpResponseBase:
    """The list, and a form to add a place; of several addresses found one is chosen."""
    form = PlaceForm(request.POST or None)
    choices: list[Place] = []
    if form.is_valid():
        choices = _found(request, form)
        if len(choices) == 1 and _add(request, form, choices[0]):
            return redirect("notices:vulnerable")
    context = {
        "form": form,
        "choices": choices if len(choices) > 1 else [],
        "places": acts.places_of(request.organisation),
        "care": [
            (each.label, CARE_NAMES[each.care])
            for each in care_addresses(request.organisation.municipality_numbers())
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "notices/vulnerable.html", context, status=status)


def _found(request: MemberRequest, form: PlaceForm) -> list[Place]:
    """The address that was chosen or is called just so; else all that are meant."""
    text = form.cleaned_data["text"]
    found = found_places(text, request.organisation)
    chosen = [each for each in found if each.key == request.POST.get("address")]
    called_so = [each for each in found if each.label.casefold() == text.casefold()]
    if not found:
        form.add_error("text", _("No such address. Try street and number."))
    return chosen or (called_so if len(called_so) == 1 else found)


def _add(request: MemberRequest, form: PlaceForm, place: Place) -> bool:
    name = form.cleaned_data["name"]
    try:
        acts.add(request.organisation, name, place, user=request.user)
    except InputError as error:
        at_fault = "text" if isinstance(error, acts.WrongAddress) else "name"
        form.add_error(at_fault, translated(error))
        return False
    messages.success(request, _("%(name)s is added.") % {"name": name})
    return True


@require_POST
@role_required(Role.ADMINISTRATOR)
def remove_vulnerable(request: MemberRequest, pk: int) -> HttpResponse:
    acts.remove(own_or_404(VulnerablePlace.objects.all(), request, pk=pk), user=request.user)
    messages.success(request, _("Taken away."))
    return redirect("notices:vulnerable")


def facts_of_list(notice: Notice) -> dict[str, Any]:
    """What stands at the addresses of a notice's list that whoever sends must know."""
    homes = holiday_homes(notice)
    return {
        "vulnerable": acts.on_list(notice.address_list),
        "businesses": businesses_on_list(notice),
        "holiday_homes": in_words(notice, homes),
        "needs_tick": homes.needs_tick,
    }


def vulnerable_facts(request: MemberRequest, dispatch: Dispatch) -> dict[str, Any]:
    """Where nothing was handed over is told to those who act on it: who may stop it, or makes the
    paper list."""
    may_know = may_control(request.membership) or request.membership.has_role(Role.PAPER_LIST)
    found = acts.reached(dispatch, may_know=may_know)
    return {"vulnerable": found, "vulnerable_unknown": _unknown(dispatch, may_know=may_know)}


def _unknown(dispatch: Dispatch, *, may_know: bool) -> str:
    if dispatch.audience:
        return _("The notice was for some of the residents: whom it reached is told nowhere.")
    if not may_be_made(dispatch):
        return _("Where messages were handed over has been deleted.")
    if not may_know:
        return _("Whether they were reached is shown to those who send and approve.")
    return _("Load the page again when the dispatch has ended: it then tells who was not reached.")
