"""The page of a dispatch: progress in words, counts that add up, never "sent" too early."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from geotarget.domain.delivery_state import Problem
from geotarget.notices import sentence as wording
from geotarget.notices.control import stop
from geotarget.notices.held import Waiting
from geotarget.notices.models import Attempt, Chunk, Dispatch, Notice, Recipient
from geotarget.notices.people import people as people_in_words
from geotarget.notices.progress import Counts
from geotarget.notices.send import send
from geotarget.notices.tasks import reconcile
from tests.notices.web.reached import reach
from tests.notices.world import World


@pytest.fixture
def dispatch(world: World, approved: Notice) -> Dispatch:
    return send(approved, user=world.author)


def page_of(client: Client, dispatch: Dispatch) -> str:
    return client.get(reverse("notices:dispatch", args=(dispatch.pk,))).content.decode()


def progress_of(client: Client, dispatch: Dispatch) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(reverse("notices:progress", args=(dispatch.pk,))).json()
    return answer


def test_until_all_addresses_are_done_it_is_never_called_sent(
    author: Client, dispatch: Dispatch
) -> None:
    reach(dispatch, accepted=12)
    progress = progress_of(author, dispatch)
    assert progress["state"] == "Being sent"
    assert progress["look_again_seconds"] == 2
    assert progress["sentence"] == "0 of 7 addresses done."
    list_page = author.get("/notices/").content.decode()
    assert "Being sent" in list_page
    assert ">Sent<" not in list_page + page_of(author, dispatch)
    Chunk.objects.update(state="done")
    assert progress_of(author, dispatch)["state"] == "Sent"
    assert ">Sent<" in author.get("/notices/").content.decode()


def test_counts_add_up_and_page_and_updates_agree(author: Client, dispatch: Dispatch) -> None:
    reach(dispatch, delivered=19, accepted=13, not_delivered=12, unknown=11, refused=10, nobody=14)
    Chunk.objects.update(state="done")
    people = progress_of(author, dispatch)["people"]
    assert sum(int(line["count"]) for line in people["lines"]) == int(people["total"]) == 79
    assert people["handed_over"] == "44 handed over"
    assert people["messages"] == ""
    page = page_of(author, dispatch)
    for line in people["lines"]:
        row = re.search(rf'data-line="{line["key"]}".*?data-count>(\d+)<', page)
        assert row
        assert row[1] == line["count"]


def test_what_was_undone_offers_no_correction_but_to_write_it_anew(
    world: World, author: Client, dispatch: Dispatch
) -> None:
    anew, correct = (
        reverse(f"notices:{name}", args=(dispatch.pk,)) for name in ("write_anew", "follow_up")
    )
    page = page_of(author, dispatch)
    assert "What was sent" in page
    assert correct in page
    assert anew not in page
    assert author.post(anew).headers["Location"].endswith(f"/dispatches/{dispatch.pk}/")
    assert Notice.objects.count() == 1
    stop(dispatch, user=world.author)
    page = page_of(author, dispatch)
    assert "What was not sent" in page
    assert "What was sent" not in page
    assert correct not in page
    assert anew in page
    answer = author.post(anew)
    draft = Notice.objects.latest("pk")
    assert answer.headers["Location"].endswith(f"/notices/{draft.pk}/edit/")
    assert draft.sms_text == dispatch.sms_text


def test_what_has_gone_is_told_by_the_way_it_went(
    world: World, author: Client, dispatch: Dispatch
) -> None:
    """Whatever the organisation chooses afterwards."""
    assert "SMS, else e-mail" in page_of(author, dispatch)
    world.organisation.sends_through_altinn = True
    world.organisation.save()
    assert "SMS or e-mail through Altinn" in page_of(author, dispatch)
    reach(dispatch, delivered=1)
    assert "SMS, else e-mail" in page_of(author, dispatch)
    Attempt.objects.update(channel="altinn")
    world.organisation.sends_through_altinn = False
    world.organisation.save()
    assert "SMS or e-mail through Altinn" in page_of(author, dispatch)


def test_messages_are_those_handed_over_and_told_where_several_share_one(
    author: Client, dispatch: Dispatch
) -> None:
    """Not what was looked up and never left; and nothing of sharing where everybody got one."""
    reach(dispatch, delivered=41, stopped=50)
    Chunk.objects.update(state="done")
    assert progress_of(author, dispatch)["people"]["messages"] == ""
    sharing = Recipient.objects.filter(attempt__state="delivered").order_by("pk")[:15]
    first = sharing[0].attempt
    Recipient.objects.filter(pk__in=[each.pk for each in sharing]).update(attempt=first)
    assert progress_of(author, dispatch)["people"]["messages"] == "at least 20 messages"


def test_small_counts_are_hidden_and_cannot_be_subtracted(
    author: Client, dispatch: Dispatch
) -> None:
    reach(dispatch, delivered=19, accepted=13, not_delivered=2, unknown=1, nobody=9)
    Chunk.objects.update(state="done")
    people = progress_of(author, dispatch)["people"]
    shown = {line["key"]: line["count"] for line in people["lines"]}
    assert shown["delivered"] == "19"
    assert shown["accepted"] == "13"
    assert shown["refused"] == "0"
    assert {shown[key] for key in ("not_delivered", "unknown", "no_contact")} == {"fewer than 10"}
    assert people["total"] == "at least 32"
    assert people["handed_over"] == "at least 32 handed over"
    assert people["messages"] == ""
    page = page_of(author, dispatch)
    assert "at least 32" in page
    assert not re.search(r">(1|2|9|35|44)<", page)


def test_what_is_unclear_is_never_called_sent(author: Client, dispatch: Dispatch) -> None:
    reach(dispatch, delivered=9, unknown=12, given_up=1)
    Chunk.objects.update(state="done")
    progress = progress_of(author, dispatch)
    assert (progress["state"], progress["colour"]) == ("Sent, something is unclear", "warning")
    assert progress["sentence"] == (
        "All 7 addresses done. For 12 persons it is unknown whether the message was handed over. "
        "For fewer than 10 persons the message was never handed over. "
        "It is not sent again by itself, so that "
        "nobody gets it twice. Tell the rest another way: call them, or knock on doors."
    )
    list_page = author.get("/notices/").content.decode()
    assert 'data-color="warning">Sent, something is unclear<' in list_page
    assert ">Sent<" not in list_page + page_of(author, dispatch)


@pytest.mark.parametrize("state", ["unknown", "given_up"])
def test_few_unclear_are_told_without_a_number(
    author: Client, dispatch: Dispatch, state: str
) -> None:
    reach(dispatch, delivered=6, **{state: 2})
    Chunk.objects.update(state="done")
    progress = progress_of(author, dispatch)
    assert progress["state"] == "Sent, something is unclear"
    assert "For some the message was not handed over" in progress["sentence"]
    assert "2" not in progress["sentence"]


def test_few_residents_are_not_counted_out(author: Client, dispatch: Dispatch) -> None:
    reach(dispatch, delivered=8, nobody=1)
    Chunk.objects.update(state="done")
    assert progress_of(author, dispatch)["people"] is None
    page = page_of(author, dispatch)
    assert "shown from 10 residents on" in page
    assert "8" not in re.findall(r"data-count>(\d*)<", page)
    assert "All 7 addresses done." in page


def test_the_report_tells_everything_that_was_decided(author: Client, dispatch: Dispatch) -> None:
    page = page_of(author, dispatch)
    for fact in (
        dispatch.purpose,
        dispatch.legal_basis,
        dispatch.department,
        dispatch.address_list.checksum,
        "godkjenner",
        "avsender",
        "Tapp opp vann",
        "not yet: when the last receipt",
    ):
        assert fact in page
    Dispatch.objects.update(keys_destroyed_at=timezone.now())
    assert "The key is destroyed" in page_of(author, dispatch)


def test_what_was_sent_is_shown_though_the_organisation_changes(
    world: World, author: Client, dispatch: Dispatch
) -> None:
    world.organisation.sms_sender = "Nytt navn"
    world.organisation.save()
    page = page_of(author, dispatch)
    assert "Proven" in page
    assert "Nytt navn" not in page


def test_asking_stops_when_nothing_can_change(author: Client, dispatch: Dispatch) -> None:
    reach(dispatch, accepted=1, delivered=11)
    Chunk.objects.update(state="done")
    assert progress_of(author, dispatch)["look_again_seconds"] == 15
    Attempt.objects.update(state="delivered")
    assert progress_of(author, dispatch)["look_again_seconds"] is None
    assert 'data-again=""' in page_of(author, dispatch)


def test_the_updates_are_never_kept_by_a_browser(author: Client, dispatch: Dispatch) -> None:
    answer = author.get(reverse("notices:progress", args=(dispatch.pk,)))
    assert "no-store" in answer["Cache-Control"]


def test_addresses_that_were_given_up_are_told(author: Client, dispatch: Dispatch) -> None:
    Chunk.objects.update(state="failed")
    progress = progress_of(author, dispatch)
    assert progress["state"] == "Ended, not complete"
    assert progress["sentence"] == "7 addresses of 7 were not done before the deadline."
    assert "Ended, not complete" in author.get("/notices/").content.decode()


def test_counts_that_do_not_add_up_are_told_to_the_operator_by_id_alone(
    dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    reach(dispatch, accepted=12, nobody=3)
    Chunk.objects.update(not_before=timezone.now() + datetime.timedelta(minutes=5))
    reconcile()
    assert not caplog.records
    Chunk.objects.update(address_count=F("address_count") + 1)
    reconcile()
    [record] = caplog.records
    assert record.getMessage() == f"the counts of dispatch {dispatch.pk} do not add up"
    caplog.clear()
    Chunk.objects.update(state="done")
    reconcile()
    assert not caplog.records


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_said_in_words(
    author: Client, dispatch: Dispatch, problem: Problem
) -> None:
    at = timezone.now() + datetime.timedelta(minutes=5)
    Chunk.objects.update(problem=problem.value, not_before=at)
    sentence = progress_of(author, dispatch)["sentence"]
    assert re.search(r"\w\. 0 of 7 addresses done\. Next try at \d\d[:.]\d\d\.$", sentence)
    assert problem.value not in sentence


@pytest.mark.parametrize("state", ["waiting", "working"])
def test_a_problem_is_told_while_it_is_tried_again_too(
    author: Client, dispatch: Dispatch, state: str
) -> None:
    Chunk.objects.update(
        state=state,
        problem=Problem.POPULATION_REGISTER_DOWN,
        not_before=timezone.now() - datetime.timedelta(seconds=1),
    )
    said = "The population register does not answer. 0 of 7 addresses done. Trying again now."
    assert progress_of(author, dispatch)["sentence"] == said


def test_the_list_tells_the_problem_too(author: Client, dispatch: Dispatch) -> None:
    trouble = "The population register does not answer."
    assert trouble not in author.get("/notices/").content.decode()
    Chunk.objects.update(problem=Problem.POPULATION_REGISTER_DOWN)
    assert trouble in author.get("/notices/").content.decode()
    Chunk.objects.update(state="done", problem="")
    assert trouble not in author.get("/notices/").content.decode()


def test_a_register_that_kept_many_back_makes_it_unclear(
    author: Client, dispatch: Dispatch
) -> None:
    Chunk.objects.update(state="done", problem=Problem.RESIDENTS_UNREAD, unread=10)
    progress = progress_of(author, dispatch)
    assert (progress["state"], progress["colour"]) == ("Sent, something is unclear", "warning")
    assert progress["sentence"] == (
        "All 7 addresses done. "
        "The population register did not answer for some persons; they are not told. "
        "It is unknown whether they live at the addresses. "
        "Tell the rest another way: call them, or knock on doors."
    )
    assert (
        'data-color="warning">Sent, something is unclear<'
        in author.get("/notices/").content.decode()
    )


def test_few_whom_the_register_kept_back_make_no_difference(
    author: Client, dispatch: Dispatch
) -> None:
    """One of them may be a person whom it protects."""
    reach(dispatch, delivered=20)
    Chunk.objects.update(state="done")
    before = progress_of(author, dispatch)
    Chunk.objects.update(unread=9)
    assert progress_of(author, dispatch) == before
    assert ">Sent<" in author.get("/notices/").content.decode()


COUNTS = dict.fromkeys(Counts.__dataclass_fields__, 0)


def test_a_register_that_is_down_in_norwegian() -> None:
    counted = Counts(**COUNTS | {"addresses": 2700, "addresses_done": 1840})
    at = timezone.make_aware(datetime.datetime(2036, 11, 23, 7, 32))
    with translation.override("nb"):
        sentence = wording._underway(counted, Waiting(Problem.POPULATION_REGISTER_DOWN, at))
    assert sentence == (
        "Folkeregisteret svarer ikke. 1\u202f840 av 2\u202f700 adresser ferdige. "
        "Nytt forsøk kl. 07.32."
    )


def test_what_was_handed_over_in_norwegian() -> None:
    counted = Counts(**COUNTS | {"residents": 3400, "accepted": 3000, "delivered": 112})
    with translation.override("nb"):
        people = people_in_words(counted)
    assert people.handed_over == "3\u202f112 overlevert"
    labels = {line.key: line.label for line in people.lines}
    assert labels["delivered"] == "levert"
    assert labels["not_delivered"] == "ikke levert"
    assert labels["unknown"] == "uavklart"
    assert labels["no_contact"] == "nås ikke digitalt"
