"""What a frame may tell: only what can be true is handed on, the rest goes into quarantine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.domain.api_page import ChannelRows
from kis_desktop.domain.message import Message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.kis.channels import Channels
from kis_desktop.kis.credentials import Account
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.frame_reader import FrameReader
from kis_desktop.kis.quarantine import Quarantine
from tests.unit.kis.line_peer import BOOK, TRADE

DAY = date(2026, 11, 19)
LIMITED = Quote("005930", limit_up=Decimal(91_000), limit_down=Decimal(49_000), trade_date=DAY)


class Listener:
    """Keeps what it hears."""

    def __init__(self, quote: Quote | None = None) -> None:
        self.trades: list[Trade] = []
        self.books: list[OrderBook] = []
        self.said: list[Message] = []
        self.quarantine = Quarantine()
        self.notices: list[Notice] = []
        self.channels: list[ChannelRows] = []
        self.find_quote: Callable[[str], Quote | None] = lambda _: quote
        self.on_trades: Callable[[str, Sequence[Trade]], None] = self.take_trades
        self.on_book: Callable[[OrderBook], None] = self.books.append
        self.on_notice: Callable[[Notice], None] = self.notices.append
        self.on_channel: Callable[[ChannelRows], None] = self.channels.append

    def take_trades(self, _symbol: str, trades: Sequence[Trade]) -> None:
        self.trades.extend(trades)

    def reader(self) -> FrameReader:
        return FrameReader(
            self,
            Channels(Environment.real(), lambda: ""),
            self.quarantine,
            account=lambda: Account("12345678", "01"),
            expects=lambda _: False,
            tell=self.said.append,
        )

    def reasons(self) -> list[str]:
        return [kind.reason for kind in self.quarantine.kinds()]


def test_a_price_beyond_the_day_s_limits_is_not_shown_and_its_neighbours_are() -> None:
    heard = Listener(LIMITED)
    wild = TRADE.replace("^71950^", "^719500^", 1)
    text = f"0|H0STCNT0|003|{TRADE}^{wild}^{TRADE}"
    heard.reader().take(text, 1.0)
    assert [trade.price for trade in heard.trades] == [Decimal(71_950), Decimal(71_950)]
    assert heard.reasons() == ["a price beyond the day's limits"]
    assert heard.quarantine.frames()[0].text == text
    assert [said.id for said in heard.said] == ["kis.frame_unreadable"]


@pytest.mark.parametrize(
    ("quote", "record"),
    [
        (None, TRADE.replace("^71950^", "^719500^", 1)),
        (Quote("005930", trade_date=DAY), TRADE.replace("^71950^", "^719500^", 1)),
        (LIMITED, TRADE.replace("^71950^", "^719500^", 1).replace("20261119", "20250731")),
        (LIMITED, TRADE.replace("^71950^", "^719500^", 1).replace("^103307^", "^160100^", 1)),
    ],
    ids=["unknown", "no limits", "another day's limits", "after-market"],
)
def test_where_no_limits_hold_every_price_is_shown(quote: Quote | None, record: str) -> None:
    heard = Listener(quote)
    heard.reader().take(f"0|H0STCNT0|001|{record}", 1.0)
    assert [trade.price for trade in heard.trades] == [Decimal(719_500)]
    assert heard.reasons() == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"0|H0STCNT0|001|{TRADE.replace('005930', '2', 1)}", "no symbol in the first place"),
        (f"0|H0STASP0|001|{BOOK.replace('005930', '2', 1)}", "no symbol in the first place"),
        (f"0|H0STASP0|001|{BOOK.replace('^66000', '^66100', 1)}", "levels out of order"),
        (f"0|H0STASP0|001|{BOOK.replace('^65900', '^65800', 1)}", "levels out of order"),
        (f"0|H0STCNT0|001|{TRADE[:40]}", "a trade of 7 fields"),
        (f"0|H0STCNT0|001|{TRADE.replace('^103307^', '^9:47^', 1)}", "a trade without"),
    ],
)
def test_a_record_that_cannot_be_true_is_kept_and_not_shown(text: str, reason: str) -> None:
    heard = Listener()
    heard.reader().take(text, 1.0)
    assert heard.trades == []
    assert heard.books == []
    (kind,) = heard.quarantine.kinds()
    assert kind.reason.startswith(reason)
    assert kind.sample == text


def test_a_book_with_one_side_alone_is_a_book() -> None:
    heard = Listener()
    heard.reader().take(f"0|H0STASP0|001|{BOOK.replace('^66000', '^0')}", 1.0)
    assert heard.books[0].asks == ()


@pytest.mark.parametrize("more", ["^1", "^1^2^3^4^5^6^7"])
def test_a_longer_record_is_no_surprise(more: str) -> None:
    heard = Listener(LIMITED)
    heard.reader().take(f"0|H0STCNT0|002|{TRADE}{more}^{TRADE}{more}", 1.0)
    heard.reader().take(f"0|H0STASP0|001|{BOOK}{more}", 1.0)
    assert len(heard.trades) == 2
    assert len(heard.books) == 1
    assert heard.reasons() == []


@pytest.mark.parametrize("text", ["nonsense", f"0|H0STCNT0|001|{TRADE}"])
def test_what_came_open_is_told_as_it_is(text: str) -> None:
    assert Listener().reader().plain(text) == text


@pytest.mark.parametrize(
    ("channel", "key", "venue"),
    [
        ("H0STCNT0", "005930", "KRX"),
        ("H0NXCNT0", "005930@NXT", "NXT"),
        ("H0UNCNT0", "005930@UN", "UN"),
    ],
)
def test_prints_go_by_the_market_of_their_channel(channel: str, key: str, venue: str) -> None:
    asked: list[str] = []
    heard = Listener()
    heard.find_quote = asked.append
    heard.reader().take(f"0|{channel}|001|{TRADE}", 1.0)
    assert [(one.symbol, one.venue, one.size) for one in heard.trades] == [(key, venue, 1)]
    assert heard.trades[0].vi_base == Decimal(71_000)
    assert asked == [key]


@pytest.mark.parametrize(
    ("channel", "key", "venue"),
    [("H0NXASP0", "005930@NXT", "NXT"), ("H0UNASP0", "005930@UN", "UN")],
)
def test_books_go_by_the_market_of_their_channel(channel: str, key: str, venue: str) -> None:
    heard = Listener()
    heard.reader().take(f"0|{channel}|001|{BOOK}", 1.0)
    assert [(one.symbol, one.venue) for one in heard.books] == [(key, venue)]


def test_a_record_cannot_claim_another_market_than_that_of_its_channel() -> None:
    heard = Listener()
    forged = TRADE.replace("005930", "005930@NXT", 1)
    heard.reader().take(f"0|H0STCNT0|001|{forged}", 1.0)
    heard.reader().take(f"0|H0NXCNT0|001|{TRADE[:40]}", 1.0)
    assert heard.trades == []
    kinds = heard.quarantine.kinds()
    assert {(kind.tr_id, kind.reason) for kind in kinds} == {
        ("H0STCNT0", "no symbol in the first place"),
        ("H0NXCNT0", "a trade of 7 fields"),
    }
