"""Orders in any weather: sent at most once, never lost, and in the end as the server has them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.flow.conftest import Simulator, end_simulator, start_simulator
from tests.storm.program import Mother
from tests.storm.storm import Storm
from tests.storm.weather import Step, plans

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


@pytest.mark.timeout(600)
@settings(
    max_examples=RUNS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(plans(patient=False))
@example([Step("submit", fault={"kind": "timeout_after_acceptance"}), Step("restart")])
@example([Step("submit", die_at=2, die_after=True), Step("restart")])
@example([Step("submit", die_at=3), Step("wait")])
@example(
    [
        Step("submit", fault={"kind": "silence_after_acceptance", "ms": 3_000}),
        Step("elsewhere"),
        Step("restart"),
    ]
)
def test_whatever_happens_an_order_is_sent_once_and_never_lost(
    simulator: Simulator, mother: Mother, plan: list[Step]
) -> None:
    simulator.post("reset")
    with tempfile.TemporaryDirectory() as home:
        Storm(mother, simulator, Path(home)).run(plan)
