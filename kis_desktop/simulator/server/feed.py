"""From what the market tells to what each session is sent: frames, built once for all readers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server import pictures
from kis_desktop.simulator.server.channels import all_channels, trades
from kis_desktop.simulator.server.channels.notices import is_reported, notice_record
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.channels.trades import DayFigures, trade_record
from kis_desktop.simulator.server.cipher import notice_key
from kis_desktop.simulator.server.faults import Fault, FaultBox
from kis_desktop.simulator.server.greetings import Greetings
from kis_desktop.simulator.server.outbox import Outbox
from kis_desktop.simulator.server.pictures import Pictures
from kis_desktop.simulator.server.polled import PolledChannels
from kis_desktop.simulator.server.registrations import Registration, Registrations
from kis_desktop.simulator.server.settings import Widths, World
from kis_desktop.simulator.views import Board, OrderEvent, Print

RECORDS_IN_A_FRAME = 40
PLAIN, ENCRYPTED = "0", "1"
BOARDS = {**trades.CHANNELS, **pictures.BOARDS}
TRADES_OF = {board: tr_id for tr_id, board in trades.CHANNELS.items()}


@dataclass(eq=False, slots=True)
class Reader:
    """One session as the feed sees it."""

    registrations: Registrations
    outbox: Outbox
    wake: Callable[[], None]
    """tells the sender that the outbox is not empty"""
    cut: Callable[[], None]
    """ends a session whose reader is too far behind"""


class Feed:
    """Gathers between two flushes, then writes; lives on the server's loop."""

    def __init__(
        self,
        *,
        market: Market,
        world: World,
        faults: FaultBox,
        notice_channel: str,
        hts_id: str,
        later: Callable[[float, Callable[[], None]], object],
        monotonic: Callable[[], float],
        widths: Widths,
    ) -> None:
        self._market = market
        self._faults = faults
        self._notice_channel = notice_channel
        self._hts_id = hts_id
        self._later = later
        self.widths = widths
        self._readers: dict[Registration, list[Reader]] = {}
        self._prints: dict[Registration, list[Print]] = {}
        self._changed: dict[Registration, None] = {}
        """of which a new picture is due"""
        self._pictures = Pictures(market)
        self._polled = PolledChannels(market, world, monotonic)
        self._greetings = Greetings(market, self._pictures, monotonic)
        self._world = world
        self._deals: list[DealEvent] = []
        self._events: list[OrderEvent] = []
        self._held_notices: list[str] = []
        """what a `reorder_notices` fault holds back"""
        self._figures: dict[str, DayFigures] = {}
        self.frames = 0
        self.prints = 0
        market.listeners.on_print = self._on_print
        market.listeners.on_book = self._on_book
        market.listeners.on_other_print = self._on_other_print
        market.listeners.on_other_book = self._on_other_book
        market.is_watched = self.watches
        market.listeners.on_order = self._events.append
        market.listeners.on_deal = self._deals.append

    def set_widths(self, fault: Fault) -> None:
        """Record widths of a `widths` fault."""
        self.widths = Widths(fault.number("trade"), fault.number("book"), fault.number("notice"))

    def add(self, reader: Reader, registration: Registration) -> None:
        """A session has registered."""
        self._readers.setdefault(registration, []).append(reader)
        self._wake(registration)
        self._pictures.begin(registration)
        self._polled.add(registration)
        self._greetings.expect(registration)

    def remove(self, reader: Reader, registrations: Iterable[Registration]) -> None:
        """A session has unregistered, or is gone."""
        for registration in registrations:
            readers = self._readers.get(registration, [])
            if reader in readers:
                readers.remove(reader)
            if not readers:
                self._readers.pop(registration, None)
                self._polled.remove(registration)
                self._greetings.spoke(registration)

    def wake(self) -> None:
        """Wakes what sessions look at, after the market has begun anew."""
        for registration in self._readers:
            self._wake(registration)

    def watches(self, symbol: str, board: Board) -> bool:
        """Whether a session looks at an instrument's prices on an exchange or on both."""
        return any(
            (tr_id, symbol) in self._readers
            for tr_id, shown in BOARDS.items()
            if shown is board or shown is Board.UNIFIED
        )

    def step(self) -> None:
        """Lets the market go on to now, then flushes."""
        self._market.advance()
        self.flush()

    def flush(self) -> None:
        """Sends what has gathered, of one moment: notices, prints, pictures."""
        with self._market.standing():
            self._flush_notices()
            self._flush_deals()
            self._flush_prints()
            self._flush_pictures()
            self._flush_polled()
            for registration, record in self._greetings.due(self.widths):
                self._send(registration, f"{PLAIN}|{registration[0]}|001|{record}")

    def forget(self) -> None:
        """Drops what has gathered."""
        self._prints.clear()
        self._changed.clear()
        self._events.clear()
        self._deals.clear()
        self._held_notices.clear()
        self._figures.clear()
        self._polled.begin_anew()

    def forget_figures(self) -> None:
        """Takes the figures of the day anew: the clock has been set."""
        self._figures.clear()
        self._polled.begin_anew()

    def _wake(self, registration: Registration) -> None:
        """Wakes what a registration shows; an issue that the NXT doesn't have stays silent."""
        tr_id, symbol = registration
        board = BOARDS.get(tr_id)
        if board is None or self._market.universe.find(symbol) is None:
            return
        if board is not Board.NXT or self._market.trades_on_nxt(symbol):
            self._market.wake(symbol, board)

    def _on_print(self, symbol: str, prints: tuple[Print, ...]) -> None:
        self._on_other_print(Board.KRX, symbol, prints)
        if not self._market.trades_on_nxt(symbol):
            self._on_other_print(Board.UNIFIED, symbol, prints)

    def _on_book(self, symbol: str) -> None:
        self._on_other_book(Board.KRX, symbol)
        if not self._market.trades_on_nxt(symbol):
            self._on_other_book(Board.UNIFIED, symbol)

    def _on_other_print(self, board: Board, symbol: str, prints: tuple[Print, ...]) -> None:
        registration = (TRADES_OF[board], symbol)
        if registration in self._readers:
            self._prints.setdefault(registration, []).extend(prints)

    def _on_other_book(self, board: Board, symbol: str) -> None:
        for tr_id in pictures.OF_BOARD[board]:
            if (tr_id, symbol) in self._readers:
                self._changed[tr_id, symbol] = None

    def _flush_prints(self) -> None:
        gathered, self._prints = self._prints, {}
        for registration, prints in gathered.items():
            if self._faults.mutes(registration[1]):
                continue
            for start in range(0, len(prints), RECORDS_IN_A_FRAME):
                self._send_prints(registration, prints[start : start + RECORDS_IN_A_FRAME])

    def _send_prints(self, registration: Registration, prints: list[Print]) -> None:
        width = self.widths.trade
        records = [
            trade_record(entry, self._figures_of(entry.symbol, entry), width) for entry in prints
        ]
        frame = f"{PLAIN}|{registration[0]}|{len(records):03d}|{self._cut('^'.join(records))}"
        self.prints += len(records)
        self._send(registration, frame)

    def _cut(self, payload: str) -> str:
        """The payload, or what a fault takes from it or puts behind it."""
        short = self._faults.take("short_record")
        if short is not None:
            return payload.rsplit("^", short.number("fields"))[0]
        long = self._faults.take("long_record")
        return payload if long is None else payload + "^0" * long.number("fields")

    def _flush_pictures(self) -> None:
        changed, self._changed = self._changed, {}
        for registration in changed:
            tr_id, symbol = registration
            if self._faults.mutes(symbol):
                continue
            record = self._pictures.record(registration, self.widths.book)
            if record is None:
                continue
            frame = f"{PLAIN}|{tr_id}|001|{record}"
            self._greetings.spoke(registration)
            for reader in self._readers.get(registration, ()):
                reader.outbox.put_book(f"{tr_id}:{symbol}", frame)
                self._sent(reader)

    def _flush_polled(self) -> None:
        for registration, frame in self._polled.frames():
            if self._faults.mutes(registration[1]):
                continue
            self._send(registration, frame)

    def _send(self, registration: Registration, frame: str) -> None:
        self._greetings.spoke(registration)
        for reader in self._readers.get(registration, ()):
            reader.outbox.put(frame)
            self._sent(reader)

    def _flush_deals(self) -> None:
        """Notices of the other markets in their order, each by the channels that cover it."""
        deals = self._deals[:]
        self._deals.clear()
        if not deals:
            return
        notices = [
            (tr_id, channel)
            for tr_id, channel in all_channels(self._world).items()
            if isinstance(channel, Noticed)
        ]
        told = (
            (tr_id, channel.text(event, self._hts_id))
            for event in deals
            for tr_id, channel in notices
            if channel.covers(event)
        )
        for tr_id, records in groupby(told, key=itemgetter(0)):
            self._send_encrypted(tr_id, [text for _, text in records])

    def _figures_of(self, symbol: str, entry: Print | None) -> DayFigures:
        figures = self._figures.get(symbol)
        today = entry.day if entry is not None else self._market.trade_date
        if figures is None or figures.day != today:
            listing = self._market.universe.find(symbol)
            assert listing is not None
            figures = DayFigures.of(
                self._market.snapshot(symbol),
                listing.listed_shares,
                halted=listing.halted,
                before=self._market.minute_bars(symbol, previous_trading_day(today)),
            )
            self._figures[symbol] = replace(figures, day=today)
        return figures

    def _flush_notices(self) -> None:
        events = [event for event in self._events if is_reported(event)]
        self._events.clear()
        records: list[str] = []
        for event in events:
            records.extend(self._notices_of(event))
        self._send_notices(records)

    def _notices_of(self, event: OrderEvent) -> list[str]:
        """None for a lost notice, two for a doubled one, one ordinarily."""
        listing = self._market.universe.find(event.order.symbol)
        name = listing.name if listing else ""
        record = notice_record(event, self._hts_id, name, self.widths.notice)
        if self._faults.take("lost_notice") is not None:
            return []
        late = self._faults.take("late_notice")
        if late is not None:
            self._later(late.number("ms") / 1000, lambda: self._send_notices([record]))
            return []
        reordered = self._faults.take("reorder_notices")
        if reordered is not None:
            self._held_notices.append(record)
            self._later(reordered.number("ms") / 1000, self._send_held)
            return []
        times = 2 if self._faults.take("duplicate_notice") is not None else 1
        return [record] * times + self._taken_held()

    def _taken_held(self) -> list[str]:
        held, self._held_notices = self._held_notices, []
        return held

    def _send_held(self) -> None:
        self._send_notices(self._taken_held())

    def tell_all(self, text: str) -> None:
        """Sends every session a text that stands for itself."""
        for reader in {id(one): one for held in self._readers.values() for one in held}.values():
            reader.outbox.put(text)
            self._sent(reader)

    def _send_notices(self, records: list[str]) -> None:
        self._send_encrypted(self._notice_channel, records)

    def _send_encrypted(self, tr_id: str, records: list[str]) -> None:
        if not records:
            return
        for reader in self._readers.get((tr_id, self._hts_id), ()):
            key = reader.registrations.keys[tr_id]
            if self._faults.take("wrong_key") is not None:
                key = notice_key("a key that nobody was told")
            payload = key.encrypted("^".join(records))
            reader.outbox.put(f"{ENCRYPTED}|{tr_id}|{len(records):03d}|{payload}")
            self._sent(reader)

    def _sent(self, reader: Reader) -> None:
        self.frames += 1
        if reader.outbox.overflowed:
            reader.cut()
        else:
            reader.wake()
