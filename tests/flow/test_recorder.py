"""A session is recorded, holds nobody's name, and plays again as it was, as often as one likes."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.app.world import World
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.errors import InvalidInput, RequestFailed
from kis_desktop.domain.event import FillReceived, OrderChanged
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order import CancelIntent, Order, OrderState, Request
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.domain.recording import PlayStatus
from kis_desktop.services.runtime import Runtime
from kis_desktop.services.topics import Topic
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.recording_block import MAGIC, Block, scan, unpack
from kis_desktop.storage.recording_file import RecordingFile
from tests.flow.conftest import MOMENT, Simulator, end_simulator, start_simulator
from tests.flow.trading_desk import SAMSUNG, buy
from tests.patience import PATIENCE_S

SYMBOLS = (SAMSUNG, "000660", "035420")
SEEN = Interest(quotes=frozenset(SYMBOLS), books=frozenset(SYMBOLS[:1]), focused=True)


@dataclass
class Screen:
    """All that a screen would have been told."""

    mailbox: Mailbox
    world: World
    latest: dict[tuple[Topic, str], object] = field(default_factory=dict)
    tape: dict[str, list[Trade]] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    fills: dict[tuple[str, int], tuple[object, ...]] = field(default_factory=dict)

    def look(self) -> None:
        frame = self.mailbox.drain()
        self.latest.update(frame.latest)
        for symbol, batch in frame.prints.items():
            assert not batch.lost
            self.tape.setdefault(symbol, []).extend(batch.trades)
        for event in frame.events:
            if isinstance(event, OrderChanged) and event.order.order_no:
                self.orders.append(event.order)
            elif isinstance(event, FillReceived):
                fill = event.fill
                key = (fill.order_no, fill.sequence)
                self.fills[key] = (fill.symbol, fill.side, fill.quantity, fill.price)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self.look()
                if condition():
                    return
                await asyncio.sleep(0.02)

    def is_live(self) -> bool:
        status = self.latest.get((Topic.CONNECTION, ""))
        return isinstance(status, ConnectionStatus) and status.state is LinkState.LIVE

    def has_ended(self) -> bool:
        status = self.latest.get((Topic.PLAY, ""))
        return isinstance(status, PlayStatus) and status.ended

    def values(self) -> dict[str, object]:
        """Everything that a trader would read off, without when this machine heard it."""
        quotes = [self.latest[Topic.QUOTE, symbol] for symbol in SYMBOLS]
        book = self.latest[Topic.BOOK, SAMSUNG]
        assert isinstance(book, OrderBook)
        # a request to cancel is known to the program alone that made it
        last = {one.order_no: one for one in self.orders if one.request is Request.NEW}
        return {
            "quotes": [without_receipt(one) for one in quotes if isinstance(one, Quote)],
            "book": without_receipt(book),
            "orders": {
                number: (one.symbol, one.side, one.state, one.quantity, one.filled, one.price)
                for number, one in sorted(last.items())
            },
            "fills": self.fills,
        }

    def prints(self) -> dict[str, list[object]]:
        """The tape of each symbol in its order."""
        return {
            symbol: [without_receipt(trade) for trade in trades]
            for symbol, trades in self.tape.items()
        }


def without_receipt(value: msgspec.Struct) -> dict[str, object]:
    return {
        name: told for name, told in msgspec.structs.asdict(value).items() if name != "received"
    }


@contextlib.asynccontextmanager
async def screen(options: Options, redactor: Redactor) -> AsyncIterator[Screen]:
    mailbox = Mailbox()
    profile = open_profile(options, redactor)
    runtime = Runtime(mailbox)
    try:
        world = await World.open(profile, mailbox, runtime, redactor)
        running = asyncio.ensure_future(runtime.run(world.services.supervised()))
        try:
            await world.services.market_data.set_interest("test", SEEN)
            yield Screen(mailbox, world)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await world.close()
    finally:
        runtime.close()
        profile.close()


@dataclass
class Session:
    """What was recorded, and what the screen showed when it ended."""

    file: Path
    simulator: Simulator
    redactor: Redactor
    values: dict[str, object]
    prints: dict[str, list[object]]


async def act(simulator: Simulator, file: Path) -> Session:
    """Prices, an order that is filled, one that rests and one that is cancelled."""
    redactor = Redactor()
    options = Options(time.perf_counter(), simulator=simulator.file, record=file)
    async with screen(options, redactor) as desk:
        orders = desk.world.services.orders
        await desk.until(desk.is_live)
        await desk.until(lambda: desk.world.client.stream.notices_live)
        await desk.until(lambda: (Topic.QUOTE, SYMBOLS[-1]) in desk.latest)
        await orders.submit(buy("filled"))
        await orders.submit(buy("rests", 2, 70_000))
        away = await orders.submit(buy("away", 4, 71_000))
        await asyncio.sleep(0.5)
        await orders.cancel(CancelIntent("take away", away.order_no))
        await desk.until(
            lambda: (
                {order.state for order in desk.orders}
                >= {OrderState.FILLED, OrderState.WORKING, OrderState.CANCELLED}
            )
        )
        await asyncio.sleep(2.0)
        desk.world.client.stream.tap = None
        desk.world.client.tap_rest(None)
        desk.look()
        return Session(file, simulator, redactor, desk.values(), desk.prints())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("recorded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIS_DESKTOP_HOME", str(folder / "home"))
        process, simulator = start_simulator(
            folder / "ready.json", "--clock", MOMENT, "--no-limits", "--seed", "11"
        )
        try:
            yield asyncio.run(act(simulator, folder / "session.kisrec"))
        finally:
            end_simulator(process)


async def play(file: Path, speed: float, shown: dict[str, object]) -> Screen:
    """The same screen on the recording, until it is over and shows what it is to show."""
    async with screen(Options(time.perf_counter(), replay=file, speed=speed), Redactor()) as desk:
        await desk.until(desk.has_ended)
        with contextlib.suppress(TimeoutError):  # what differs is told by whoever asked
            await desk.until(lambda: desk.values() == shown)
        return desk


def test_two_replays_are_the_same_and_like_the_session(session: Session) -> None:
    first = asyncio.run(play(session.file, 1, session.values))
    second = asyncio.run(play(session.file, 4, session.values))
    assert first.prints() == second.prints() == session.prints
    assert first.values() == second.values()
    assert first.values() == session.values
    assert sum(map(len, session.prints.values())) > 30


def raw(file: Path) -> str:
    """Everything that a recording holds, unpacked."""
    with file.open("rb") as opened:
        found = [one for one in scan(opened, len(MAGIC)) if isinstance(one, Block)]
        return b"\n".join(unpack(opened, block) or b"" for block in found).decode()


def test_no_secret_and_nobodys_name_is_in_a_recording(session: Session) -> None:
    ready = session.simulator.ready
    number, _, product = ready["accounts"]["stock"].partition("-")
    text = raw(session.file)
    assert len(text) > 100_000
    assert "H0STCNI0" in text
    assert "inquire-balance" in text
    secrets = [ready["appkey"], ready["appsecret"], ready["hts_id"], number, number + product]
    assert [secret for secret in secrets if secret in text] == []
    assert session.redactor.clean(text) == text  # tokens and keys too, in every form
    assert "approval_key" not in text
    assert "0000000101^" in text  # our notices, under the alias of our account
    assert session.redactor.clean(session.file.read_bytes().decode("latin-1")) == (
        session.file.read_bytes().decode("latin-1")
    )


def test_a_recording_says_what_is_in_it(session: Session) -> None:
    with RecordingFile(session.file) as opened:
        told = opened.summary()
        assert opened.trading_day == "2026-11-20"
        assert {one.symbol for one in opened.instruments()} >= set(SYMBOLS)
    assert told.channels["H0STCNI0"] >= 1  # a frame may tell of several orders
    assert told.endpoints["domestic_stock/order_cash"] == 3
    assert (told.lost, told.damaged, told.unread) == (0, 0, 0)


async def try_to_send(file: Path) -> tuple[str, ...]:
    """What is told to somebody who orders in a replay, or asks for what was not recorded."""
    options = Options(time.perf_counter(), replay=file, speed=100)
    async with screen(options, Redactor()) as desk:
        await desk.until(desk.has_ended)
        with pytest.raises(InvalidInput) as refused:
            await desk.world.services.orders.submit(buy("new"))
        with pytest.raises(RequestFailed) as unknown:
            await desk.world.client.quotes.quote("068270")
        title = desk.world.services.clock.now().date().isoformat()
        lacking = unknown.value.message
        return refused.value.message.id, lacking.id, lacking.original, title


def test_a_replay_sends_nothing_and_keeps_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home_of_its_own: Path
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a replay reached for the network")

    monkeypatch.setattr(socket.socket, "connect", never)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told = asyncio.run(try_to_send(session.file))
    assert told == ("recorder.no_orders", "recorder.not_recorded", "주식현재가 시세", "2026-11-20")
    assert list(tmp_path.glob("kis-desktop-replay-*")) == []
    assert not home_of_its_own.exists()
