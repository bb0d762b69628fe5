"""What a fill costs: kept in a file of its own, told to the screen."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.event import Logged
from kis_desktop.domain.fee import CommissionRate, FeeProfile
from kis_desktop.services.fees import Fees
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic
from kis_desktop.storage.fee_file import FeeFile
from tests.unit.services.order_desk import Screen

USUAL = load_market_rules("krx").fees()
OWN = FeeProfile((CommissionRate(Decimal("0.00015"), "stock", date(2026, 1, 1)),))


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker("fees-test")
    yield worker
    worker.close()


async def test_without_a_profile_the_usual_commission_holds(tmp_path: Path, worker: Worker) -> None:
    fees = Fees(USUAL, FeeFile(tmp_path / "fees.toml"), worker, Screen())
    await fees.load()
    assert fees.schedule == USUAL


async def test_a_profile_is_kept_and_told(tmp_path: Path, worker: Worker) -> None:
    screen = Screen()
    await Fees(USUAL, FeeFile(tmp_path / "fees.toml"), worker, screen).set_profile(OWN)
    again = Fees(USUAL, FeeFile(tmp_path / "fees.toml"), worker, screen)
    await again.load()
    assert await again.profile() == OWN
    assert screen.values[Topic.FEES, ""] == again.schedule
    assert again.schedule.fee(Decimal(1_000_000), "stock", date(2026, 11, 20)) == 150


async def test_a_profile_that_cannot_be_is_refused(tmp_path: Path, worker: Worker) -> None:
    fees = Fees(USUAL, FeeFile(tmp_path / "fees.toml"), worker, Screen())
    with pytest.raises(InvalidInput) as refused:
        await fees.set_profile(FeeProfile((*OWN.commissions, CommissionRate(Decimal("0.5")))))
    assert refused.value.message.arguments == {"place": 2}
    assert not (tmp_path / "fees.toml").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[[commissions]]\npercent = "50"\n', "fees.kept_faulty"),
        ('[[commissions]]\npercent = "cheap"\n', "storage.text_damaged"),
        ("[[commissions]]\nkind = 5\n", "storage.text_damaged"),
        ("not toml", "storage.text_damaged"),
    ],
)
async def test_a_damaged_file_is_told_and_the_usual_commission_holds(
    tmp_path: Path, worker: Worker, content: str, told: str
) -> None:
    (tmp_path / "fees.toml").write_text(content)
    screen = Screen()
    fees = Fees(USUAL, FeeFile(tmp_path / "fees.toml"), worker, screen)
    await fees.load()
    assert fees.schedule == USUAL
    assert [each.message.id for each in screen.events if isinstance(each, Logged)] == [told]


def test_the_file_reads_like_a_contract(tmp_path: Path) -> None:
    file = FeeFile(tmp_path / "fees.toml")
    free = CommissionRate(Decimal(0), "", date(2026, 1, 1), date(2026, 6, 30))
    file.save(FeeProfile((free, CommissionRate(Decimal("0.000140527")))))
    text = (tmp_path / "fees.toml").read_text()
    assert 'percent = "0"\nsince = 2026-01-01\nuntil = 2026-06-30\n' in text
    assert 'percent = "0.0140527"\n' in text
    assert file.load() == FeeProfile((free, CommissionRate(Decimal("0.000140527"))))
