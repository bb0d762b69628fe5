from __future__ import annotations

import json

import pytest

from tests.unit.simulator.server.customer import (
    ACCOUNT,
    BALANCE,
    QUOTES,
    SAMSUNG_QUOTE,
    TRADING,
    Customer,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRICE = f"{QUOTES}/inquire-price"


async def test_a_token_is_bearer_for_a_day_with_its_expiry_in_market_time(
    customer: Customer,
) -> None:
    reply = await customer.login()
    body = reply.json()
    assert reply.status_code == 200
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 86_400
    assert body["access_token_token_expired"] == "2026-11-21 10:12:00"
    assert len(body["access_token"]) <= 350


async def test_a_second_token_within_a_minute_is_refused(customer: Customer) -> None:
    await customer.login()
    customer.house.gate_hand.seconds += 59
    reply = await customer.login()
    assert reply.status_code == 403
    assert reply.json() == {
        "error_description": "접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)",
        "error_code": "EGW00133",
    }


async def test_the_same_token_comes_for_six_hours(customer: Customer) -> None:
    first = (await customer.login()).json()
    customer.house.gate_hand.seconds += 6 * 3600 - 1
    again = (await customer.login()).json()
    assert again["access_token"] == first["access_token"]
    assert again["access_token_token_expired"] == first["access_token_token_expired"]
    customer.house.gate_hand.seconds += 61
    assert (await customer.login()).json()["access_token"] != first["access_token"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"appkey": "X" * 36}, "EGW00103"),
        ({"appsecret": "X" * 180}, "EGW00105"),
        ({"appkey": ""}, "EGW00102"),
        ({"appsecret": ""}, "EGW00104"),
        ({"grant_type": "password"}, "EGW00116"),
    ],
)
async def test_wrong_keys_are_refused_in_the_shape_of_oauth(
    customer: Customer, wrong: dict[str, str], code: str
) -> None:
    body = {"grant_type": "client_credentials", **customer.keys, **wrong}
    reply = await customer.http.post("/oauth2/tokenP", json=body)
    assert reply.status_code == 403
    assert reply.json()["error_code"] == code
    assert set(reply.json()) == {"error_code", "error_description"}


async def test_a_revoked_token_no_longer_works(customer: Customer) -> None:
    await customer.login()
    revoked = await customer.http.post(
        "/oauth2/revokeP", json={**customer.keys, "token": customer.token}
    )
    assert revoked.json() == {"code": 200, "message": "접근토큰 폐기에 성공하였습니다"}
    reply = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, "EGW00121")


async def test_a_token_of_yesterday_has_expired(customer: Customer) -> None:
    await customer.login()
    customer.house.gate_hand.seconds += 86_400
    reply = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, "EGW00123")


async def test_an_approval_key_takes_the_secret_by_another_name(customer: Customer) -> None:
    assert len(await customer.approval_key()) == 36
    reply = await customer.http.post("/oauth2/Approval", json=customer.keys)
    assert reply.status_code == 403


async def test_a_hashkey_is_accepted_with_its_body_and_refused_with_another(
    customer: Customer,
) -> None:
    body = {**ACCOUNT, "PDNO": "005930", "ORD_DVSN": "01", "ORD_QTY": "1", "ORD_UNPR": "0"}
    signed = await customer.http.post("/uapi/hashkey", json=body, headers=customer.keys)
    key = signed.json()["HASH"]
    assert len(key) == 64
    assert signed.json()["BODY"] == body
    path = f"{TRADING}/order-cash"
    good = await customer.post(path, "TTTC0012U", body, hashkey=key)
    assert good.json()["rt_cd"] == "0"
    bad = await customer.post(path, "TTTC0012U", body | {"ORD_QTY": "2"}, hashkey=key)
    assert (bad.status_code, bad.json()["msg_cd"]) == (500, "EGW00131")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"appkey": "X" * 36}, "EGW00103"),
        ({"appsecret": "X" * 180}, "EGW00304"),
        ({"authorization": "eyJ0"}, "EGW00205"),
        ({"authorization": "Bearer made-up"}, "EGW00121"),
        ({"custtype": "X"}, "EGW00208"),
        ({"tr_id": ""}, "EGW00310"),
        ({"tr_id": "VTTC8434R"}, "OPSQ0002"),
    ],
)
async def test_wrong_headers_have_their_codes(
    customer: Customer, headers: dict[str, str], code: str
) -> None:
    sent = await customer.headers("FHKST01010100") | headers
    reply = await customer.http.get(PRICE, params=SAMSUNG_QUOTE, headers=sent)
    assert reply.json()["msg_cd"] == code
    assert reply.status_code == (200 if code.startswith("OPSQ") else 500)


async def test_another_method_is_answered_as_an_unknown_path(customer: Customer) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        reply = await customer.http.request(method, PRICE)
        assert (reply.status_code, reply.json()["msg_cd"]) == (404, "EGW00203")


async def test_an_accident_is_told_as_the_host_tells_it(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = await customer.headers("FHKST01010100")
    monkeypatch.setattr(customer.house.server.gate, "pass_through", lambda _: 1 // 0)
    reply = await customer.http.get(PRICE, params=SAMSUNG_QUOTE, headers=headers)
    assert reply.status_code == 500
    assert reply.json() == {
        "rt_cd": "1",
        "msg_cd": "EGW00002",
        "msg1": "서버 에러가 발생했습니다.",
    }


async def test_an_unknown_path_is_not_found(customer: Customer) -> None:
    reply = await customer.get("/uapi/nowhere", "FHKST01010100", {})
    assert reply.status_code == 404


async def test_header_and_query_names_may_be_written_in_any_case(customer: Customer) -> None:
    headers = await customer.headers("FHKST01010100")
    headers["appKey"], headers["appSecret"] = headers.pop("appkey"), headers.pop("appsecret")
    reply = await customer.http.get(
        PRICE,
        params={"fid_cond_mrkt_div_code": "J", "fid_input_iscd": "005930"},
        headers=headers,
    )
    assert reply.json()["output"]["stck_shrn_iscd"] == "005930"


async def test_body_keys_in_lower_case_count_as_missing(customer: Customer) -> None:
    body = {"cano": "12345678", "acnt_prdt_cd": "01", "pdno": "005930"}
    reply = await customer.post(f"{TRADING}/order-cash", "TTTC0012U", body)
    assert reply.json()["msg_cd"] == "OPSQ2000"
    assert reply.json()["rt_cd"] == "2"


async def test_a_missing_field_is_named(customer: Customer) -> None:
    reply = await customer.get(PRICE, "FHKST01010100", {"FID_COND_MRKT_DIV_CODE": "J"})
    assert reply.json()["msg_cd"] == "OPSQ2001"
    assert reply.json()["msg1"].rstrip() == "ERROR : INPUT INVALID_CHECK_FID_INPUT_ISCD"


async def test_a_foreign_account_is_refused_by_the_gateway(customer: Customer) -> None:
    query = {"CANO": "87654321", "ACNT_PRDT_CD": "01", **BALANCE}
    reply = await customer.get(f"{TRADING}/inquire-balance", "TTTC8434R", query)
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, "IGW00002")


async def test_a_body_that_is_no_json_is_refused(customer: Customer) -> None:
    reply = await customer.http.post(
        f"{TRADING}/order-cash",
        content=b"PDNO=005930",
        headers=await customer.headers("TTTC0012U", **{"content-type": "application/json"}),
    )
    assert reply.json()["msg_cd"] == "OPSQ9997"
    form = await customer.http.post(
        f"{TRADING}/order-cash",
        data={"PDNO": "005930"},
        headers=await customer.headers("TTTC0012U"),
    )
    assert form.json()["msg_cd"] == "EGW00132"


async def test_the_nineteenth_request_of_a_second_is_too_much(customer: Customer) -> None:
    await customer.login()
    replies = [await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE) for _ in range(19)]
    assert [reply.status_code for reply in replies] == [200] * 18 + [500]
    assert replies[-1].json() == {
        "rt_cd": "1",
        "msg_cd": "EGW00201",
        "msg1": "초당 거래건수를 초과하였습니다.",
    }
    customer.house.gate_hand.seconds += 1
    assert (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).status_code == 200


async def test_paper_allows_one_request_a_second(paper_customer: Customer) -> None:
    await paper_customer.login()
    first = await paper_customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    second = await paper_customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert (first.status_code, second.status_code) == (200, 500)


@pytest.mark.parametrize(
    ("path", "tr_id"),
    [
        (f"{TRADING}/inquire-psbl-rvsecncl", "TTTC0084R"),
        (f"{TRADING}/inquire-psbl-sell", "TTTC8408R"),
        (f"{TRADING}/inquire-balance", "TTTC8434R"),
        (f"{QUOTES}/chk-holiday", "CTCA0903R"),
        (f"{QUOTES}/inquire-time-dailychartprice", "FHKST03010230"),
        (f"{QUOTES}/intstock-multprice", "FHKST11300006"),
        (f"{QUOTES}/search-stock-info", "CTPF1002R"),
    ],
)
async def test_what_paper_does_not_serve_is_no_paper_tr(
    paper_customer: Customer, path: str, tr_id: str
) -> None:
    reply = await paper_customer.get(path, tr_id, ACCOUNT)
    assert reply.status_code == 500
    assert reply.json()["msg_cd"] == "EGW02006"


async def test_a_paper_tr_is_refused_in_the_real_world(customer: Customer) -> None:
    reply = await customer.get(f"{TRADING}/inquire-balance", "VTTC8434R", {**ACCOUNT, **BALANCE})
    assert reply.status_code == 500
    assert reply.json()["rt_cd"] == "1"


async def test_answers_carry_their_headers_as_kis_writes_them(customer: Customer) -> None:
    reply = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    names = [name.decode() for name, _ in reply.headers.raw]
    assert {"tr_id", "tr_cont", "gt_uid", "Content-Type", "Content-Length", "Date"} <= set(names)
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.headers["tr_id"] == "FHKST01010100"
    assert reply.headers["date"] == "Fri, 20 Nov 2026 01:12:00 GMT"


async def test_the_message_is_padded_and_every_value_is_text(customer: Customer) -> None:
    body = (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).json()
    assert len(body["msg1"].encode("cp949")) == 80
    assert body["msg1"].rstrip() == "정상처리 되었습니다."
    assert all(isinstance(value, str) for value in body["output"].values())


async def test_every_order_request_is_counted_by_path_and_tr(customer: Customer) -> None:
    await customer.order(price="1")
    await customer.order("TTTC0801U", price="1")
    await customer.change("0000000001", cancel=True)
    state = await customer.state()
    assert state["order_requests"] == {
        f"{TRADING}/order-cash": 2,
        f"{TRADING}/order-rvsecncl": 1,
    }
    assert state["order_requests_by_tr"] == {"TTTC0012U": 1, "TTTC0801U": 1, "TTTC0013U": 1}
    log = state["order_log"]
    assert isinstance(log, list)
    assert [line["tr_id"] for line in log] == ["TTTC0012U", "TTTC0801U", "TTTC0013U"]
    assert json.loads(log[0]["body"])["PDNO"] == "005930"
    assert json.dumps(state)


async def test_a_path_with_two_slashes_and_another_paths_tr_id_are_understood(
    customer: Customer,
) -> None:
    double = f"{customer.ready['rest']}/{PRICE}"
    assert "//uapi" in double
    quote = await customer.get(double, "FHKST01010100", SAMSUNG_QUOTE)
    assert quote.json()["output"]["stck_shrn_iscd"] == SAMSUNG_QUOTE["FID_INPUT_ISCD"]
    asked = {**ACCOUNT, "PDNO": "", "ORD_UNPR": "0", "ORD_DVSN": "02"}
    other = await customer.get(f"{TRADING}/inquire-daily-ccld", "TTTC8908R", asked)
    assert "ord_psbl_cash" in other.json()["output"]


async def test_an_order_is_never_taken_for_another_one_by_its_tr_id(customer: Customer) -> None:
    answer = await customer.post(f"{TRADING}/order-cash", "TTTC0013U", ACCOUNT)
    assert answer.json()["msg_cd"] == "OPSQ0002"


async def test_the_year_nought_is_the_first_there_is(customer: Customer) -> None:
    asked = {
        **SAMSUNG_QUOTE,
        "FID_INPUT_DATE_1": "00000101",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0000000001",
    }
    path = f"{QUOTES}/inquire-daily-itemchartprice"
    assert len((await customer.get(path, "FHKST03010100", asked)).json()["output2"]) == 100
    days = await customer.get(f"{QUOTES}/inquire-daily-price", "FHKST01010400", asked)
    assert len(days.json()["output"]) == 30


async def test_ids_of_the_night_ledger_are_still_taken(customer: Customer) -> None:
    path = "/uapi/overseas-stock/v1/trading"
    ledger = await customer.get(f"{path}/dayornight", "JTTT3010R", {})
    assert ledger.json()["output"] == {"PSBL_YN": "N"}
    asked = {**ACCOUNT, "OVRS_EXCG_CD": "NASD", "TR_CRCY_CD": "USD"}
    old = await customer.get(f"{path}/inquire-balance", "JTTT3012R", asked)
    assert old.json()["output1"]
    bought = {"OVRS_EXCG_CD": "NASD", "PDNO": "AAPL", "ORD_QTY": "1", "OVRS_ORD_UNPR": "1"}
    refused = await customer.post(
        f"{path}/order", "JTTT1002U", {**ACCOUNT, **bought, "ORD_DVSN": "01"}
    )
    assert refused.json()["msg_cd"] != "OPSQ0002"


@pytest.mark.parametrize(
    ("product", "code", "name"),
    [
        ("300", "005930", "삼성전자"),
        ("512", "AAPL", "애플"),
        ("301", "101W09", "F "),
        ("302", "KR1035020000", ""),
    ],
)
async def test_a_product_of_any_market_has_a_name(
    customer: Customer, product: str, code: str, name: str
) -> None:
    asked = {"PDNO": code, "PRDT_TYPE_CD": product}
    answer = (await customer.get(f"{QUOTES}/search-info", "CTPF1604R", asked)).json()
    if name:
        assert name in answer["output"]["prdt_name"]
    else:
        assert answer["msg_cd"] == "KIOK0560"
