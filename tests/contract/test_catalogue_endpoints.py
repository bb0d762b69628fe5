"""What the catalogue says of endpoints, against literals written by hand after the documents."""

from __future__ import annotations

from collections import Counter

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import FieldType, Lane, More, Shape

PER_GROUP = {
    # endpoints, served in paper
    "OAuth인증": (4, 4),
    "국내주식주문": (23, 5),
    "국내주식시세": (108, 13),
    "해외주식주문": (18, 8),
    "해외주식시세": (29, 4),
    "국내선물옵션주문": (14, 5),
    "국내선물옵션시세": (10, 3),
    "해외선물옵션주문": (11, 0),
    "해외선물옵션시세": (20, 0),
    "장내채권": (15, 0),
    "ELW": (21, 0),
    "ETF": (5, 0),
}


def test_so_many_in_each_group() -> None:
    entries = [loader.endpoint(id_) for id_ in loader.endpoint_ids()]
    counted = Counter(entry.group for entry in entries)
    paper = Counter(entry.group for entry in entries if entry.paper)
    assert {group: (counted[group], paper[group]) for group in counted} == PER_GROUP


@pytest.mark.parametrize(
    ("id_", "method", "path", "real", "paper"),
    [
        (
            "domestic_stock/inquire_price",
            "GET",
            "/uapi/domestic-stock/v1/quotations/inquire-price",
            {"": "FHKST01010100"},
            {"": "FHKST01010100"},
        ),
        (
            "domestic_stock/order_cash",
            "POST",
            "/uapi/domestic-stock/v1/trading/order-cash",
            {"sell": "TTTC0011U", "buy": "TTTC0012U"},
            {"sell": "VTTC0011U", "buy": "VTTC0012U"},
        ),
        (
            "domestic_stock/order_credit",
            "POST",
            "/uapi/domestic-stock/v1/trading/order-credit",
            {"buy": "TTTC0052U", "sell": "TTTC0051U"},
            {},
        ),
        (
            "domestic_stock/order_rvsecncl",
            "POST",
            "/uapi/domestic-stock/v1/trading/order-rvsecncl",
            {"": "TTTC0013U"},
            {"": "VTTC0013U"},
        ),
        (
            "domestic_stock/inquire_daily_ccld",
            "GET",
            "/uapi/domestic-stock/v1/trading/inquire-daily-ccld",
            {"before": "CTSC9215R", "inner": "TTTC0081R"},
            {"before": "VTSC9215R", "inner": "VTTC0081R"},
        ),
        (
            "domestic_stock/order_resv_rvsecncl",
            "POST",
            "/uapi/domestic-stock/v1/trading/order-resv-rvsecncl",
            {"cancel": "CTSC0009U", "modify": "CTSC0013U"},
            {},
        ),
        (
            "domestic_futureoption/order",
            "POST",
            "/uapi/domestic-futureoption/v1/trading/order",
            {"day": "TTTO1101U", "night": "STTN1101U"},
            {"day": "VTTO1101U"},
        ),
        (
            "domestic_futureoption/order_rvsecncl",
            "POST",
            "/uapi/domestic-futureoption/v1/trading/order-rvsecncl",
            {"day": "TTTO1103U", "night": "STTN1103U"},
            {"day": "VTTO1103U"},
        ),
        (
            "domestic_futureoption/margin_rate",
            "GET",
            "/uapi/domestic-futureoption/v1/quotations/margin-rate",
            {"": "TTTO6032R"},
            {},
        ),
        (
            "overseas_stock/multprice",
            "GET",
            "/uapi/overseas-price/v1/quotations/multprice",
            {"": "HHDFS76220000"},
            {},
        ),
        (
            "overseas_stock/price",
            "GET",
            "/uapi/overseas-price/v1/quotations/price",
            {"": "HHDFS00000300"},
            {"": "HHDFS00000300"},
        ),
        (
            "overseas_stock/daytime_order",
            "POST",
            "/uapi/overseas-stock/v1/trading/daytime-order",
            {"buy": "TTTS6036U", "sell": "TTTS6037U"},
            {},
        ),
        (
            "overseas_stock/order_resv",
            "POST",
            "/uapi/overseas-stock/v1/trading/order-resv",
            {"usBuy": "TTTT3014U", "usSell": "TTTT3016U", "asia": "TTTS3013U"},
            {"usBuy": "VTTT3014U", "usSell": "VTTT3016U", "asia": "VTTS3013U"},
        ),
        (
            "overseas_futureoption/order_rvsecncl",
            "POST",
            "/uapi/overseas-futureoption/v1/trading/order-rvsecncl",
            {"0": "OTFM3002U", "1": "OTFM3003U"},
            {},
        ),
        (
            "overseas_futureoption/inquire_time_optchartprice",
            "GET",
            "/uapi/overseas-futureoption/v1/quotations/inquire-time-optchartprice",
            {"": "HHDFO55020400"},
            {},
        ),
        (
            "domestic_bond/buy",
            "POST",
            "/uapi/domestic-bond/v1/trading/buy",
            {"": "TTTC0952U"},
            {},
        ),
        (
            "elw/updown_rate",
            "GET",
            "/uapi/elw/v1/ranking/updown-rate",
            {"": "FHPEW02770000"},
            {},
        ),
        (
            "etfetn/inquire_price",
            "GET",
            "/uapi/etfetn/v1/quotations/inquire-price",
            {"": "FHPST02400000"},
            {},
        ),
    ],
)
def test_an_endpoint_is_where_the_documents_say(
    id_: str, method: str, path: str, real: dict[str, str], paper: dict[str, str]
) -> None:
    entry = loader.endpoint(id_)
    assert (entry.method, entry.path) == (method, path)
    assert entry.tr_real == real
    assert entry.tr_paper == paper
    assert entry.paper is bool(paper)


@pytest.mark.parametrize(
    ("choice", "real", "paper"),
    [
        ("buy NASD", "TTTT1002U", "VTTT1002U"),
        ("buy AMEX", "TTTT1002U", "VTTT1002U"),
        ("sell NYSE", "TTTT1006U", "VTTT1001U"),
        ("buy SEHK", "TTTS1002U", "VTTS1002U"),
        ("sell SEHK", "TTTS1001U", "VTTS1001U"),
        ("buy SHAA", "TTTS0202U", "VTTS0202U"),
        ("sell SHAA", "TTTS1005U", "VTTS1005U"),
        ("sell SZAA", "TTTS0304U", "VTTS0304U"),
        ("buy TKSE", "TTTS0308U", "VTTS0308U"),
        ("sell VNSE", "TTTS0310U", "VTTS0310U"),
        ("buy HASE", "TTTS0311U", "VTTS0311U"),
    ],
)
def test_an_overseas_order_has_a_tr_id_for_each_side_and_market(
    choice: str, real: str, paper: str
) -> None:
    entry = loader.endpoint("overseas_stock/order")
    assert (entry.tr_real[choice], entry.tr_paper[choice]) == (real, paper)
    assert entry.tr_other == ("VTTT1006U",)


@pytest.mark.parametrize(
    ("market", "real", "paper"),
    [
        ("NASD", "TTTT1004U", "VTTT1004U"),
        ("SEHK", "TTTS1003U", "VTTS1003U"),
        ("TKSE", "TTTS0309U", "VTTS0309U"),
        ("SHAA", "TTTS0302U", "VTTS0302U"),
        ("SZAA", "TTTS0306U", "VTTS0306U"),
        ("VNSE", "TTTS0312U", "VTTS0312U"),
    ],
)
def test_an_overseas_order_is_amended_by_its_markets_tr_id(
    market: str, real: str, paper: str
) -> None:
    entry = loader.endpoint("overseas_stock/order_rvsecncl")
    assert (entry.tr_real[market], entry.tr_paper[market]) == (real, paper)


@pytest.mark.parametrize(
    "id_",
    [
        "overseas_stock/inquire_nccs",
        "domestic_futureoption/display_board_top",
        "overseas_futureoption/inquire_price",
        "overseas_futureoption/stock_detail",
    ],
)
def test_where_sources_contradict_paper_is_not_served(id_: str) -> None:
    entry = loader.endpoint(id_)
    assert not entry.paper
    assert entry.tr_paper == {}
    assert entry.note


@pytest.mark.parametrize(
    ("id_", "names"),
    [
        ("domestic_bond/inquire_psbl_order", {"SAMT_MKET_PTCI_YN"}),
        ("domestic_stock/investor_program_trade_today", {"EXCH_DIV_CLS_CODE"}),
        ("domestic_stock/pension_inquire_present_balance", {"PRCS_DVSN_CD"}),
        ("domestic_stock/volume_rank", {"FID_INPUT_DATE_1"}),
        ("elw/newly_listed", {"FID_BLNG_CLS_CODE"}),
        ("overseas_futureoption/search_contract_detail", {"SRS_CD_01", "SRS_CD_32"}),
        ("overseas_stock/dailyprice", {"KEYB"}),
        ("overseas_stock/order", {"START_TIME", "END_TIME", "ALGO_ORD_TMD_DVSN_CD"}),
        ("overseas_stock/order_resv_ccnl", {"RSVN_ORD_RCIT_DT"}),
        ("overseas_stock/multprice", {"NREC", "EXCD_01", "SYMB_10"}),
        ("domestic_stock/disparity", {"fid_hour_cls_code"}),
    ],
)
def test_parameters_of_either_source_are_there_in_their_case(id_: str, names: set[str]) -> None:
    assert names <= {param.name for param in loader.endpoint(id_).params}


@pytest.mark.parametrize(
    ("id_", "block", "shape", "types"),
    [
        (
            "domestic_stock/inquire_price",
            "output",
            Shape.OBJECT,
            {
                "stck_prpr": FieldType.PRICE,
                "prdy_vrss_sign": FieldType.SIGN,
                "prdy_ctrt": FieldType.RATE,
                "acml_vol": FieldType.QUANTITY,
                "acml_tr_pbmn": FieldType.AMOUNT,
                "w52_hgpr_date": FieldType.DATE,
                "temp_stop_yn": FieldType.FLAG,
                "stck_shrn_iscd": FieldType.SYMBOL,
                "iscd_stat_cls_code": FieldType.CODE,
                "bstp_kor_isnm": FieldType.TEXT,
            },
        ),
        (
            "domestic_stock/inquire_balance",
            "output1",
            Shape.LIST,
            {
                "pdno": FieldType.SYMBOL,
                "hldg_qty": FieldType.QUANTITY,
                "pchs_avg_pric": FieldType.PRICE,
                "evlu_pfls_amt": FieldType.AMOUNT,
                "evlu_pfls_rt": FieldType.RATE,
            },
        ),
        (
            "domestic_stock/comp_program_trade_daily",
            "output",
            Shape.LIST,
            {"nabt_smtn_seln_vol": FieldType.QUANTITY, "arbt_smtn_ntby_qty": FieldType.QUANTITY},
        ),
        (
            "domestic_stock/overtime_exp_trans_fluct",
            "output",
            Shape.LIST,
            {"ovtm_untp_antc_cntg_vrss_sign": FieldType.SIGN},
        ),
        (
            "overseas_stock/price",
            "output",
            Shape.OBJECT,
            {
                "rsym": FieldType.SYMBOL,
                "last": FieldType.PRICE,
                "diff": FieldType.PRICE,
                "rate": FieldType.RATE,
                "tvol": FieldType.QUANTITY,
                "tamt": FieldType.AMOUNT,
                "zdiv": FieldType.CODE,
            },
        ),
        (
            "overseas_stock/multprice",
            "output2",
            Shape.LIST,
            {"h52d": FieldType.DATE, "pask": FieldType.PRICE, "vask": FieldType.QUANTITY},
        ),
        (
            "domestic_futureoption/margin_rate",
            "output",
            Shape.LIST,
            {"bast_id": FieldType.CODE, "tr_mgna_rt": FieldType.RATE, "bast_pric": FieldType.PRICE},
        ),
        (
            "domestic_stock/dividend_rate",
            "output",
            Shape.LIST,
            {"isin_name": FieldType.TEXT, "divi_rate": FieldType.RATE},
        ),
    ],
)
def test_fields_are_read_by_their_type(
    id_: str, block: str, shape: Shape, types: dict[str, FieldType]
) -> None:
    found = loader.endpoint(id_).outputs[block]
    assert found.shape is shape
    read = {field.name: field.type for field in found.fields}
    assert {name: read.get(name) for name in types} == types


def test_misspelt_names_are_gone() -> None:
    fields = loader.endpoint("domestic_stock/comp_program_trade_daily").outputs["output"].fields
    assert not {"nabt_smtm_seln_vol", "arbt_smtm_ntby_qty"} & {field.name for field in fields}


@pytest.mark.parametrize(
    ("id_", "keys", "more", "rows_real", "rows_paper"),
    [
        (
            "domestic_stock/inquire_balance",
            ("CTX_AREA_FK100", "CTX_AREA_NK100"),
            More.HEADER,
            50,
            20,
        ),
        (
            "domestic_stock/inquire_daily_ccld",
            ("CTX_AREA_FK100", "CTX_AREA_NK100"),
            More.HEADER,
            100,
            15,
        ),
        ("domestic_stock/chk_holiday", ("CTX_AREA_FK", "CTX_AREA_NK"), More.HEADER, None, None),
        (
            "domestic_futureoption/inquire_ccnl",
            ("CTX_AREA_FK200", "CTX_AREA_NK200"),
            More.HEADER,
            100,
            100,
        ),
        ("overseas_stock/market_cap", ("KEYB",), More.KEY, None, None),
        ("overseas_futureoption/daily_ccnl", ("INDEX_KEY",), More.KEY, None, None),
    ],
)
def test_pages_are_followed_as_the_documents_say(
    id_: str, keys: tuple[str, ...], more: More, rows_real: int | None, rows_paper: int | None
) -> None:
    paging = loader.endpoint(id_).paging
    assert paging is not None
    assert set(paging.keys) == set(keys)
    assert paging.more is more
    assert (paging.rows_real, paging.rows_paper) == (rows_real, rows_paper)


@pytest.mark.parametrize(
    "id_", ["domestic_stock/after_hour_balance", "domestic_stock/dividend_rate", "elw/volume_rank"]
)
def test_a_loop_in_sample_code_is_no_paging(id_: str) -> None:
    assert loader.endpoint(id_).paging is None


@pytest.mark.parametrize(
    ("id_", "lane"),
    [
        ("domestic_stock/order_cash", Lane.ORDER),
        ("overseas_stock/order_resv_ccnl", Lane.ORDER),
        ("overseas_stock/inquire_balance", Lane.ACCOUNT),
        ("domestic_stock/inquire_price", Lane.VISIBLE),
        ("domestic_stock/market_cap", Lane.BACKGROUND),
    ],
)
def test_who_goes_first(id_: str, lane: Lane) -> None:
    assert loader.endpoint(id_).lane is lane


def test_fields_whose_block_nobody_knows_are_known_by_name() -> None:
    unplaced = {
        field.name for field in loader.endpoint("domestic_futureoption/ngt_margin_detail").unplaced
    }
    assert {"futr_new_mgn_amt", "dnca_cash", "add_mgna_tot_amt"} <= unplaced
    assert len(unplaced) == 33
