"""해외주식시세, 해외선물옵션시세: what quotes, books and charts abroad say of each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.simulator.equalities.asked import (
    LIVED,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    near,
    standing,
    total,
)

_STOCK, _FUTURES = "overseas_stock", "overseas_futureoption"
_SHARES = (("NAS", "AAPL"), ("NYS", "KO"), ("HKS", "00003"), ("TSE", "1301"))
_TEN_MINUTES = {"NMIN": "10", "PINC": "0"}


def _share(exchange: str, symbol: str) -> dict[str, str]:
    return {"EXCD": exchange, "SYMB": symbol}


def _future(asked: Asked) -> str:
    """A contract that is held, so one that trades at the moment."""
    codes = [row["ovrs_futr_fx_pdno"] for row in asked.rows(f"{_FUTURES}/inquire_unpd")]
    return next(code for code in codes if " " not in code)


def _figure(row: Row, name: str) -> Decimal:
    return Decimal(row[name].strip())


def _the_quote_is_told_alike(asked: Asked) -> None:
    for exchange, symbol in _SHARES:
        quote = asked.row(f"{_STOCK}/price", **_share(exchange, symbol))
        detail = asked.row(f"{_STOCK}/price_detail", **_share(exchange, symbol))
        day, before = asked.rows(f"{_STOCK}/dailyprice", "output2", **_share(exchange, symbol))[:2]
        book = asked.row(f"{_STOCK}/inquire_asking_price", "output1", **_share(exchange, symbol))
        assert quote["last"] == detail["last"] == day["clos"] == book["last"]
        assert quote["tvol"] == detail["tvol"] == day["tvol"]
        assert quote["base"] == detail["base"] == before["clos"]
        assert (quote["rate"], quote["tamt"]) == (day["rate"], day["tamt"])


def _several_quotes_at_once_are_the_quotes(asked: Asked) -> None:
    wish = {f"EXCD_{place:02}": exchange for place, (exchange, _) in enumerate(_SHARES, 1)}
    wish |= {f"SYMB_{place:02}": symbol for place, (_, symbol) in enumerate(_SHARES, 1)}
    rows = asked.rows(f"{_STOCK}/multprice", "output2", NREC=str(len(_SHARES)), **wish)
    for (exchange, symbol), row in zip(_SHARES, rows, strict=True):
        quote = asked.row(f"{_STOCK}/price", **_share(exchange, symbol))
        shared = ("rsym", "last", "sign", "diff", "rate", "tvol", "tamt", "base", "pvol")
        assert {name: row[name] for name in shared} == {name: quote[name] for name in shared}
        detail = asked.row(f"{_STOCK}/price_detail", **_share(exchange, symbol))
        shared = ("h52p", "l52p", "h52d", "l52d", "shar", "tomv", "t_xprc", "open", "pamt")
        assert {name: row[name] for name in shared} == {name: detail[name] for name in shared}


def _the_last_print_and_minute_are_the_quote(asked: Asked) -> None:
    for exchange, symbol in _SHARES:
        quote = asked.row(f"{_STOCK}/price", **_share(exchange, symbol))
        made = asked.rows(
            f"{_STOCK}/quot_inquire_ccnl", "output1", TDAY="1", **_share(exchange, symbol)
        )[0]
        assert (made["last"], made["tvol"]) == (quote["last"], quote["tvol"])
        minutes = asked.rows(
            f"{_STOCK}/inquire_time_itemchartprice",
            "output2",
            **_share(exchange, symbol),
            **_TEN_MINUTES,
        )
        assert minutes[0]["last"] == quote["last"]
        assert total(minutes, "evol") == int(quote["tvol"])


def _the_price_in_won_is_price_times_rate(asked: Asked) -> None:
    for exchange, symbol in _SHARES:
        detail = asked.row(f"{_STOCK}/price_detail", **_share(exchange, symbol))
        unit = 100 if detail["curr"] == "JPY" else 1
        won = Decimal(detail["last"]) * Decimal(detail["t_rate"]) / unit
        assert near(detail["t_xprc"], won, 0.5)
        worth = Decimal(detail["last"]) * int(detail["shar"])
        assert int(detail["tomv"]) == int(worth)


def _the_streamed_book_is_the_book(asked: Asked) -> None:
    if asked.streamed("HDFSCNT0", "DNASAAPL")[0]["MTYP"] != "1":
        return  # before and after the regular session the channel tells that session's book
    for exchange, symbol in _SHARES[:2]:
        book = asked.row(f"{_STOCK}/inquire_asking_price", "output2", **_share(exchange, symbol))
        (told,) = asked.streamed("HDFSASP0", f"D{exchange}{symbol}")
        for name in ("pbid1", "pask1", "vbid1", "vask1"):
            assert told[name] == book[name]


def _a_ranking_row_is_the_quote(asked: Asked) -> None:
    for name in ("trade_vol", "updown_rate", "market_cap"):
        for row in asked.rows(f"{_STOCK}/{name}", "output2", EXCD="NAS", VOL_RANG="0")[:2]:
            quote = asked.row(f"{_STOCK}/price", **_share("NAS", row["symb"]))
            assert (row["last"], row["rate"], row["tvol"]) == (
                quote["last"],
                quote["rate"],
                quote["tvol"],
            )


def _a_future_is_told_alike(asked: Asked) -> None:
    code = _future(asked)
    quote = asked.row(f"{_FUTURES}/inquire_price", "output1", SRS_CD=code)
    book = asked.row(f"{_FUTURES}/inquire_asking_price", "output1", SRS_CD=code)
    for name in ("open_price", "high_price", "last_price", "prev_price"):
        assert _figure(quote, name) == _figure(book, name)
    assert quote["vol"].strip() == book["vol"].strip()
    apart = _figure(quote, "last_price") - _figure(quote, "prev_price")
    assert abs(_figure(quote, "prev_diff_price")) == abs(apart)


def _the_book_of_a_future_stands_at_its_quote(asked: Asked) -> None:
    code = _future(asked)
    quote = asked.row(f"{_FUTURES}/inquire_price", "output1", SRS_CD=code)
    best = asked.rows(f"{_FUTURES}/inquire_asking_price", "output2", SRS_CD=code)[0]
    for name in ("bid_price", "ask_price", "bid_qntt", "ask_qntt"):
        assert _figure(quote, name) == _figure(best, name)
    assert _figure(quote, "bid_price") < _figure(quote, "ask_price")


def _a_future_is_described_alike(asked: Asked) -> None:
    code = _future(asked)
    quote = asked.row(f"{_FUTURES}/inquire_price", "output1", SRS_CD=code)
    told = asked.row(f"{_FUTURES}/stock_detail", "output1", SRS_CD=code)
    shared = ("exch_cd", "crc_cd", "trst_mgn", "expr_date", "trd_fr_date", "remn_cnt", "prev_price")
    assert {name: quote[name] for name in shared} == {name: told[name] for name in shared}
    assert _figure(quote, "tick_size") == _figure(told, "tick_sz")
    value = _figure(told, "tick_sz") * _figure(told, "ctrt_size")
    assert near(_figure(told, "tick_val"), value, value / 10_000)


def _the_days_of_a_future_end_with_its_quote(asked: Asked) -> None:
    code = _future(asked)
    quote = asked.row(f"{_FUTURES}/inquire_price", "output1", SRS_CD=code)
    told = asked.row(f"{_FUTURES}/stock_detail", "output1", SRS_CD=code)
    days = asked.rows(
        f"{_FUTURES}/daily_ccnl",
        "output2",
        SRS_CD=code,
        EXCH_CD=told["exch_cd"],
        CLOSE_DATE_TIME=asked.today,
    )
    last = max(days, key=lambda row: row["data_date"])
    assert _figure(last, "last_price") == _figure(quote, "last_price")
    assert last["vol"].strip() == quote["vol"].strip()


EQUALITIES: Table = (
    ("quote = detail = day = book", _the_quote_is_told_alike),
    ("several quotes = quotes", _several_quotes_at_once_are_the_quotes),
    ("last print and minute = quote", _the_last_print_and_minute_are_the_quote),
    ("price in won = price x rate", _the_price_in_won_is_price_times_rate),
    ("streamed book = book", _the_streamed_book_is_the_book),
    ("ranking row = quote", _a_ranking_row_is_the_quote),
    ("a future is told alike", _a_future_is_told_alike),
    ("book of a future = its quote", _the_book_of_a_future_stands_at_its_quote),
    ("a future is described alike", _a_future_is_described_alike),
    ("days of a future end with its quote", _the_days_of_a_future_end_with_its_quote),
)


@pytest.mark.parametrize("moment", LIVED, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_answers_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
