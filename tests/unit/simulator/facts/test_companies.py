from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice, pairwise

import pytest

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.facts.statements import period_ending
from kis_desktop.simulator.market import Market
from tests.unit.simulator.facts.asking import (
    Row,
    all_scheduled,
    block_of,
    body_of,
    market_of,
    rows_of,
)
from tests.unit.simulator.trading_floor import kst

SYMBOLS = ("005930", "000660", "247540", "105560")
YEAR = {"F_DT": "20250101", "T_DT": "20251231"}


@pytest.fixture(scope="module", params=[1, 7])
def market(request: pytest.FixtureRequest) -> Market:
    return market_of(request.param)


def finances(market: Market, name: str, symbol: str, quarterly: str = "0") -> list[Row]:
    fields = {"FID_INPUT_ISCD": symbol, "FID_DIV_CLS_CODE": quarterly}
    return rows_of(body_of(market, f"finance_{name}", **fields), "output")


def cents(row: Row, *names: str) -> int:
    """A sum of amounts with two decimals, in hundredths."""
    return sum(round(float(row[name]) * 100) for name in names)


def near(text: str, value: float) -> bool:
    return abs(float(text) - value) <= 0.0051


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("quarterly", ["0", "1"])
def test_statements_add_up_and_ratios_follow_from_them(
    market: Market, symbol: str, quarterly: str
) -> None:
    sheets = finances(market, "balance_sheet", symbol, quarterly)
    incomes = finances(market, "income_statement", symbol, quarterly)
    ratios = finances(market, "financial_ratio", symbol, quarterly)
    profits = finances(market, "profit_ratio", symbol, quarterly)
    stabilities = finances(market, "stability_ratio", symbol, quarterly)
    growths = finances(market, "growth_ratio", symbol, quarterly)
    assert len(sheets) >= 10
    for sheet, income, ratio, profit, stability, growth in zip(
        sheets, incomes, ratios, profits, stabilities, growths, strict=True
    ):
        assert len({one["stac_yymm"] for one in (sheet, income, ratio, profit, stability)}) == 1
        assert cents(sheet, "total_aset") == cents(sheet, "total_lblt", "total_cptl")
        assert cents(sheet, "total_aset") == cents(sheet, "cras", "fxas")
        assert cents(sheet, "total_lblt") == cents(sheet, "flow_lblt", "fix_lblt")
        assert cents(sheet, "total_cptl") == cents(sheet, "cpfn", "cfp_surp", "prfi_surp")
        assert cents(income, "sale_account") == cents(income, "sale_cost", "sale_totl_prfi")
        assert cents(income, "sale_totl_prfi") == cents(income, "sell_mang", "bsop_prti")
        assert cents(income, "op_prfi") == (
            cents(income, "bsop_prti", "bsop_non_ernn") - cents(income, "bsop_non_expn")
        )
        equity, net = cents(sheet, "total_cptl"), cents(income, "thtr_ntin")
        assert near(ratio["roe_val"], net * 100 / equity)
        assert ratio["roe_val"] == profit["self_cptl_ntin_inrt"]
        assert ratio["lblt_rate"] == stability["lblt_rate"]
        assert near(stability["crnt_rate"], cents(sheet, "cras") * 100 / cents(sheet, "flow_lblt"))
        assert near(profit["sale_ntin_rate"], net * 100 / cents(income, "sale_account"))
        assert growth["grs"] == ratio["grs"]
        assert float(ratio["eps"]) / float(ratio["bps"]) == pytest.approx(net / equity, abs=1e-3)


def test_growth_is_that_of_the_lines(market: Market) -> None:
    years = finances(market, "income_statement", "005930")
    growths = finances(market, "growth_ratio", "005930")
    for (now, before), growth in zip(pairwise(years), growths, strict=False):
        sales, then = float(now["sale_account"]), float(before["sale_account"])
        assert near(growth["grs"], (sales - then) * 100 / then)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_share_is_valued_by_its_price_and_the_last_statement(market: Market, symbol: str) -> None:
    value = market.others.companies.valuation(symbol)
    ratio = finances(market, "financial_ratio", symbol)[0]
    listing = market.listing(symbol)
    assert value is not None
    assert value.price == market.glance(symbol).last
    assert (round(value.eps), round(value.bps)) == (int(ratio["eps"]), int(ratio["bps"]))
    assert value.per == pytest.approx(value.price / value.eps if value.eps > 0 else 0)
    assert value.pbr == pytest.approx(value.price / value.bps)
    assert value.market_value == listing.listed_shares * value.price
    assert value.capital == pytest.approx(value.face_value * listing.listed_shares, rel=1e-6)
    assert market.others.companies.valuation("069500") is None


def test_dividends_of_a_fiscal_year_are_those_of_its_statement(market: Market) -> None:
    companies = market.others.companies
    for symbol in (*SYMBOLS, "005380", "035420"):
        paid = all_scheduled(
            market, "ksdinfo_dividend", SHT_CD=symbol, F_DT="20240601", T_DT="20250531"
        )
        accounts = companies.accounts(symbol)
        assert accounts is not None
        if accounts.closing_month == 12:
            wanted = accounts.dividend(2024)
            assert sum(int(row["per_sto_divi_amt"]) for row in paid) == wanted


def test_new_shares_are_listed_as_they_were_issued(market: Market) -> None:
    listed = {
        (row["sht_cd"], row["issue_type"]): row
        for row in all_scheduled(market, "ksdinfo_list_info", F_DT="20250101", T_DT="20260630")
    }
    for name, kind, shares in (
        ("ksdinfo_bonus_issue", "무상증자", "issue_stk_qty"),
        ("ksdinfo_paidin_capin", "유상증자(주주배정)", "issue_stk_qty"),
        ("ksdinfo_mand_deposit", "유상증자(제3자배정)", "stk_qty"),
    ):
        issued = all_scheduled(market, name, **YEAR)
        assert issued
        for row in issued:
            found = listed[row["sht_cd"], kind]
            assert row[shares] == found["issue_stk_qty"]
            if "tot_issue_stk_qty" in row:
                after = int(row["tot_issue_stk_qty"]) + int(row[shares])
                assert after == int(found["tot_issue_stk_qty"])


def test_an_offer_raises_the_capital_by_its_shares(market: Market) -> None:
    for row in all_scheduled(market, "ksdinfo_pub_offer", **YEAR):
        face = int(row["face_value"])
        added = int(row["pub_af_cap"]) - int(row["pub_bf_cap"])
        assert added > 0
        assert added % face == 0
        assert int(row["assign_stk_qty"]) * face < added


def test_what_is_forfeited_is_a_part_of_its_issue(market: Market) -> None:
    issues = {
        row["sht_cd"]: row
        for row in all_scheduled(
            market, "ksdinfo_paidin_capin", F_DT="20240101", T_DT="20260630", GB1="2"
        )
    }
    left = all_scheduled(market, "ksdinfo_forfeit", **YEAR)
    assert left
    for row in left:
        issue = issues[row["sht_cd"]]
        assert row["subscr_price"] == issue["fix_price"]
        assert 0 < int(row["subscr_stk_qty"]) < int(issue["issue_stk_qty"])
        assert row["list_dt"] == issue["list_date"]


def test_a_face_value_changes_and_the_capital_stays(market: Market) -> None:
    companies = market.others.companies
    changed = all_scheduled(market, "ksdinfo_rev_split", **YEAR, MARKET_GB="0")
    assert changed
    for row in changed:
        record = datetime.strptime(row["record_date"], "%Y%m%d").replace(tzinfo=KST).date()
        listed = datetime.strptime(row["list_dt"], "%Y/%m/%d").replace(tzinfo=KST).date()
        symbol = row["sht_cd"]
        before, after = int(row["inter_bf_face_amt"]), int(row["inter_af_face_amt"])
        assert before != after
        assert companies.face_on(symbol, record) == before
        grown = companies.shares_on(symbol, listed) / companies.shares_on(symbol, record)
        others = [
            one
            for one in companies.actions.of(symbol)
            if record < one.listed <= listed and one.kind.value != "액면변경"
        ]
        if not others:
            assert grown == pytest.approx(before / after, rel=1e-3)


def test_who_objects_to_a_merger_has_met_before(market: Market) -> None:
    meetings = {
        (row["sht_cd"], row["gen_meet_dt"]): row
        for row in all_scheduled(market, "ksdinfo_sharehld_meet", F_DT="20250101", T_DT="20260228")
    }
    merged = {row["sht_cd"] for row in all_scheduled(market, "ksdinfo_merger_split", **YEAR)}
    asked = all_scheduled(market, "ksdinfo_purreq", **YEAR)
    assert {row["sht_cd"] for row in asked} == merged
    for row in asked:
        meeting = meetings[row["sht_cd"], row["get_meet_dt"]]
        assert meeting["gen_meet_type"] == "임시"
        assert meeting["record_date"] == row["record_date"]


@pytest.mark.parametrize("name", ["bonus_issue", "cap_dcrs", "dividend", "forfeit", "list_info",
    "mand_deposit", "merger_split", "paidin_capin", "pub_offer", "purreq", "rev_split",
    "sharehld_meet"])  # fmt: skip
@pytest.mark.parametrize("start", [date(2022, 1, 1), date(2024, 7, 1), date(2026, 8, 1)])
def test_a_few_months_of_any_year_have_rows(market: Market, name: str, start: date) -> None:
    end = start + timedelta(days=100)
    fields = {"F_DT": f"{start:%Y%m%d}", "T_DT": f"{end:%Y%m%d}"}
    assert all_scheduled(market, f"ksdinfo_{name}", **fields)


def test_pages_follow_each_other_without_gaps(market: Market) -> None:
    rows = all_scheduled(market, "ksdinfo_sharehld_meet", F_DT="20250301", T_DT="20250331")
    first = rows_of(
        body_of(market, "ksdinfo_sharehld_meet", F_DT="20250301", T_DT="20250331"), "output1"
    )
    keys = [(row["sht_cd"], row["gen_meet_dt"], row["gen_meet_type"]) for row in rows]
    assert first == rows[:100]
    assert len(first) == min(len(rows), 100)
    assert len(set(keys)) == len(keys)


def test_an_opinion_is_as_far_from_the_price_as_it_says(market: Market) -> None:
    rows = rows_of(body_of(market, "invest_opinion"), "output")
    last = market.glance("005930").last
    assert rows
    for row in rows:
        target, close = int(row["hts_goal_prc"]), int(row["stck_prdy_clpr"])
        assert int(row["stck_nday_esdg"]) == close - target
        assert int(row["stft_esdg"]) == last - target
        assert near(row["dprt"], (last - target) * 100 / target)
        day = datetime.strptime(row["stck_bsop_date"], "%Y%m%d").replace(tzinfo=KST).date()
        bars = market.daily_bars("005930", day - timedelta(days=15), day - timedelta(days=1))
        assert bars[-1].close == close


def test_a_day_may_have_noughts_in_front(market: Market) -> None:
    plain = body_of(market, "invest_opinion", FID_INPUT_DATE_1="20260601")
    assert body_of(market, "invest_opinion", FID_INPUT_DATE_1="0020260601") == plain


def test_a_house_has_written_what_stands_at_the_share(market: Market) -> None:
    period = {"FID_INPUT_DATE_1": "20260901", "FID_INPUT_DATE_2": "20261120"}
    of_house = rows_of(body_of(market, "invest_opbysec", **period), "output")
    assert of_house
    for row in of_house[:5]:
        of_share = rows_of(
            body_of(market, "invest_opinion", **period, FID_INPUT_ISCD=row["stck_shrn_iscd"]),
            "output",
        )
        assert {name: row[name] for name in ("stck_bsop_date", "hts_goal_prc", "mbcr_name")} in [
            {name: one[name] for name in ("stck_bsop_date", "hts_goal_prc", "mbcr_name")}
            for one in of_share
        ]


def test_estimates_begin_with_what_is_in_print(market: Market) -> None:
    body = body_of(market, "estimate_perform", SHT_CD="000270")
    incomes = finances(market, "income_statement", "000270")
    years = [row["dt"] for row in rows_of(body, "output4")]
    sales = rows_of(body, "output2")[0]
    assert [year[-1] for year in years] == ["A", "A", "A", "E", "E"]
    for column, income in zip(("data3", "data2", "data1"), incomes, strict=False):
        assert float(sales[column]) == pytest.approx(float(income["sale_account"]), abs=0.06)
    assert block_of(body, "output1")["sht_cd"] == "000270"


@pytest.mark.parametrize(
    ("end", "closing", "period"),
    [
        (date(2025, 12, 31), 12, (2025, 4)),
        (date(2025, 9, 30), 12, (2025, 3)),
        (date(2025, 6, 30), 3, (2026, 1)),
        (date(2025, 3, 31), 3, (2025, 4)),
        (date(2025, 12, 31), 6, (2026, 2)),
    ],
)
def test_a_quarter_belongs_to_the_year_that_its_books_close_in(
    end: date, closing: int, period: tuple[int, int]
) -> None:
    found = period_ending(end, closing)
    assert (found.year, found.quarter) == period
    assert found.end == end


def test_headlines_tell_what_the_market_shows(market: Market) -> None:
    told = list(islice(market.others.news.until(market.clock.now()), 60))
    assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)
    assert told[0].at <= market.clock.now()
    limits = [one for one in told if "상한가" in one.title or "하한가" in one.title]
    for one in limits:
        assert one.listing is not None
        snapshot = market.glance(one.listing.symbol)
        assert {snapshot.high, snapshot.low} & {snapshot.limit_up, snapshot.limit_down}
    stopped = {
        (one.at, one.listing.symbol) for one in told if one.title.startswith("[VI]") and one.listing
    }
    events = market.vi_events(market.trade_date)
    assert stopped == {(event.since, event.symbol) for event in events}
    day = date(2026, 11, 18)
    bar = market.index_bars("0001", day, day)[0]
    closing = [one.title for one in told if one.at.date() == day and "코스피" in one.title]
    assert any(f"{bar.close / 100:,.2f} 마감" in title for title in closing)


def test_the_next_page_of_headlines_begins_behind_the_last(market: Market) -> None:
    first = rows_of(body_of(market, "news_title"), "output")
    last = first[-1]
    following = rows_of(
        body_of(
            market,
            "news_title",
            FID_INPUT_DATE_1=last["data_dt"],
            FID_INPUT_HOUR_1=last["data_tm"],
            FID_INPUT_SRNO=last["cntt_usiq_srno"],
        ),
        "output",
    )
    assert len(first) == len(following) == 40
    assert not {row["cntt_usiq_srno"] for row in first} & {
        row["cntt_usiq_srno"] for row in following
    }
    assert (following[0]["data_dt"], following[0]["data_tm"]) <= (last["data_dt"], last["data_tm"])


def test_a_headline_stays_what_it_was() -> None:
    hand = [0.0]
    clock = MarketClock(monotonic=lambda: hand[0], start=kst("14:00"))
    market = Market(seed=7, clock=clock, instruments=60)
    first = list(market.others.news.until(clock.now(), "005930"))[:20]
    hand[0] += 600
    again = list(market.others.news.until(clock.now(), "005930"))
    steady = [one for one in first if "장중" not in one.title]
    assert {(one.at, one.title) for one in steady} <= {(one.at, one.title) for one in again}
