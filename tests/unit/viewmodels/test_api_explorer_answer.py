"""An answer as it is shown: blocks over all pages, its verdict, its headers, and as a script."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.domain.api_page import ApiBlock
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.viewmodels.api_explorer_answer import Answer, header_rows, pretty, timing, verdict
from kis_desktop.viewmodels.api_explorer_links import price_of
from kis_desktop.viewmodels.api_explorer_python import script
from kis_desktop.viewmodels.words import Words
from tests.patience import PATIENCE_S
from tests.unit.viewmodels.api_pages import PRICE, list_page, page, price_page

CCLD = "domestic_stock/inquire_daily_ccld"
KO, EN = Words("ko"), Words("en")
HOST = "http://127.0.0.1:1"


def answer(endpoint_id: str, *pages: object) -> Answer:
    return Answer(loader.endpoint(endpoint_id), "", (), pages)  # type: ignore[arg-type]


def test_an_object_stays_one_and_a_list_is_joined_over_its_pages() -> None:
    (output,) = answer(PRICE, price_page()).tables(korean=True)
    assert (output.is_object, len(output.rows)) == (True, 1)
    both = answer(CCLD, list_page(1, 15, more=True), list_page(16, 3, more=False))
    (rows,) = both.tables(korean=True)
    assert (rows.is_object, len(rows.rows), both.row_count) == (False, 18, 18)
    assert [row[0] for row in rows.rows][14:16] == ["15", "16"]


def test_pages_with_other_columns_are_brought_under_the_widest() -> None:
    first = page(ApiBlock("output1", ("odno",), (("1",),)))
    second = page(ApiBlock("output1", ("pdno", "odno"), (("005930", "2"),)))
    (rows,) = answer(CCLD, first, second).tables(korean=True)
    assert rows.rows == ((None, "1"), ("005930", "2"))


def test_a_list_where_an_object_is_documented_is_shown_as_a_table() -> None:
    (output,) = answer(PRICE, page(ApiBlock("output", ("stck_prpr",), (("1",), ("2",))))).tables(
        korean=True
    )
    assert not output.is_object


def test_a_single_very_wide_row_is_read_as_a_list_of_its_fields() -> None:
    wide = ApiBlock("output1", tuple(f"f{n}" for n in range(40)), (("1",) * 40,))
    narrow = ApiBlock("output1", ("odno", "pdno"), (("1", "005930"),))
    (first,) = answer(CCLD, page(wide)).tables(korean=True)
    (second,) = answer(CCLD, page(narrow)).tables(korean=True)
    assert (first.is_object, second.is_object) == (True, False)


def test_an_unknown_field_is_marked() -> None:
    (output,) = answer(PRICE, price_page()).tables(korean=True)
    assert [column.name for column in output.columns if not column.known] == ["brand_new"]


def test_the_verdict_has_the_advice_the_code_and_the_servers_words() -> None:
    busy = price_page(ok=False, code="EGW00201", text="초당 거래건수를 초과하였습니다.", status=500)
    assert verdict(price_page(), KO) == "정상처리 되었습니다. [MCA00000]"
    assert verdict(price_page(), EN) == "OK [MCA00000]"
    told = verdict(busy, KO)
    assert told.startswith("초당 거래건수 한도를 넘어 처리되지 않았습니다.")
    assert "[EGW00201]" in told
    assert "초과하였습니다." in told
    unknown = price_page(ok=False, code="ZZZZ0001", text="모름")
    assert verdict(unknown, KO).startswith("서버가 거절했습니다.")
    assert "[ZZZZ0001]" in verdict(unknown, KO)


def test_what_the_simulator_does_not_play_is_said() -> None:
    absent = price_page(ok=False, code="EGW00203", status=404)
    assert verdict(absent, KO, simulated=True).startswith("시뮬레이터가 아직")
    assert not verdict(absent, KO).startswith("시뮬레이터가 아직")


def test_timing_tells_wire_and_queue_apart() -> None:
    assert timing(price_page(), KO) == "응답 12ms · 대기 250ms"


def test_raw_json_is_made_readable_and_anything_else_left_alone() -> None:
    assert pretty('{"a":{"b":"가"}}') == '{\n  "a": {\n    "b": "가"\n  }\n}'
    assert pretty("<html>") == "<html>"


def test_headers_sent_and_received_are_listed_with_the_fields() -> None:
    rows = header_rows(price_page(), KO)
    assert ("보낸 헤더", "appkey", "<APPKEY>") in rows
    assert ("요청 항목", "FID_INPUT_ISCD", "005930") in rows
    assert ("받은 헤더", "HTTP", "200") in rows


@pytest.mark.parametrize(
    "endpoint_id",
    [id_ for id_ in loader.endpoint_ids() if not loader.endpoint(id_).is_order],
)
def test_every_read_of_the_catalogue_can_be_copied_as_a_script(endpoint_id: str) -> None:
    endpoint = loader.endpoint(endpoint_id)
    tr_id = next(iter(endpoint.tr_real.values()), "")
    text = script(endpoint, tr_id, HOST, {})
    ast.parse(text)
    assert f'TR_ID = "{tr_id}"' in text
    for name in ("KIS_APP_KEY", "KIS_APP_SECRET"):
        assert f'os.environ["{name}"]' in text


def test_a_script_takes_the_account_from_the_environment() -> None:
    text = script(loader.endpoint(CCLD), "TTTC0081R", HOST, {"PDNO": "005930"})
    assert '"CANO": os.environ["KIS_ACCOUNT"]' in text
    assert '"PDNO": "005930"' in text
    assert '"CTX_AREA_NK100": ""' in text


def test_a_script_without_its_environment_says_what_is_missing(tmp_path: Path) -> None:
    copied = tmp_path / "copied.py"
    copied.write_text(script(loader.endpoint(CCLD), "TTTC0081R", HOST, {}), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIS_")}
    ran = subprocess.run(
        [sys.executable, str(copied)],
        env={**kept, "KIS_APP_KEY": "key", "KIS_APP_SECRET": "", "KIS_ACCOUNT": "12345678"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        "Not in the environment: KIS_APP_SECRET, KIS_ACCOUNT_PRODUCT. Set it and run again."
    ]


def test_a_script_leaves_blank_what_is_personal_and_not_known() -> None:
    endpoint = loader.endpoint("domestic_futureoption/inquire_ngt_balance")
    text = script(endpoint, "CTFN6118R", HOST, {})
    assert '"ACNT_PWD": ""' in text
    titles = loader.endpoint("domestic_stock/psearch_title")
    assert '"user_id": os.environ["KIS_HTS_ID"]' in script(titles, "HHKST03900300", HOST, {})


def test_a_script_asks_slower_in_paper() -> None:
    endpoint = loader.endpoint(CCLD)
    assert "time.sleep(0.1)" in script(endpoint, "TTTC0081R", HOST, {})
    assert "time.sleep(1.1)" in script(endpoint, "VTTC0081R", HOST, {}, is_paper=True)


def test_no_script_is_made_of_an_order() -> None:
    with pytest.raises(ValueError, match="order"):
        script(loader.endpoint("domestic_stock/order_cash"), "TTTC0012U", HOST, {})


@pytest.mark.parametrize(
    ("market", "kind", "endpoint_id", "values"),
    [
        (
            Market.NASDAQ,
            InstrumentKind.STOCK,
            "overseas_stock/price",
            {"AUTH": "", "EXCD": "NAS", "SYMB": "X1"},
        ),
        (
            Market.DERIVATIVES,
            InstrumentKind.OPTION,
            "domestic_futureoption/inquire_price",
            {"FID_COND_MRKT_DIV_CODE": "O", "FID_INPUT_ISCD": "X1"},
        ),
        (
            Market.FOREIGN_FUTURES,
            InstrumentKind.FUTURE,
            "overseas_futureoption/inquire_price",
            {"SRS_CD": "X1"},
        ),
        (
            Market.SECTOR,
            InstrumentKind.INDEX,
            "domestic_stock/inquire_index_price",
            {"FID_COND_MRKT_DIV_CODE": "U", "FID_INPUT_ISCD": "X1"},
        ),
        (
            Market.ELW,
            InstrumentKind.ELW,
            "domestic_stock/inquire_elw_price",
            {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "X1"},
        ),
        (
            Market.BOND,
            InstrumentKind.BOND,
            "domestic_bond/inquire_price",
            {"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": "X1"},
        ),
    ],
)
def test_an_instrument_of_another_market_has_its_price_endpoint(
    market: Market, kind: InstrumentKind, endpoint_id: str, values: dict[str, str]
) -> None:
    wanted = price_of(Instrument("X1", "이름", market, kind))
    assert wanted is not None
    assert (wanted.endpoint_id, wanted.values) == (endpoint_id, values)
    params = {param.name for param in loader.endpoint(endpoint_id).params}
    assert values.keys() <= params


@pytest.mark.parametrize(
    ("kind", "underlying", "code"),
    [
        (InstrumentKind.FUTURE, "2001", "F"),
        (InstrumentKind.SPREAD, "2001", "F"),
        (InstrumentKind.OPTION, "2001", "O"),
        (InstrumentKind.FUTURE, "005930", "JF"),
        (InstrumentKind.OPTION, "005930", "JO"),
    ],
)
def test_derivatives_on_shares_are_asked_for_as_such(
    kind: InstrumentKind, underlying: str, code: str
) -> None:
    wanted = price_of(Instrument("A1", "이름", Market.DERIVATIVES, kind, underlying=underlying))
    assert wanted is not None
    assert wanted.values["FID_COND_MRKT_DIV_CODE"] == code


@pytest.mark.parametrize(
    ("market", "kind", "underlying"),
    [
        (Market.THEME, InstrumentKind.THEME, ""),
        (Market.WORLD, InstrumentKind.INDEX, ""),
        (Market.WORLD, InstrumentKind.FUTURE, ""),
        (Market.DERIVATIVES, InstrumentKind.FUTURE, "USD"),
    ],
)
def test_what_no_endpoint_prices_has_none(
    market: Market, kind: InstrumentKind, underlying: str
) -> None:
    assert price_of(Instrument("1", "이름", market, kind, underlying=underlying)) is None
