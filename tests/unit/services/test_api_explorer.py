"""The explorer's service: what it asks, what it refuses, and what it tells of channels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path

import pytest

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.api_page import ApiPage, ChannelRows
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.services.api_explorer import CHANNELS, ApiExplorer, ChannelTail, ExplorerWorld
from kis_desktop.services.runtime import Runtime
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S

TRADES, BOOKS = "domestic_stock/ccnl_krx", "domestic_stock/asking_price_krx"
PRICE = "domestic_stock/inquire_price"


def page(endpoint_id: str = PRICE) -> ApiPage:
    return ApiPage(
        endpoint_id=endpoint_id,
        tr_id="FHKST01010100",
        url="http://127.0.0.1:1/x",
        sent=(),
        fields=(),
        status=200,
        ok=True,
        code="MCA00000",
        text="정상",
        headers=(),
        body="{}",
        blocks=(),
        unknown=(),
        seconds=0.004,
        waited=0.0,
    )


class Source:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], str, dict[str, str] | None]] = []

    async def explore(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        *,
        choice: str = "",
        position: Mapping[str, str] | None = None,
    ) -> ApiPage:
        following = None if position is None else dict(position)
        self.asked.append((endpoint_id, dict(fields), choice, following))
        return page(endpoint_id)


class Line:
    """A realtime line that serves what it is told to serve."""

    def __init__(self) -> None:
        self.on_channel: Callable[[ChannelRows], None] = lambda _: None
        self.wanted: tuple[tuple[str, str], ...] = ()
        self.refuses = ""

    def told(self) -> tuple[tuple[str, str], ...]:
        """What is wanted now."""
        return self.wanted

    def want_channels(self, wanted: Sequence[tuple[str, str]]) -> None:
        if any(channel_id == self.refuses for channel_id, _ in wanted):
            raise InvalidInput(message("kis.not_in_paper"))
        self.wanted = tuple(wanted)


class Scene:
    """A service between a source and a line of the test's own."""

    def __init__(self, runtime: Runtime, mailbox: Mailbox) -> None:
        self.source, self.line, self.mailbox = Source(), Line(), mailbox
        self.explorer = ApiExplorer(
            self.source,
            self.line,
            runtime.worker("disk"),
            mailbox,
            ExplorerWorld("http://127.0.0.1:1", is_paper=False),
        )

    def bring(self, count: int, channel_id: str = TRADES) -> None:
        rows = tuple((str(number), "96600") for number in range(count))
        self.line.on_channel(ChannelRows(channel_id, "H0STCNT0", ("A", "B"), rows, 1.0))

    async def tail(self, channel_id: str = TRADES) -> ChannelTail:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                told = self.mailbox.drain().latest.get((Topic.CHANNEL, channel_id))
                if isinstance(told, ChannelTail):
                    return told
                await asyncio.sleep(0.01)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    mailbox = Mailbox()
    runtime = Runtime(mailbox)
    made = Scene(runtime, mailbox)
    yield made
    await made.explorer.leave_all()
    runtime.close()


async def test_the_directory_holds_every_endpoint_and_channel(scene: Scene) -> None:
    lines = await scene.explorer.directory()
    found = {(line.id, line.is_channel) for line in lines}
    assert {(PRICE, False), (TRADES, True)} <= found
    assert len(found) == len(lines) > 330


async def test_a_question_is_handed_on_with_choice_and_position(scene: Scene) -> None:
    got = await scene.explorer.ask(PRICE, {"A": "1"}, "buy", (("KEY", "k"),))
    assert got.endpoint_id == PRICE
    assert scene.source.asked == [(PRICE, {"A": "1"}, "buy", {"KEY": "k"})]


@pytest.mark.parametrize("endpoint_id", ["domestic_stock/order_cash", "auth/auth_token"])
async def test_orders_and_keys_are_not_asked_from_here(scene: Scene, endpoint_id: str) -> None:
    with pytest.raises(InvalidInput):
        await scene.explorer.ask(endpoint_id, {})
    assert scene.source.asked == []


async def test_a_channel_is_wanted_once_and_given_back(scene: Scene) -> None:
    await scene.explorer.listen(TRADES, "005930")
    await scene.explorer.listen(TRADES, "005930")
    await scene.explorer.listen(BOOKS, "000660")
    assert scene.line.told() == ((TRADES, "005930"), (BOOKS, "000660"))
    await scene.explorer.leave(TRADES, "005930")
    assert scene.line.told() == ((BOOKS, "000660"),)
    await scene.explorer.leave_all()
    assert scene.line.told() == ()


async def test_a_refused_channel_is_not_kept(scene: Scene) -> None:
    scene.line.refuses = BOOKS
    await scene.explorer.listen(TRADES, "005930")
    with pytest.raises(InvalidInput):
        await scene.explorer.listen(BOOKS, "005930")
    await scene.explorer.listen(TRADES, "000660")
    assert scene.line.told() == ((TRADES, "005930"), (TRADES, "000660"))


async def test_more_channels_than_the_explorer_may_take_are_refused(scene: Scene) -> None:
    for number in range(CHANNELS):
        await scene.explorer.listen(TRADES, f"{number:06}")
    with pytest.raises(InvalidInput) as refused:
        await scene.explorer.listen(TRADES, "999999")
    assert refused.value.message.id == "explorer.too_many_channels"
    assert len(scene.line.wanted) == CHANNELS


async def test_records_are_told_together_with_their_count(scene: Scene) -> None:
    await scene.explorer.listen(TRADES, "005930")
    scene.bring(3)
    scene.bring(2)
    tail = await scene.tail()
    assert (tail.total, len(tail.rows), tail.columns) == (5, 5, ("A", "B"))


async def test_a_flood_keeps_the_newest_records_and_counts_all(scene: Scene) -> None:
    await scene.explorer.listen(TRADES, "005930")
    scene.bring(5_000)
    tail = await scene.tail()
    assert (tail.total, len(tail.rows)) == (5_000, 2_000)
    assert tail.rows[-1] == ("4999", "96600")


async def test_records_of_a_channel_that_was_left_are_not_told(scene: Scene) -> None:
    await scene.explorer.listen(TRADES, "005930")
    scene.bring(1)
    await scene.explorer.leave(TRADES, "005930")
    scene.bring(1)
    await asyncio.sleep(0.12)
    assert (Topic.CHANNEL, TRADES) not in scene.mailbox.drain().latest


async def test_a_file_is_written_or_its_failure_told(scene: Scene, tmp_path: Path) -> None:
    await scene.explorer.save(tmp_path / "a.csv", b"a,b")
    assert (tmp_path / "a.csv").read_bytes() == b"a,b"
    with pytest.raises(StorageFailed) as failed:
        await scene.explorer.save(tmp_path / "none" / "a.csv", b"a,b")
    assert failed.value.message.id == "explorer.not_saved"
