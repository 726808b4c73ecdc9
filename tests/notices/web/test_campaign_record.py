"""The signed record of a dispatch: whole, without persons, and verified by openssl alone."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from geotarget.domain.roles import Role
from geotarget.notices.models import Dispatch, Notice
from geotarget.notices.send import send
from geotarget.organisations.models import AuditEntry
from tests.notices.web.conftest import SignIn, make_member
from tests.notices.world import World


@pytest.fixture
def dispatch(world: World, approved: Notice) -> Dispatch:
    return send(approved, user=world.author)


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(make_member(world.organisation, "noen", Role.SENDER))


def unpacked(client: Client, dispatch: Dispatch, folder: Path) -> Path:
    answer = client.post(reverse("notices:campaign_record", args=(dispatch.pk,)))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    return folder


def is_verified(folder: Path) -> bool:
    command = ["openssl", "dgst", "-sha256", "-verify", "public-key.pem"]
    command += ["-signature", "utsending.json.sig", "utsending.json"]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0


def test_openssl_verifies_it_and_nothing_else(
    client: Client, dispatch: Dispatch, tmp_path: Path
) -> None:
    folder = unpacked(client, dispatch, tmp_path)
    assert is_verified(folder)
    assert "openssl dgst -sha256 -verify" in (folder / "README.txt").read_text()
    file = folder / "utsending.json"
    file.write_text(file.read_text().replace(dispatch.headline, "Noe annet"))
    assert not is_verified(folder)


def test_what_is_in_it(client: Client, dispatch: Dispatch, tmp_path: Path) -> None:
    record = json.loads((unpacked(client, dispatch, tmp_path) / "utsending.json").read_text())
    assert record["dispatch"]["content_sha256"] == dispatch.approval.content_hash
    assert [each["approver"] for each in record["approvals"]] == [
        dispatch.approval.approver.get_username()
    ]
    assert record["text"]["sms"].startswith(dispatch.sms_text)
    listed = dispatch.address_list
    assert record["addresses"]["sha256"] == listed.checksum
    assert record["addresses"]["selection"] == listed.drawing
    assert record["addresses"]["address_count"] == listed.address_count
    assert record["result"]["addresses"] == listed.address_count
    assert record["result"]["persons"] is None, "fewer than ten have been found"
    assert record["history"][-1]["who"] == "noen"
    assert AuditEntry.objects.filter(act="campaign_record", actor__username="noen").count() == 1
