"""Endpoints and channels are found by every name that somebody may know."""

from __future__ import annotations

import pytest

from kis_desktop.catalogue.directory import directory
from kis_desktop.viewmodels.api_explorer_find import ApiIndex
from tests.work import counted

PRICE = "domestic_stock/inquire_price"


@pytest.fixture(scope="module")
def index() -> ApiIndex:
    return ApiIndex(directory())


@pytest.mark.parametrize(
    "text",
    [
        "주식현재가 시세",
        "ㅈㅅㅎㅈㄱ ㅅㅅ",
        "Current price",
        "inquire-price",
        "/uapi/domestic-stock/v1/quotations/inquire-price",
        "fhkst01010100",
        "domestic_stock/inquire_price",
    ],
)
def test_an_endpoint_is_found_by_each_of_its_names(index: ApiIndex, text: str) -> None:
    assert PRICE in index.find(text)[:3]


@pytest.mark.parametrize("text", ["H0STCNT0", "국내주식 실시간체결가", "ccnl_krx"])
def test_a_channel_is_found_too(index: ApiIndex, text: str) -> None:
    assert "channel:domestic_stock/ccnl_krx" in index.find(text)[:3]


def test_a_paper_tr_id_finds_its_endpoint_first(index: ApiIndex) -> None:
    assert index.find("VTTC0012U")[0] == "domestic_stock/order_cash"


def test_words_may_stand_in_any_order(index: ApiIndex) -> None:
    assert "domestic_stock/inquire_balance" in index.find("잔고 주식")


def test_nothing_is_found_for_nothing_and_for_nonsense(index: ApiIndex) -> None:
    assert index.find("  ") == ()
    assert index.find("쀍쀍쀍") == ()


def test_a_search_looks_at_each_line_once_and_makes_no_text_anew(index: ApiIndex) -> None:
    for text in ("ㅎㅈㄱ", "해외주식 기간별", "price", "TTTC"):
        with counted() as work:
            assert index.find(text)
        assert work.calls < 100 * len(directory())
