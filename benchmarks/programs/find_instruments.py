"""Typing into the search over sixty thousand instruments, and making its index on a thread aside.

The instruments are made up, in the sizes of the real lists: names of syllables, English names of
words, codes as each market has them. Every prefix of every text is one keystroke.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kis_desktop.catalogue.master_layout import search_words
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList, MasterContent, MasterState
from kis_desktop.storage.instrument_store import InstrumentStore

_FILES = (
    ("kospi", Market.KOSPI, InstrumentKind.STOCK, 2_450),
    ("kosdaq", Market.KOSDAQ, InstrumentKind.STOCK, 1_800),
    ("fo_idx", Market.DERIVATIVES, InstrumentKind.OPTION, 9_000),
    ("fo_stk", Market.DERIVATIVES, InstrumentKind.FUTURE, 9_000),
    ("elw", Market.ELW, InstrumentKind.ELW, 4_000),
    ("nas", Market.NASDAQ, InstrumentKind.STOCK, 4_600),
    ("nys", Market.NYSE, InstrumentKind.STOCK, 2_800),
    ("ams", Market.AMEX, InstrumentKind.ETF, 3_600),
    ("hks", Market.HONG_KONG, InstrumentKind.STOCK, 3_000),
    ("tse", Market.TOKYO, InstrumentKind.STOCK, 4_300),
    ("shs", Market.SHANGHAI, InstrumentKind.STOCK, 2_700),
    ("szs", Market.SHENZHEN, InstrumentKind.STOCK, 3_400),
    ("hsx", Market.HO_CHI_MINH, InstrumentKind.STOCK, 500),
    ("bond", Market.BOND, InstrumentKind.BOND, 8_850),
)
_SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"
    "구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히강남당람만반산안장찬한건선연전"
)
_WORDS = ("APPLE", "BANK", "CAPITAL", "DATA", "ENERGY", "FUND", "GLOBAL", "HOLDINGS", "INC",
          "JAPAN", "KOREA", "LIFE", "MOTOR", "NATIONAL", "OIL", "POWER", "REIT", "STEEL",
          "TECHNOLOGY", "UNITED", "VENTURE", "WATER")  # fmt: skip
_MISSING = ("없는이름", "zzzzzz", "ㅋㅋㅋㅋㅋㅋ")
_ROUNDS = 3
_LIMIT = 100
_TICK = 0.001  # seconds between the beats of a thread that should not be held up


def main() -> None:
    """Measure, and tell it in one line."""
    chance = random.Random(7)
    files = {
        file: tuple(_instruments(chance, market, kind, count))
        for file, market, kind, count in _FILES
    }
    with tempfile.TemporaryDirectory() as folder:
        store = InstrumentStore(Path(folder) / "bench.json")
        for file, instruments in files.items():
            store.save(file, MasterContent(instruments), datetime.now(UTC))
        idle = _stalls(lambda: time.sleep(1.0))
        built: list[tuple[InstrumentList, list[float]]] = []
        stalls = _stalls(lambda: built.append(_build(store)))
    known, steps = built[0]
    texts = [one for instruments in files.values() for one in _texts(chance, instruments)]
    keystrokes = [text[:end] for text in (*texts, *_MISSING) for end in range(1, len(text) + 1)]
    everything = [one for instruments in files.values() for one in instruments]
    told = {
        "instruments": len(known),
        "keystrokes": len(keystrokes),
        "ours": _times(keystrokes, lambda text: known.search(text, _LIMIT)),
        "scan": _times(keystrokes, lambda text: _scan(everything, text)),
        "build": steps,
        "stall": stalls,
        "idle": idle,
    }
    json.dump(told, sys.stdout)


def _instruments(
    chance: random.Random, market: Market, kind: InstrumentKind, count: int
) -> Iterator[Instrument]:
    for number in range(count):
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 9)))
        english = " ".join(chance.choices(_WORDS, k=chance.randint(1, 4)))
        foreign = market.value not in {"KOSPI", "KOSDAQ", "KRXD", "ELW", "BOND"}
        yield Instrument(
            f"{number:06}",
            name,
            market,
            kind,
            name_en=english if foreign else "",
            currency="USD" if foreign else "KRW",
        )


def _texts(chance: random.Random, instruments: tuple[Instrument, ...]) -> Iterator[str]:
    """A code, a name, its initials, and an English name, of one instrument."""
    one = chance.choice(instruments)
    yield one.symbol
    yield one.name
    yield "".join(
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[(ord(sign) - 0xAC00) // 588] for sign in one.name
    )
    if one.name_en:
        yield one.name_en.lower()


def _build(store: InstrumentStore) -> tuple[InstrumentList, list[float]]:
    """What is kept, read and indexed file by file; milliseconds of each."""
    known, steps = InstrumentList(search_words()), []
    for file, *_ in _FILES:
        begun = time.perf_counter()
        kept = store.load(file)
        assert kept is not None
        content, fetched_at = kept
        state = MasterState(file, len(content.instruments), fetched_at)
        known = known.with_file(state, content.instruments)
        steps.append((time.perf_counter() - begun) * 1000)
    return known, steps


def _stalls(work: object) -> list[float]:
    """How late this thread wakes, in milliseconds, while the work goes on in another."""
    assert callable(work)
    worker = threading.Thread(target=work)
    worker.start()
    late = []
    while worker.is_alive():
        begun = time.perf_counter()
        time.sleep(_TICK)
        late.append((time.perf_counter() - begun - _TICK) * 1000)
    worker.join()
    return late


def _times(keystrokes: list[str], find: object) -> list[float]:
    """Milliseconds of every keystroke, a few times over."""
    assert callable(find)
    times = []
    for _ in range(_ROUNDS):
        for text in keystrokes:
            begun = time.perf_counter()
            find(text)
            times.append((time.perf_counter() - begun) * 1000)
    return times


def _scan(instruments: list[Instrument], text: str) -> list[Instrument]:
    """The least that can be done: every name looked into, no initials, no order."""
    wanted = text.upper()
    return [
        one
        for one in instruments
        if wanted in one.name or wanted in one.symbol or wanted in one.name_en
    ]


if __name__ == "__main__":
    main()
