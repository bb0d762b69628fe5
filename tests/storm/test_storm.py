"""Orders in any weather: sent at most once, never lost, and in the end as the server has them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.flow.conftest import Simulator, end_simulator, start_simulator
from tests.storm.program import Mother
from tests.storm.storm import Storm
from tests.storm.weather import Step, every_fault, plans

RUNS = 30


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    file = tmp_path_factory.mktemp("storm") / "ready.json"
    clock = "2026-11-20T10:12:00+09:00"
    process, simulator = start_simulator(file, "--clock", clock, "--seed", "7", "--no-limits")
    yield simulator
    end_simulator(process)


@pytest.fixture(scope="module")
def mother() -> Iterator[Mother]:
    with Mother() as mother:
        yield mother


def weather(simulator: Simulator, mother: Mother, plan: list[Step]) -> None:
    simulator.post("reset")
    with tempfile.TemporaryDirectory() as home:
        Storm(mother, simulator, Path(home)).run(plan)


@pytest.mark.parametrize("plan", every_fault())
def test_every_fault_is_met_and_an_order_is_sent_once(
    simulator: Simulator, mother: Mother, plan: list[Step]
) -> None:
    weather(simulator, mother, plan)


def test_a_twin_from_elsewhere_is_not_taken_for_ours(simulator: Simulator, mother: Mother) -> None:
    lost = {"kind": "silence_after_acceptance", "ms": 3_000}
    weather(simulator, mother, [Step("submit", fault=lost), Step("elsewhere"), Step("restart")])


@pytest.mark.timeout(600)
@settings(
    max_examples=RUNS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(plans(patient=False))
def test_whatever_happens_an_order_is_sent_once_and_never_lost(
    simulator: Simulator, mother: Mother, plan: list[Step]
) -> None:
    weather(simulator, mother, plan)
