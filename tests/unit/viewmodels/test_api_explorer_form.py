"""The form that the catalogue gives: filled in where it can be, checked before anything leaves."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.catalogue import loader
from kis_desktop.viewmodels.api_explorer_form import CHANNEL_KEY, FieldKind, Form
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import HYNIX, SAMSUNG

TODAY = date(2026, 11, 20)
DAILY = "domestic_stock/inquire_daily_itemchartprice"
PRICE = "domestic_stock/inquire_price"
CCLD = "domestic_stock/inquire_daily_ccld"


def form(endpoint_id: str, today: date | None = TODAY, language: str = "ko") -> Form:
    return Form(loader.endpoint(endpoint_id), Words(language), SAMSUNG, today)


def channel_form(channel_id: str) -> Form:
    return Form(loader.channel(channel_id), Words("ko"), SAMSUNG, TODAY)


def test_symbol_and_dates_are_filled_in() -> None:
    assert form(DAILY).values() == {
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": SAMSUNG,
        "FID_INPUT_DATE_1": "20261021",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0",
    }


def test_without_market_time_dates_wait_and_are_filled_in_when_it_comes(qtbot: QtBot) -> None:
    waiting = form(DAILY, today=None)
    assert waiting.text("FID_INPUT_DATE_1") == ""
    assert set(waiting.problems()) == {"FID_INPUT_DATE_1", "FID_INPUT_DATE_2"}
    told: list[str] = []
    waiting.changed.connect(told.append)
    waiting.set_today(TODAY)
    assert waiting.text("FID_INPUT_DATE_1") == "20261021"
    assert told == ["FID_INPUT_DATE_1", "FID_INPUT_DATE_2"]
    assert waiting.problems() == ()


def test_the_linked_symbol_is_followed_until_it_is_pinned() -> None:
    linked = form(PRICE)
    linked.follow(HYNIX)
    followed = linked.text("FID_INPUT_ISCD")
    linked.pin(True)
    linked.follow(SAMSUNG)
    pinned = linked.text("FID_INPUT_ISCD")
    linked.pin(False)
    assert (followed, pinned, linked.text("FID_INPUT_ISCD")) == (HYNIX, HYNIX, SAMSUNG)


@pytest.mark.parametrize(
    "endpoint_id",
    [
        "domestic_stock/inquire_index_price",
        "overseas_stock/price",
        "domestic_stock/inquire_daily_ccld",
        "domestic_futureoption/inquire_price",
        "domestic_stock/invest_opbysec",
    ],
)
def test_a_stock_is_not_put_where_another_thing_belongs(endpoint_id: str) -> None:
    made = form(endpoint_id)
    assert made.linked == ""
    assert SAMSUNG not in made.values().values()


def test_the_account_is_filled_in_by_the_program_and_never_shown() -> None:
    made = form("domestic_stock/inquire_balance")
    kinds = {field.name: field.kind for field in made.fields}
    assert kinds["CANO"] is FieldKind.FILLED
    assert kinds["ACNT_PRDT_CD"] is FieldKind.FILLED
    assert not {"CANO", "ACNT_PRDT_CD"} & made.values().keys()


def test_what_is_personal_and_not_known_to_the_program_is_said_to_be_blank() -> None:
    hints = {
        field.name: field.hint for field in form("domestic_futureoption/inquire_ngt_balance").fields
    }
    assert (hints["CANO"], hints["ACNT_PWD"]) == ("자동 입력", "빈 값으로 보냅니다.")


def test_continuation_keys_are_no_fields_of_the_form() -> None:
    names = {field.name for field in form(CCLD).fields}
    assert not {name for name in names if name.startswith("CTX_AREA")}


def test_the_arguments_that_decide_the_tr_id_are_chosen_and_not_sent() -> None:
    made = form(CCLD)
    proposed = made.choice()
    made.type_in("choice:pd_dv", "before")
    assert (proposed, made.choice()) == ("inner", "before")
    assert not [name for name in made.values() if "pd_dv" in name]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("FID_INPUT_DATE_1", "20261331", "날짜 8자리로 적으세요: 20261120"),
        ("FID_INPUT_DATE_1", "2026-11-20", "날짜 8자리로 적으세요: 20261120"),
        ("FID_INPUT_DATE_1", "", "필수 항목입니다."),
        ("FID_INPUT_ISCD", "삼성", "종목코드를 적으세요: 005930"),
        ("FID_INPUT_ISCD", "", "필수 항목입니다."),
        ("FID_INPUT_ISCD", "005930", ""),
    ],
)
def test_wrong_input_is_told_at_the_field(name: str, text: str, problem: str) -> None:
    made = form(DAILY)
    made.type_in(name, text)
    assert made.problem(name) == problem
    assert made.problems() == ((name,) if problem else ())


def test_a_number_must_be_one() -> None:
    made = form("domestic_stock/inquire_psbl_order")
    made.type_in("ORD_UNPR", "12x")
    wrong = made.problem("ORD_UNPR")
    made.type_in("ORD_UNPR", "96600")
    assert (wrong, made.problem("ORD_UNPR")) == ("숫자로 적으세요.", "")


def test_a_code_that_is_not_listed_is_remarked_but_may_be_sent() -> None:
    made = form(PRICE)
    made.type_in("FID_COND_MRKT_DIV_CODE", "ZZ")
    assert made.remark("FID_COND_MRKT_DIV_CODE") == "명세 목록에 없는 값입니다. 그대로 보냅니다."
    assert made.problems() == ()


def test_values_from_elsewhere_are_taken_where_the_form_has_a_field() -> None:
    made = form("overseas_stock/price")
    made.fill({"EXCD": "NYS", "SYMB": "IBM", "NOTHING": "x"})
    assert {made.text("EXCD"), made.text("SYMB")} == {"NYS", "IBM"}
    assert "NOTHING" not in made.values()


def test_a_channel_asks_for_its_key_alone() -> None:
    made = channel_form("domestic_stock/ccnl_krx")
    assert made.values() == {CHANNEL_KEY: SAMSUNG}
    assert channel_form("domestic_stock/ccnl_notice").values() == {}


@pytest.mark.parametrize(
    ("channel_id", "key"),
    [
        ("domestic_stock/index_ccnl", "0001"),
        ("domestic_stock/ccnl_nxt", SAMSUNG),
    ],
)
def test_a_channel_of_something_else_than_shares_begins_with_its_example(
    channel_id: str, key: str
) -> None:
    made = channel_form(channel_id)
    made.follow(HYNIX)
    assert made.values() == {CHANNEL_KEY: key if key != SAMSUNG else HYNIX}


def test_an_english_form_speaks_in_field_codes() -> None:
    made = form(PRICE, language="en")
    market = made.fields[0]
    assert (market.label, market.options[0]) == ("FID_COND_MRKT_DIV_CODE", ("J", ""))


@pytest.mark.parametrize("endpoint_id", loader.endpoint_ids())
def test_every_endpoint_of_the_catalogue_has_a_form(endpoint_id: str) -> None:
    made = form(endpoint_id)
    for field in made.fields:
        made.problem(field.name)
        made.remark(field.name)
    endpoint = loader.endpoint(endpoint_id)
    if endpoint.tr_real:
        assert made.choice() in endpoint.tr_real


@pytest.mark.parametrize("channel_id", loader.channel_ids())
def test_every_channel_of_the_catalogue_has_a_form(channel_id: str) -> None:
    assert [field.name for field in channel_form(channel_id).fields] == [CHANNEL_KEY]
