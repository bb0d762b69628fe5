"""Orders, balances and profits of foreign shares and futures say the same of an account."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Shape
from kis_desktop.simulator.markets.overseas_stock.account import fills_today
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import Side
from tests.unit.simulator.trading_floor import Floor

SHARES, FUTURES = "12345678-01", "12345678-08"
MOMENTS = [("2026-11-24 00:40", 7), ("2026-11-25 03:10", 1)]
STOCK_IDS = (
    "order", "daytime_order", "order_resv", "order_resv_list", "inquire_balance",
    "inquire_ccnl", "inquire_nccs", "inquire_psamount", "inquire_present_balance",
    "inquire_paymt_stdr_balance", "inquire_period_profit", "inquire_period_trans",
    "foreign_margin", "algo_ordno", "inquire_algo_ccnl",
)  # fmt: skip
FUTURE_IDS = (
    "order", "inquire_ccld", "inquire_daily_order", "inquire_daily_ccld", "inquire_deposit",
    "inquire_psamount", "inquire_unpd", "inquire_period_ccld", "inquire_period_trans",
    "margin_detail",
)  # fmt: skip
EVERYTHING = {"FUOP_DVSN": "00", "SLL_BUY_DVSN_CD": "%%", "CCLD_NCCS_DVSN": "01"}
Row = dict[str, str]


class Asker:
    """Asks one simulated world at one moment."""

    def __init__(self, at: str, seed: int, world: World = World.REAL) -> None:
        self.market = Floor(at, seed=seed).market
        self.world = world

    def body(self, id_: str, tr_id: str = "", **fields: str) -> dict[str, object]:
        endpoint = load(id_)
        tr_ids = endpoint.real if self.world is World.REAL else endpoint.paper
        account = SHARES if id_.startswith("overseas_stock") else FUTURES
        call = Call(
            market=self.market,
            world=self.world,
            tr_id=tr_id or tr_ids[0],
            fields=dict(endpoint.example) | fields,
            continued=bool(fields.get("CTX_AREA_NK200") or fields.get("CTX_AREA_NK100")),
            changed=False,
            account_number=account,
        )
        try:
            return endpoint.answer(call).body
        except CallRefused as refused:
            return refused.reply.body

    def row(self, id_: str, block: str = "output", **fields: str) -> Row:
        found = self.body(id_, **fields)[block]
        assert isinstance(found, dict)
        return found

    def rows(self, id_: str, block: str = "output", **fields: str) -> list[Row]:
        """All pages."""
        body = self.body(id_, **fields)
        found = body[block]
        assert isinstance(found, list)
        for width in ("200", "100"):
            key = str(body.get(f"ctx_area_nk{width}", "")).strip()
            if key:
                fields |= {f"CTX_AREA_NK{width}": key}
                return [*found, *self.rows(id_, block, **fields)]
        return found


@pytest.fixture(scope="module", params=MOMENTS)
def asker(request: pytest.FixtureRequest) -> Asker:
    at, seed = request.param
    return Asker(at, seed)


def total(rows: Iterable[Row], name: str) -> Decimal:
    return sum((Decimal(row[name] or 0) for row in rows), Decimal(0))


@pytest.mark.parametrize(
    "id_",
    [f"overseas_stock/{name}" for name in STOCK_IDS]
    + [f"overseas_futureoption/{name}" for name in FUTURE_IDS],
)
def test_every_request_answers_its_example_with_the_documented_fields(
    asker: Asker, id_: str
) -> None:
    fields = {"PDNO": "AAPL"} if id_.endswith("daytime_order") else {}
    body = asker.body(id_, **fields)
    closed = {"overseas_stock/daytime_order": "APBK1664", "overseas_stock/order_resv": "KIER3672"}
    if id_ in closed:
        assert body["msg_cd"] == closed[id_]
        return
    assert body["rt_cd"] == "0", body["msg1"]
    for name, block in loader.endpoint(id_).outputs.items():
        answered = body[name]
        if id_ != "overseas_stock/inquire_ccnl":
            assert isinstance(answered, dict if block.shape is Shape.OBJECT else list)
        rows = [answered] if isinstance(answered, dict) else answered
        assert isinstance(rows, list)
        assert rows, name
        documented = {field.name for field in block.fields}
        assert all(row.keys() == documented for row in rows), name


def test_a_balance_adds_up_and_is_what_the_quote_says(asker: Asker) -> None:
    rows = asker.rows("overseas_stock/inquire_balance", "output1", OVRS_EXCG_CD="NASD")
    sums = asker.row("overseas_stock/inquire_balance", "output2", OVRS_EXCG_CD="NASD")
    assert {row["ovrs_excg_cd"] for row in rows} == {"NASD", "NYSE", "AMEX"}
    assert total(rows, "frcr_pchs_amt1") == Decimal(sums["frcr_pchs_amt1"])
    assert total(rows, "ovrs_stck_evlu_amt") == Decimal(sums["tot_evlu_pfls_amt"])
    assert total(rows, "frcr_evlu_pfls_amt") == Decimal(sums["ovrs_tot_pfls"])
    for row in rows:
        value = Decimal(row["now_pric2"]) * int(row["ovrs_cblc_qty"])
        assert value == Decimal(row["ovrs_stck_evlu_amt"])
        assert value - Decimal(row["frcr_pchs_amt1"]) == Decimal(row["frcr_evlu_pfls_amt"])
        codes = {"NASD": "NAS", "NYSE": "NYS", "AMEX": "AMS"}
        quote = asker.row(
            "overseas_stock/price", EXCD=codes[row["ovrs_excg_cd"]], SYMB=row["ovrs_pdno"]
        )
        assert Decimal(quote["last"]) == Decimal(row["now_pric2"])


def test_the_real_world_shows_all_of_the_united_states_at_once_and_paper_each_exchange() -> None:
    paper = Asker(*MOMENTS[0], World.PAPER)
    real = Asker(*MOMENTS[0])
    apart = [
        row["ovrs_pdno"]
        for code in ("NASD", "NYSE", "AMEX")
        for row in paper.rows("overseas_stock/inquire_balance", "output1", OVRS_EXCG_CD=code)
    ]
    at_once = real.rows("overseas_stock/inquire_balance", "output1", OVRS_EXCG_CD="NASD")
    assert sorted(apart) == sorted(row["ovrs_pdno"] for row in at_once)
    nasdaq = paper.rows("overseas_stock/inquire_balance", "output1", OVRS_EXCG_CD="NASD")
    assert {row["ovrs_excg_cd"] for row in nasdaq} == {"NASD"}


def test_the_balance_by_fills_is_the_balance_in_won(asker: Asker) -> None:
    id_ = "overseas_stock/inquire_present_balance"
    foreign = asker.rows(id_, "output1", WCRC_FRCR_DVSN_CD="02")
    in_won = asker.rows(id_, "output1", WCRC_FRCR_DVSN_CD="01")
    sums = asker.row(id_, "output3")
    assert abs(total(in_won, "frcr_evlu_amt2") - Decimal(sums["evlu_amt_smtl"])) <= len(in_won)
    for row, won in zip(foreign, in_won, strict=True):
        rate = Decimal(row["bass_exrt"]) / int(row["unit_amt"])
        assert abs(Decimal(row["frcr_evlu_amt2"]) * rate - Decimal(won["frcr_evlu_amt2"])) <= 1
    balance = asker.rows("overseas_stock/inquire_balance", "output1", OVRS_EXCG_CD="NASD")
    held = {row["pdno"]: Decimal(row["cblc_qty13"]) for row in foreign}
    assert all(held[row["ovrs_pdno"]] == int(row["ovrs_cblc_qty"]) for row in balance)


def test_what_can_be_ordered_is_the_same_everywhere(asker: Asker) -> None:
    power = asker.row("overseas_stock/inquire_psamount")
    margin = {row["crcy_cd"]: row for row in asker.rows("overseas_stock/foreign_margin")}
    cash = {
        row["crcy_cd"]: row
        for row in asker.rows("overseas_stock/inquire_present_balance", "output2")
    }
    free = Decimal(margin["USD"]["frcr_ord_psbl_amt1"]).quantize(Decimal("0.01"))
    assert abs(Decimal(power["ord_psbl_frcr_amt"]) - free) <= Decimal("0.01")
    for currency, row in margin.items():
        assert row["frcr_ord_psbl_amt1"] == cash[currency]["frcr_drwg_psbl_amt_1"]
        assert row["frcr_dncl_amt1"] == cash[currency]["frcr_dncl_amt_2"]


def test_as_many_shares_as_can_be_bought_are_bought_and_not_one_more() -> None:
    asker = Asker(*MOMENTS[0])
    most = int(asker.row("overseas_stock/inquire_psamount")["max_ord_psbl_qty"])
    wish = {"PDNO": "AAPL", "OVRS_ORD_UNPR": "180.25"}
    too_many = asker.body("overseas_stock/order", ORD_QTY=str(most + 1), **wish)
    assert (too_many["rt_cd"], too_many["msg_cd"]) == ("7", "APBK0952")
    assert asker.body("overseas_stock/order", ORD_QTY=str(most), **wish)["rt_cd"] == "0"
    assert asker.row("overseas_stock/inquire_psamount")["max_ord_psbl_qty"] == "0"


def test_open_orders_are_the_unfilled_ones_of_the_day(asker: Asker) -> None:
    waiting = asker.rows("overseas_stock/inquire_nccs", OVRS_EXCG_CD="NASD")
    days = {"ORD_STRT_DT": "20261110", "ORD_END_DT": "20261130", "OVRS_EXCG_CD": "NASD"}
    unfilled = asker.rows("overseas_stock/inquire_ccnl", CCLD_NCCS_DVSN="02", **days)
    assert {row["odno"] for row in waiting} == {row["odno"] for row in unfilled}
    for row in asker.rows("overseas_stock/inquire_ccnl", **days):
        gone = int(row["ft_ord_qty"]) - int(row["ft_ccld_qty"]) - int(row["nccs_qty"])
        assert gone >= 0


def test_an_order_is_seen_moved_and_taken_back() -> None:
    asker = Asker(*MOMENTS[0])
    number = asker.row("overseas_stock/order", ORD_QTY="3", OVRS_ORD_UNPR="150.10")["ODNO"]
    shown = {row["odno"]: row for row in asker.rows("overseas_stock/inquire_nccs")}
    assert (shown[number]["ft_ord_unpr3"], shown[number]["nccs_qty"]) == ("150.10000000", "3")
    change = {"PDNO": "AAPL", "ORD_QTY": "3", "OVRS_ORD_UNPR": "151.00"}
    moved = asker.row(
        "overseas_stock/order_rvsecncl", ORGN_ODNO=number, RVSE_CNCL_DVSN_CD="01", **change
    )["ODNO"]
    asker.row("overseas_stock/order_rvsecncl", ORGN_ODNO=moved, RVSE_CNCL_DVSN_CD="02", **change)
    left = {row["odno"] for row in asker.rows("overseas_stock/inquire_nccs")}
    assert not left & {number, moved}
    again = asker.body("overseas_stock/order_rvsecncl", ORGN_ODNO=moved, **change)
    assert again["msg_cd"] == "APBK0400"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"OVRS_EXCG_CD": "NYSE", "PDNO": "AAPL"}, "APBK0656"),
        ({"PDNO": "NOSUCH"}, "APBK0656"),
        ({"OVRS_ORD_UNPR": "0"}, "APBK1507"),
        ({"ORD_DVSN": "01"}, "APBK1943"),
        ({"OVRS_ORD_UNPR": "180.005"}, "APBK0506"),
        ({"OVRS_EXCG_CD": "SEHK", "PDNO": "00003", "OVRS_ORD_UNPR": "7"}, "APBK0513"),
        ({"ORD_QTY": "9999999"}, "APBK0952"),
    ],
)
def test_orders_are_refused_for_their_reason(
    asker: Asker, fields: dict[str, str], code: str
) -> None:
    body = asker.body("overseas_stock/order", **fields)
    assert (body["rt_cd"] != "0", body["msg_cd"]) == (True, code)


def test_the_us_sells_under_both_paper_ids() -> None:
    asker = Asker(*MOMENTS[0], World.PAPER)
    for tr_id in ("VTTT1001U", "VTTT1006U"):
        body = asker.body("overseas_stock/order", tr_id, OVRS_ORD_UNPR="390.00")
        assert body["rt_cd"] == "0"
    sides = {
        row["sll_buy_dvsn_cd"]
        for row in asker.rows(
            "overseas_stock/inquire_ccnl",
            ORD_STRT_DT="20261123",
            ORD_END_DT="20261124",
            PDNO="AAPL",
            CCLD_NCCS_DVSN="02",
        )
    }
    assert sides == {"01"}


@pytest.mark.parametrize("month", ["202201", "202406", "202512"])
def test_what_a_month_earned_is_what_its_sales_brought(asker: Asker, month: str) -> None:
    days = {"INQR_STRT_DT": f"{month}01", "INQR_END_DT": f"{month}28"}
    id_ = "overseas_stock/inquire_period_profit"
    rows, sums = asker.rows(id_, "output1", **days), asker.row(id_, "output2", **days)
    assert rows
    assert total(rows, "ovrs_rlzt_pfls_amt") == Decimal(sums["ovrs_rlzt_pfls_tot_amt"])
    orders = asker.rows(
        "overseas_stock/inquire_ccnl",
        ORD_STRT_DT=f"{month}01",
        ORD_END_DT=f"{month}28",
        SLL_BUY_DVSN="01",
        OVRS_EXCG_CD="NASD",
    )
    assert total(orders, "ft_ccld_amt3") == Decimal(sums["stck_sll_amt_smtl"])
    trades = asker.rows(
        "overseas_stock/inquire_period_trans",
        "output1",
        ERLM_STRT_DT=f"{month}01",
        ERLM_END_DT=f"{month}28",
        SLL_BUY_DVSN_CD="01",
    )
    assert total(trades, "tr_frcr_amt2") == Decimal(sums["stck_sll_amt_smtl"])
    charges = total(trades, "dmst_frcr_fee1") + total(trades, "frcr_fee1")
    assert charges == Decimal(sums["smtl_fee1"])


def test_an_algorithmic_order_has_its_fills(asker: Asker) -> None:
    order = asker.rows("overseas_stock/algo_ordno", TRAD_DT="20250619")[0]
    asked = {"ORD_DT": "20250618", "ODNO": order["ODNO"]}
    told = asker.rows("overseas_stock/inquire_algo_ccnl", "output3", **asked)[0]
    fills = asker.rows("overseas_stock/inquire_algo_ccnl", "output", **asked)
    assert (told["odno"], told["ft_ccld_qty"]) == (order["ODNO"], order["FT_CCLD_QTY"])
    assert int(told["ccld_cnt"]) == len(fills)


@pytest.mark.parametrize(
    ("at", "code"),
    [("09:59", "KIER3672"), ("10:00", "APBK0014"), ("16:40", "KIER3672"), ("23:19", "APBK0014"),
     ("23:21", "KIER3672")],
)  # fmt: skip
def test_reservations_are_taken_in_their_hours(at: str, code: str) -> None:
    asker = Asker(f"2026-11-24 {at}", 7)
    assert asker.body("overseas_stock/order_resv")["msg_cd"] == code


def test_a_reservation_is_listed_until_it_is_taken_back() -> None:
    asker = Asker("2026-11-24 14:00", 7)
    number = asker.row("overseas_stock/order_resv")["OVRS_RSVN_ODNO"]
    days = {"INQR_STRT_DT": "20261124", "INQR_END_DT": "20261124"}
    listed = {
        row["ovrs_rsvn_odno"]: row
        for row in asker.rows("overseas_stock/order_resv_list", **days, OVRS_EXCG_CD="NASD")
    }
    assert (listed[number]["cncl_yn"], listed[number]["ft_ord_unpr3"]) == ("N", "290.50000000")
    assert asker.body("overseas_stock/order_resv_ccnl", OVRS_RSVN_ODNO=number)["rt_cd"] == "0"
    rows = asker.rows("overseas_stock/order_resv_list", **days, OVRS_EXCG_CD="NASD")
    assert next(row for row in rows if row["ovrs_rsvn_odno"] == number)["cncl_yn"] == "Y"
    assert asker.body("overseas_stock/order_resv_ccnl", OVRS_RSVN_ODNO=number)["rt_cd"] == "1"


def test_a_reservation_becomes_an_order_at_the_opening() -> None:
    floor = Floor("2026-11-24 23:00", seed=7)
    asker = Asker("2026-11-24 23:00", 7)
    asker.market = floor.market
    number = asker.row("overseas_stock/order_resv")["OVRS_RSVN_ODNO"]
    floor.go(31 * 60)
    days = {"INQR_STRT_DT": "20261124", "INQR_END_DT": "20261124", "OVRS_EXCG_CD": "NASD"}
    rows = asker.rows("overseas_stock/order_resv_list", **days)
    listed = next(row for row in rows if row["ovrs_rsvn_odno"] == number)
    open_numbers = {row["odno"] for row in asker.rows("overseas_stock/inquire_nccs")}
    assert (listed["ovrs_rsvn_ord_stat_cd"], listed["odno"] in open_numbers) == ("02", True)


def test_what_was_delivered_on_a_day_is_what_had_been_bought(asker: Asker) -> None:
    id_ = "overseas_stock/inquire_paymt_stdr_balance"
    rows = asker.rows(id_, "output1", BASS_DT="20261123")
    held = {row["pdno"]: Decimal(row["cblc_qty13"]) for row in rows}
    now = asker.rows("overseas_stock/inquire_present_balance", "output1")
    for row in now:
        today = Decimal(row["thdt_buy_ccld_qty1"]) - Decimal(row["thdt_sll_ccld_qty1"])
        if row["pdno"] in {"TSLA", "ADC"}:
            assert held[row["pdno"]] >= Decimal(row["cblc_qty13"]) - today


def test_open_profit_is_the_same_in_the_positions_and_in_the_cash(asker: Asker) -> None:
    rows = asker.rows("overseas_futureoption/inquire_unpd")
    for currency in ("USD", "EUR", "HKD"):
        own = [row for row in rows if row["crcy_cd"] == currency]
        cash = asker.row("overseas_futureoption/inquire_deposit", CRCY_CD=currency)
        assert total(own, "fm_evlu_pfls_amt") == Decimal(cash["fm_fuop_evlu_pfls_amt"])
        assert total(own, "fm_opt_evlu_amt") == Decimal(cash["fm_opt_evlu_amt"])


def test_margins_are_the_same_in_the_cash_and_in_detail(asker: Asker) -> None:
    for currency in ("USD", "EUR", "TKR"):
        cash = asker.row("overseas_futureoption/inquire_deposit", CRCY_CD=currency)
        detail = asker.row("overseas_futureoption/margin_detail", CRCY_CD=currency)
        for name in ("fm_brkg_mgn_amt", "fm_mntn_mgn_amt", "fm_ord_psbl_amt"):
            assert cash[name] == detail[name]
        parts = ("fm_span_brkg_mgn_amt", "fm_eurx_brkg_mgn_amt")
        methods = sum(Decimal(detail[name]) for name in parts)
        assert abs(methods - Decimal(detail["fm_ustl_mgn_amt"])) <= 1


def test_as_many_contracts_as_can_be_ordered_are_ordered_and_not_one_more() -> None:
    asker = Asker(*MOMENTS[0])
    wish = {"OVRS_FUTR_FX_PDNO": "GCG27", "SLL_BUY_DVSN_CD": "02"}
    can = asker.row("overseas_futureoption/inquire_psamount", **wish)
    most = int(can["fm_tot_ord_psbl_qty"])
    priced = wish | {"FM_LIMIT_ORD_PRIC": "2500.0"}
    one_more = asker.body("overseas_futureoption/order", FM_ORD_QTY=str(most + 1), **priced)
    assert one_more["msg_cd"] == "APBK0952"
    assert asker.body("overseas_futureoption/order", FM_ORD_QTY=str(most), **priced)["rt_cd"] == "0"


def test_orders_of_a_month_were_filled_as_its_fills_say(asker: Asker) -> None:
    days = {"STRT_DT": "20250601", "END_DT": "20250630"}
    orders = asker.rows("overseas_futureoption/inquire_daily_order", **days, **EVERYTHING)
    fills = asker.rows("overseas_futureoption/inquire_daily_ccld", "output1", **days)
    sums = asker.row("overseas_futureoption/inquire_daily_ccld", "output2", **days)
    assert total(orders, "fm_ccld_qty") == total(fills, "fm_ccld_qty")
    assert total(fills, "fm_ccld_qty") == Decimal(sums["fm_tot_ccld_qty"])
    assert {row["odno"] for row in fills} <= {row["odno"] for row in orders}


def test_cash_runs_on_from_row_to_row_and_ends_as_it_stands(asker: Asker) -> None:
    days = {"INQR_TERM_FROM_DT": "20250601", "INQR_TERM_TO_DT": "20250630"}
    rows = asker.rows("overseas_futureoption/inquire_period_trans", **days)
    profits = asker.rows("overseas_futureoption/inquire_period_ccld", "output1", **days)
    contracts = asker.rows("overseas_futureoption/inquire_period_ccld", "output2", **days)
    for profit in profits:
        own = [row for row in rows if row["crcy_cd"] == profit["crcy_cd"]]
        for row in own:
            moved = Decimal(row["fm_sttl_amt"]) - Decimal(row["fm_fee"])
            moved += Decimal(row["fm_iofw_amt"])
            assert Decimal(row["fm_bf_dncl_amt"]) + moved == Decimal(row["fm_dncl_amt"])
        assert total(own, "fm_fee") == Decimal(profit["fm_fee"])
        lines = [row for row in contracts if row["crcy_cd"] == profit["crcy_cd"]]
        for name in ("fm_lqd_pfls_amt", "fm_net_pfls_amt", "fm_ustl_evlu_pfls_amt"):
            assert total(lines, name) == Decimal(profit[name])


def test_a_futures_order_is_listed_moved_and_taken_back() -> None:
    asker = Asker(*MOMENTS[0])
    id_ = "overseas_futureoption/inquire_ccld"
    number = asker.row("overseas_futureoption/order")["ODNO"]
    assert len(number) == len("30000001")
    listed = {row["odno"]: row for row in asker.rows(id_, **EVERYTHING)}
    assert (listed[number]["fm_ord_pric"], listed[number]["fm_ord_rmn_qty"]) == ("5200.00", "1")
    moved = asker.row("overseas_futureoption/order_rvsecncl", ORGN_ODNO=number)["ODNO"]
    body = asker.body("overseas_futureoption/order_rvsecncl", "OTFM3003U", ORGN_ODNO=moved)
    assert body["rt_cd"] == "0"
    listed = {row["odno"]: row for row in asker.rows(id_, **EVERYTHING)}
    assert (listed[number]["fm_ord_rmn_qty"], listed[moved]["fm_ord_rmn_qty"]) == ("0", "0")
    assert listed[moved]["orgn_odno"] == number


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"OVRS_FUTR_FX_PDNO": "NOSUCH"}, "APBK0656"),
        ({"FM_LIMIT_ORD_PRIC": ""}, "OPSQ2001"),
        ({"FM_LIMIT_ORD_PRIC": "5200.10"}, "APBK0506"),
        ({"FM_ORD_QTY": "0"}, "OPSQ2001"),
        ({"FM_ORD_QTY": "99999"}, "APBK0952"),
        ({"PRIC_DVSN_CD": "9"}, "OPSQ2001"),
    ],
)
def test_futures_orders_are_refused_for_their_reason(
    asker: Asker, fields: dict[str, str], code: str
) -> None:
    body = asker.body("overseas_futureoption/order", **fields)
    assert (body["rt_cd"] != "0", body["msg_cd"]) == (True, code)


def test_a_pre_market_order_lives_through_the_regular_session_and_ends_with_it() -> None:
    floor = Floor("2026-11-24 20:00", seed=7)
    asker = Asker("2026-11-24 20:00", 7)
    asker.market = floor.market
    number = asker.row("overseas_stock/order", OVRS_ORD_UNPR="120.00")["ODNO"]

    def waiting() -> set[str]:
        return {row["odno"] for row in asker.rows("overseas_stock/inquire_nccs")}

    floor.go(5 * 3600)
    assert number in waiting()
    floor.go(5 * 3600 + 60)
    assert number not in waiting()
    days = {"ORD_STRT_DT": "20261124", "ORD_END_DT": "20261124", "OVRS_EXCG_CD": "NASD"}
    row = next(
        one for one in asker.rows("overseas_stock/inquire_ccnl", **days) if one["odno"] == number
    )
    assert (row["ord_dt"], row["ft_ccld_qty"], row["nccs_qty"]) == ("20261124", "0", "0")
    assert (row["dmst_ord_dt"], row["thco_ord_tmd"], row["ord_tmd"]) == (
        "20261124", "200000", "060000",
    )  # fmt: skip


def test_no_order_of_today_is_told_to_have_been_reserved() -> None:
    asker = Asker("2026-11-24 23:40", 7)
    placed = {asker.row("overseas_stock/order")["ODNO"] for _ in range(8)}
    days = {"INQR_STRT_DT": "20261123", "INQR_END_DT": "20261125", "OVRS_EXCG_CD": "NASD"}
    assert len(placed) == 8
    told = asker.rows("overseas_stock/order_resv_list", **days)
    assert not placed & {row["odno"] for row in told}


def test_what_is_bought_in_daytime_trading_is_of_today() -> None:
    asker = Asker("2026-11-24 11:00", 7)
    market = asker.market.others.overseas_stock
    now = asker.market.clock.now()
    dealt = market.dealer.find_dealt("BAQ", "AAPL")
    assert dealt is not None
    ask = dealt.course.book(now).asks[0].price
    market.dealer.place(SHARES, "BAQ", "AAPL", Side.BUY, 3, ask, now)
    rows = asker.rows("overseas_stock/inquire_present_balance", "output1")
    row = next(row for row in rows if row["pdno"] == "AAPL")
    assert Decimal(row["thdt_buy_ccld_qty1"]) == 3
    assert [one.quantity for one in fills_today(market, SHARES, now) if one.code == "AAPL"][-1] == 3


def test_the_cash_of_a_day_does_not_depend_on_the_period_asked_for(asker: Asker) -> None:
    id_ = "overseas_futureoption/inquire_period_trans"
    june, half, settled = (
        {
            (row["bass_dt"], row["crcy_cd"], row["acnt_tr_type_name"]): row["fm_dncl_amt"]
            for row in asker.rows(
                id_, INQR_TERM_FROM_DT=start, INQR_TERM_TO_DT="20260630", ACNT_TR_TYPE_CD=kind
            )
        }
        for start, kind in (("20260601", "1"), ("20260101", "1"), ("20260601", "3"))
    )
    assert len(june) > 10
    assert june.items() <= half.items()
    assert settled.items() <= june.items()
    assert {kind for _, _, kind in settled} == {"결제"}
