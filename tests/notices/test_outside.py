"""The settings choose the door to Folkeregisteret: Skatteetaten's own, or that of KS Fiks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import jwt
import pytest

from geotarget.notices import outside
from geotarget.notices.held import held_up
from geotarget.notices.models import Dispatch
from geotarget.registers.errors import NotAuthorised
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, send_to
from tests.notices.outside import forget_clients
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=4) for n in range(1, 5)]
    settle(world, rows)
    return send_to(world, rows)


@pytest.fixture
def fiks(world: World, simulators: Simulators, tmp_path: Path, settings: Any) -> dict[str, Any]:
    password = tmp_path / "fiks-password"
    password.write_text("hemmelig\n")
    number = world.organisation.territory.get().register_organisation_number
    chosen = {
        "folkeregisteret_door": "fiks",
        "fiks_integration_id": "id-1",
        "fiks_password_file": str(password),
        "fiks_roles": {number: "rolle-1"},
    }
    settings.REGISTERS = settings.REGISTERS | chosen
    outside.registers_for.cache_clear()
    return settings.REGISTERS


def test_residents_are_found_through_ks_fiks(
    world: World, dispatch: Dispatch, simulators: Simulators, fiks: dict[str, Any]
) -> None:
    [number] = fiks["fiks_roles"]
    door = outside._fiks(number)
    assert door.persons_url == f"{simulators.url}/folkeregister/api/v1/rolle-1/v1/personer"
    assert door.access.headers(fresh=False)["IntegrasjonPassord"] == "hemmelig"
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))


@pytest.mark.parametrize(
    ("missing", "advice"),
    [({"fiks_roles": {}}, "FIKS_ROLES"), ({"fiks_password_file": "/none"}, "FIKS_PASSWORD_FILE")],
)
def test_what_the_settings_lack_is_said_and_nothing_is_lost(
    dispatch: Dispatch,
    simulators: Simulators,
    fiks: dict[str, Any],
    missing: dict[str, Any],
    advice: str,
) -> None:
    [number] = fiks["fiks_roles"]
    whole = dict(fiks)
    fiks.update(missing)
    with pytest.raises(NotAuthorised, match=advice):
        outside.registers_for(number)
    deliver_all()
    held = held_up(dispatch)
    assert held is not None
    assert held.problem == "not_authorised"
    fiks.update(whole)
    deliver_all()
    assert arrived(simulators)


def test_in_training_nobody_is_told_and_nothing_tells_who_would_be(
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.TRAINING = True
    deliver_all()
    printed = capsys.readouterr().out
    assert printed.count("--- not sent") == len(set(world.reached_by.values()))
    assert not [to for to in world.reached_by.values() if to in printed]
    assert not arrived(simulators)


def claims_of(headers: dict[str, str]) -> dict[str, Any]:
    token = headers["Authorization"].removeprefix("Bearer ")
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


@pytest.mark.parametrize("is_supplier", [True, False])
def test_a_supplier_asks_on_behalf_of_the_municipality_alone(
    world: World, dispatch: Dispatch, simulators: Simulators, settings: Any, is_supplier: bool
) -> None:
    """At Folkeregisteret, the contact register and Altinn; at KS Fiks the role says for whom."""
    settings.REGISTERS = settings.REGISTERS | {"is_supplier": is_supplier}
    forget_clients()
    number = "910825518"  # not the one that the simulator has for the supplier itself
    registers = outside.registers_for(number)
    asking = [registers.population._asking, registers.contacts._asking]
    proofs = [each._access.headers(fresh=False) for each in asking]
    proofs.append(outside._altinn_access(number).headers(fresh=False))
    for proof in proofs:
        claims = claims_of(proof)
        assert ("supplier" in claims) is is_supplier
        assert (claims["consumer"]["ID"] == f"0192:{number}") is is_supplier
    forget_clients()
