"""A hundred thousand damaged frames: none ends the line, and none is believed that cannot be."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from kis_desktop.catalogue import loader
from kis_desktop.domain.api_page import ChannelRows
from kis_desktop.domain.message import Message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.kis.channels import Channels
from kis_desktop.kis.credentials import Account
from kis_desktop.kis.decode import FrameDecoder, as_line
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.frame_reader import FrameReader
from kis_desktop.kis.protocol.frames import Frame, Records, read_frame, read_records
from kis_desktop.kis.protocol.typed import typed_records
from kis_desktop.kis.quarantine import Quarantine

KEY = "abcdefghijklmnopabcdefghijklmnop"
IV = "0123456789abcdef"
FRAMES = 100_000


def seal(text: str) -> str:
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(KEY.encode()), modes.CBC(IV.encode())).encryptor()
    padded = padder.update(text.encode()) + padder.finalize()
    return b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


ACK = json.dumps(
    {
        "header": {"tr_id": "H0STCNI0", "tr_key": "someone", "encrypt": "Y"},
        "body": {
            "rt_cd": "0",
            "msg_cd": "OPSP0000",
            "msg1": "SUBSCRIBE SUCCESS",
            "output": {"iv": IV, "key": KEY},
        },
    }
)


TRADE = (
    "005930^103307^71950^2^1350^1.91^72005.15^71000^72300^70600^72000^71900^1^6127348^441203518600"
    "^18342^22907^4565^118.42^2754109^3261507^5^0.51^31.87^090009^2^950^091425^5^-350^090112^2^1350"
    "^20261120^20^N^40518^57203^1204377^931046^0.14^8390211^73.03^0^^71000"
)
BOOK = "^".join(["005930", "131926", "0", *["66000"] * 20, *["3121"] * 20, *["0"] * 16])
NOTICE = (
    "me^1234567801^0000004417^^02^0^00^0^005930^0000000001^000071900^102233^0^2^2^06010"
    "^000000001^^^1^^^^^^000071900"
)
SEEDS = (
    f"0|H0STCNT0|001|{TRADE}",
    f"0|H0STCNT0|002|{TRADE}^2^{TRADE}^2",
    f"0|H0STASP0|001|{BOOK}",
    f"0|H0STASP0|002|{BOOK}^2^1^2^{BOOK}^2^1^2",
    f"0|H0STCNI0|001|{NOTICE}",
    f"1|H0STCNI0|001|{seal(NOTICE)}",
    f"0|HDFSASP0|001|{'^'.join(map(str, range(71)))}",
    ACK,
    '{"header":{"tr_id":"PINGPONG","datetime":"20261120090010"}}',
)
STRANGE = (
    "",
    "^",
    "|",
    "-nan",
    "(null)",
    "9" * 50,
    "가",
    "\0",
    "٣",
    "1_0",
    " ",
    "\u2028",
    "{",
    "}",
)


def mutated(count: int) -> Iterator[str]:
    chance = random.Random(20261120)
    for number in range(count):
        text = SEEDS[number % len(SEEDS)]
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(text) + 1)
            end = min(len(text), start + chance.choice((0, 1, 1, 3, 20)))
            text = text[:start] + chance.choice(STRANGE) + text[end:]
        yield text


def test_a_hundred_thousand_mutated_frames_are_each_answered() -> None:
    decoder = FrameDecoder()
    errors = 0
    for text in mutated(FRAMES):
        found = json.loads(as_line(decoder.decode(text.encode()))) if text else {"error": ""}
        errors += "error" in found
        assert {"error", "control", "tr_id"} & set(found)
    assert 20_000 < errors < 80_000


def test_a_hundred_thousand_mutated_frames_are_typed_without_losing_a_field() -> None:
    read = 0
    for text in mutated(FRAMES):
        frame = read_frame(text)
        if not isinstance(frame, Frame):
            continue
        channel = loader.find_channel(frame.tr_id)
        records = read_records(frame.payload, frame.count, frame.tr_id)
        if channel is None or not isinstance(records, Records):
            continue
        names, rows = typed_records(channel, records)
        assert len(names) == len(set(names)) == records.width
        assert len(rows) == frame.count
        read += 1
    assert read > 20_000


class Listening:
    """Takes whatever the line hands on."""

    def __init__(self) -> None:
        self.trades: list[Trade] = []
        self.books: list[OrderBook] = []
        self.notices: list[Notice] = []
        self.channels: list[ChannelRows] = []
        self.told: list[Message] = []
        self.on_trades: Callable[[str, Sequence[Trade]], None] = self._take
        self.on_book: Callable[[OrderBook], None] = self.books.append
        self.on_notice: Callable[[Notice], None] = self.notices.append
        self.on_channel: Callable[[ChannelRows], None] = self.channels.append
        self.find_quote: Callable[[str], Quote | None] = lambda _: None

    def _take(self, symbol: str, trades: Sequence[Trade]) -> None:
        assert {trade.symbol for trade in trades} == {symbol}
        self.trades += trades


def test_a_hundred_thousand_mutated_frames_do_not_end_the_live_line() -> None:
    heard = Listening()
    reader = FrameReader(
        heard,
        Channels(Environment.real(), lambda: "someone"),
        Quarantine(),
        account=lambda: Account("12345678", "01"),
        expects=lambda _: False,
        tell=heard.told.append,
    )
    reader.learn("H0STCNI0", KEY, IV)
    for text in mutated(FRAMES):
        reader.take(text, 0.0)
    assert len(heard.trades) > 1_000
    assert len(heard.books) > 1_000
    assert len(heard.notices) > 100
    assert not heard.channels
    assert 0 < len(heard.told) <= 100
    for trade in heard.trades:
        assert trade.price > 0
        assert trade.size > 0
        assert trade.volume is None or isinstance(trade.volume, int)
        assert trade.turnover is None or isinstance(trade.turnover, Decimal)
    assert all(level.size >= 0 for book in heard.books for level in (*book.asks, *book.bids))
