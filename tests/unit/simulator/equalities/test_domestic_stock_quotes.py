"""국내주식시세: what the requests and channels about shares and indices say of each other.

More of it, request by request, stands beside the endpoints: rankings, flows, indices, evenings.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.simulator.equalities.asked import (
    MOMENTS,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    by,
    near,
    standing,
    total,
)

_FAMILY = "domestic_stock"
_SHARES = ("005930", "000660", "247540", "069500")
_HUNDRED_MILLION = 10**8
_MONTH = {"FID_INPUT_DATE_1": "20240603", "FID_INPUT_DATE_2": "20240628"}


def _quote(asked: Asked, symbol: str) -> Row:
    return asked.row(f"{_FAMILY}/inquire_price", FID_INPUT_ISCD=symbol)


def _days(asked: Asked, symbol: str, **fields: str) -> list[Row]:
    wish = {"FID_PERIOD_DIV_CODE": "D", "FID_ORG_ADJ_PRC": "1"} | _MONTH | fields
    name = f"{_FAMILY}/inquire_daily_itemchartprice"
    return asked.rows(name, "output2", FID_INPUT_ISCD=symbol, **wish)


def _the_quote_is_the_last_print(asked: Asked) -> None:
    for symbol in _SHARES:
        quote = _quote(asked, symbol)
        last = asked.rows(f"{_FAMILY}/inquire_ccnl", FID_INPUT_ISCD=symbol)[0]
        for name in ("stck_prpr", "prdy_vrss", "prdy_vrss_sign", "prdy_ctrt"):
            assert quote[name] == last[name]


def _the_quote_is_the_last_day_of_the_charts(asked: Asked) -> None:
    for symbol in _SHARES:
        quote = _quote(asked, symbol)
        day, before = asked.rows(f"{_FAMILY}/inquire_daily_price", FID_INPUT_ISCD=symbol)[:2]
        assert day["stck_clpr"] == quote["stck_prpr"]
        for name in ("stck_oprc", "stck_hgpr", "stck_lwpr", "acml_vol", "prdy_vrss", "prdy_ctrt"):
            assert day[name] == quote[name]
        assert before["stck_clpr"] == quote["stck_sdpr"]
        bar = _days(
            asked,
            symbol,
            FID_INPUT_DATE_1=day["stck_bsop_date"],
            FID_INPUT_DATE_2=day["stck_bsop_date"],
        )[0]
        assert (bar["acml_tr_pbmn"], bar["stck_clpr"]) == (
            quote["acml_tr_pbmn"],
            quote["stck_prpr"],
        )


def _several_quotes_at_once_are_the_quotes(asked: Asked) -> None:
    wish = {f"FID_INPUT_ISCD_{place}": symbol for place, symbol in enumerate(_SHARES, 1)}
    wish |= {f"FID_COND_MRKT_DIV_CODE_{place}": "J" for place, _ in enumerate(_SHARES, 1)}
    rows = by(asked.rows(f"{_FAMILY}/intstock_multprice", **wish), "inter_shrn_iscd")
    same = {
        "inter2_prpr": "stck_prpr",
        "inter2_prdy_vrss": "prdy_vrss",
        "prdy_ctrt": "prdy_ctrt",
        "acml_vol": "acml_vol",
        "acml_tr_pbmn": "acml_tr_pbmn",
        "inter2_hgpr": "stck_hgpr",
        "inter2_mxpr": "stck_mxpr",
        "inter2_sdpr": "stck_sdpr",
    }
    for symbol in _SHARES:
        quote = _quote(asked, symbol)
        for one, other in same.items():
            assert rows[symbol][one] == quote[other], one


def _the_book_stands_around_the_quote(asked: Asked) -> None:
    for symbol in _SHARES:
        name = f"{_FAMILY}/inquire_asking_price_exp_ccn"
        book = asked.row(name, "output1", FID_INPUT_ISCD=symbol)
        for side in ("askp", "bidp"):
            sizes = sum(int(book[f"{side}_rsqn{level}"]) for level in range(1, 11))
            assert sizes <= int(book[f"total_{side}_rsqn"])
        if int(book["bidp1"]) and int(book["askp1"]):
            assert int(book["bidp1"]) < int(book["askp1"])
        told = asked.row(name, "output2", FID_INPUT_ISCD=symbol)
        assert told["stck_prpr"] == _quote(asked, symbol)["stck_prpr"]


def _change_is_price_less_base(asked: Asked) -> None:
    for symbol in _SHARES:
        quote = _quote(asked, symbol)
        change = int(quote["stck_prpr"]) - int(quote["stck_sdpr"])
        assert int(quote["prdy_vrss"]) == change
        assert near(quote["prdy_ctrt"], Decimal(change) * 100 / int(quote["stck_sdpr"]), 0.005)
        allowed = {"1", "2"} if change > 0 else {"4", "5"} if change < 0 else {"3"}
        assert quote["prdy_vrss_sign"] in allowed


def _minutes_of_a_day_add_up_to_it(asked: Asked) -> None:
    for symbol in ("005930", "069500"):
        day = asked.rows(f"{_FAMILY}/inquire_daily_price", FID_INPUT_ISCD=symbol)[1]
        minutes: dict[str, Row] = {}
        for until in ("100000", "120000", "140000", "160000", "180000"):
            rows = asked.rows(
                f"{_FAMILY}/inquire_time_dailychartprice",
                "output2",
                FID_INPUT_ISCD=symbol,
                FID_INPUT_DATE_1=day["stck_bsop_date"],
                FID_INPUT_HOUR_1=until,
            )
            own = [row for row in rows if row["stck_bsop_date"] == day["stck_bsop_date"]]
            minutes |= by(own, "stck_cntg_hour")
        assert total(minutes.values(), "cntg_vol") == int(day["acml_vol"])
        assert max(int(row["stck_hgpr"]) for row in minutes.values()) == int(day["stck_hgpr"])
        assert minutes[max(minutes)]["stck_prpr"] == day["stck_clpr"]


def _market_value_is_price_times_shares(asked: Asked) -> None:
    for symbol in _SHARES:
        quote = _quote(asked, symbol)
        told = asked.row(f"{_FAMILY}/search_stock_info", PDNO=symbol)
        assert quote["lstn_stcn"] == told["lstg_stqt"]
        worth = int(quote["stck_prpr"]) * int(quote["lstn_stcn"]) // _HUNDRED_MILLION
        assert int(quote["hts_avls"]) == worth
        assert near(
            quote["vol_tnrt"], int(quote["acml_vol"]) * 100 / int(quote["lstn_stcn"]), 0.006
        )


def _ratios_are_price_by_what_a_share_earns(asked: Asked) -> None:
    for symbol in ("005930", "000660"):
        quote = _quote(asked, symbol)
        if float(quote["eps"]) > 0:
            assert near(quote["per"], int(quote["stck_prpr"]) / float(quote["eps"]), 0.02)
        assert near(quote["pbr"], int(quote["stck_prpr"]) / float(quote["bps"]), 0.02)
        rank = asked.rows(f"{_FAMILY}/market_cap")
        for row in [row for row in rank if row["mksc_shrn_iscd"] == symbol]:
            assert row["stck_avls"] == quote["hts_avls"]


def _investors_buy_what_others_sell(asked: Asked) -> None:
    for symbol in _SHARES:
        rows = asked.rows(f"{_FAMILY}/inquire_investor", FID_INPUT_ISCD=symbol)
        days = by(
            asked.rows(f"{_FAMILY}/inquire_daily_price", FID_INPUT_ISCD=symbol), "stck_bsop_date"
        )
        for row in rows[1:20]:
            kinds = ("prsn", "frgn", "orgn")
            bought = sum(int(row[f"{kind}_shnu_vol"]) for kind in kinds)
            assert bought <= int(days[row["stck_bsop_date"]]["acml_vol"])
            assert row["stck_clpr"] == days[row["stck_bsop_date"]]["stck_clpr"]
            for kind in kinds:
                net = int(row[f"{kind}_shnu_vol"]) - int(row[f"{kind}_seln_vol"])
                assert int(row[f"{kind}_ntby_qty"]) == net


def _an_index_is_told_alike(asked: Asked) -> None:
    for index in ("0001", "1001", "2001"):
        wish = {"FID_COND_MRKT_DIV_CODE": "U", "FID_INPUT_ISCD": index}
        now = asked.row(f"{_FAMILY}/inquire_index_price", **wish)
        head = asked.row(f"{_FAMILY}/inquire_daily_indexchartprice", "output1", **wish)
        for name in ("bstp_nmix_prpr", "bstp_nmix_prdy_vrss", "acml_vol"):
            assert now[name] == head[name]
        change = Decimal(head["bstp_nmix_prpr"]) - Decimal(head["prdy_nmix"])
        assert near(now["bstp_nmix_prdy_vrss"], change, 0.001)


def _shares_that_rise_and_fall_are_all_shares(asked: Asked) -> None:
    now = asked.row(
        f"{_FAMILY}/inquire_index_price", FID_COND_MRKT_DIV_CODE="U", FID_INPUT_ISCD="0001"
    )
    kinds = ("ascn_issu_cnt", "down_issu_cnt", "stnr_issu_cnt")
    counted = sum(int(now[name]) for name in kinds)
    assert counted >= int(now["uplm_issu_cnt"]) + int(now["lslm_issu_cnt"])
    assert counted > 0


def _the_ranking_tells_the_quotes(asked: Asked) -> None:
    for row in asked.rows(f"{_FAMILY}/volume_rank")[:3]:
        quote = _quote(asked, row["mksc_shrn_iscd"])
        for name in ("stck_prpr", "prdy_vrss", "prdy_ctrt", "acml_vol", "acml_tr_pbmn"):
            assert row[name] == quote[name]


def _holidays_are_days_without_a_bar(asked: Asked) -> None:
    days = by(asked.rows(f"{_FAMILY}/chk_holiday", BASS_DT="20240603"), "bass_dt")
    traded = {bar["stck_bsop_date"] for bar in _days(asked, "005930")}
    asked_for = [day for day in days if day <= "20240628"]
    assert asked_for
    for day in asked_for:
        assert (days[day]["opnd_yn"] == "Y") == (day in traded)


EQUALITIES: Table = (
    ("quote = last print", _the_quote_is_the_last_print),
    ("quote = last day of the charts", _the_quote_is_the_last_day_of_the_charts),
    ("several quotes = quotes", _several_quotes_at_once_are_the_quotes),
    ("book adds up around the quote", _the_book_stands_around_the_quote),
    ("change = price - base", _change_is_price_less_base),
    ("minutes add up to the day", _minutes_of_a_day_add_up_to_it),
    ("market value = price x shares", _market_value_is_price_times_shares),
    ("PER and PBR = price / EPS and BPS", _ratios_are_price_by_what_a_share_earns),
    ("investors: net = bought - sold", _investors_buy_what_others_sell),
    ("an index is told alike", _an_index_is_told_alike),
    ("rising + falling + level = shares", _shares_that_rise_and_fall_are_all_shares),
    ("ranking row = quote", _the_ranking_tells_the_quotes),
    ("holiday = day without a bar", _holidays_are_days_without_a_bar),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_answers_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
