"""The shapes that the real line has sent, as `decode` and the typed reader give them back.

Frames are written by hand after the published layouts; so are the names and the values.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import date, time
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kis_desktop.catalogue import loader
from kis_desktop.domain.api_page import Value
from kis_desktop.kis.decode import FrameDecoder
from kis_desktop.kis.protocol.frames import Records, read_records
from kis_desktop.kis.protocol.typed import typed_records

TRADE_NAMES = (
    "MKSC_SHRN_ISCD STCK_CNTG_HOUR STCK_PRPR PRDY_VRSS_SIGN PRDY_VRSS PRDY_CTRT WGHN_AVRG_STCK_PRC"
    " STCK_OPRC STCK_HGPR STCK_LWPR ASKP1 BIDP1 CNTG_VOL ACML_VOL ACML_TR_PBMN SELN_CNTG_CSNU"
    " SHNU_CNTG_CSNU NTBY_CNTG_CSNU CTTR SELN_CNTG_SMTN SHNU_CNTG_SMTN CCLD_DVSN SHNU_RATE"
    " PRDY_VOL_VRSS_ACML_VOL_RATE OPRC_HOUR OPRC_VRSS_PRPR_SIGN OPRC_VRSS_PRPR HGPR_HOUR"
    " HGPR_VRSS_PRPR_SIGN HGPR_VRSS_PRPR LWPR_HOUR LWPR_VRSS_PRPR_SIGN LWPR_VRSS_PRPR BSOP_DATE"
    " NEW_MKOP_CLS_CODE TRHT_YN ASKP_RSQN1 BIDP_RSQN1 TOTAL_ASKP_RSQN TOTAL_BIDP_RSQN VOL_TNRT"
    " PRDY_SMNS_HOUR_ACML_VOL PRDY_SMNS_HOUR_ACML_VOL_RATE HOUR_CLS_CODE MRKT_TRTM_CLS_CODE"
    " VI_STND_PRC"
)
TRADE = (
    "068270^101530^184300^5^1700^-0.91^184955.12^185900^186200^183800^184400^184300^7^412908"
    "^76369450100^5120^4801^-319^(null)^198004^183221^1^0.48^41.90^090011^5^-1600^091702^5^-1900"
    "^100844^2^500^20261120^20^N^1204^988^40122^51877^+0.11^655018^-nan^0^^185900"
)
BOOK = (
    "068270^101530^0"
    "^184400^184500^184600^184700^184800^184900^185000^185100^185200^185300"
    "^184300^184200^184100^184000^183900^183800^183700^183600^183500^183400"
    "^1204^1205^1206^1207^1208^1209^1210^1211^1212^1213"
    "^988^989^990^991^992^993^994^995^996^997"
    "^40122^51877^0^0^0^0^412908^-186000^5^-100.00^412908^-12^45^0^0^0"
)
NOTICE_NAMES = (
    "CUST_ID ACNT_NO ODER_NO OODER_NO SELN_BYOV_CLS RCTF_CLS ODER_KIND ODER_COND STCK_SHRN_ISCD"
    " CNTG_QTY CNTG_UNPR STCK_CNTG_HOUR RFUS_YN CNTG_YN ACPT_YN BRNC_NO ODER_QTY ACNT_NAME"
    " ORD_COND_PRC ORD_EXG_GB POPUP_YN FILLER CRDT_CLS CRDT_LOAN_DATE CNTG_ISNM40 ODER_PRC"
)
NOTICE_26 = (
    "trader^1234567801^0000000042^^02^0^00^0^068270^0000000007^000184300^101530^0^2^2^00950"
    "^0000000010^A^^1^Y^^00^^X^000184400"
)
NOTICE_23 = (
    "trader^1234567801^0000000042^^02^0^00^0^068270^0000000007^000184300^101530^0^2^2^00950"
    "^0000000010^A^X^00^^X^000184400"
)
US_HEAD = "DNASNVDA^NVDA^4^20261119^203015^20261120^103015^1800^950^+12^-4"
US_NAMES = "rsym symb zdiv xymd xhms kymd khms bvol avol bdvl advl"


def decoded(frame: str, *before: str) -> dict[str, object]:
    decoder = FrameDecoder()
    for line in before:
        decoder.decode(line.encode())
    return decoder.decode(frame.encode())


def records_of(found: dict[str, object]) -> list[dict[str, object]]:
    records = found["records"]
    assert isinstance(records, list)
    return records


@pytest.mark.parametrize(
    ("more", "width", "extra"), [("", 46, []), ("^2", 47, ["2"]), ("^2^^x", 49, ["2", "", "x"])]
)
def test_trades_of_46_and_more_fields(more: str, width: int, extra: list[str]) -> None:
    found = decoded(f"0|H0STCNT0|002|{TRADE}{more}^{TRADE}{more}")
    assert {name: found[name] for name in ("tr_id", "encrypted", "count", "width", "known")} == {
        "tr_id": "H0STCNT0",
        "encrypted": False,
        "count": 2,
        "width": width,
        "known": 46,
    }
    first, second = records_of(found)
    assert first == second
    assert list(first) == [*TRADE_NAMES.split(), "extra"]
    assert first["STCK_PRPR"] == "184300"
    assert first["CTTR"] == "(null)"
    assert first["VOL_TNRT"] == "+0.11"
    assert first["PRDY_SMNS_HOUR_ACML_VOL_RATE"] == "-nan"
    assert first["MRKT_TRTM_CLS_CODE"] == ""
    assert first["VI_STND_PRC"] == "185900"
    assert first["extra"] == extra


@pytest.mark.parametrize(
    ("more", "width", "extra"),
    [
        ("", 59, []),
        ("^2", 60, ["2"]),
        ("^184350^120^2", 62, ["184350", "120", "2"]),
        ("^184350^120^2^1", 63, ["184350", "120", "2", "1"]),
    ],
)
def test_books_of_59_to_63_fields(more: str, width: int, extra: list[str]) -> None:
    found = decoded(f"0|H0STASP0|001|{BOOK}{more}")
    assert (found["width"], found["known"]) == (width, 59)
    (record,) = records_of(found)
    assert record["ASKP10"] == "185300"
    assert record["BIDP1"] == "184300"
    assert record["ASKP_RSQN1"] == "1204"
    assert record["BIDP_RSQN10"] == "997"
    assert record["TOTAL_BIDP_RSQN"] == "51877"
    assert record["ANTC_CNTG_PRDY_CTRT"] == "-100.00"
    assert record["STCK_DEAL_CLS_CODE"] == "0"
    assert record["extra"] == extra


ACK = (
    '{"header":{"tr_id":"H0STCNI0","tr_key":"trader","encrypt":"Y"},"body":{"rt_cd":"0",'
    '"msg_cd":"OPSP0000","msg1":"SUBSCRIBE SUCCESS","output":'
    '{"iv":"fedcba9876543210","key":"ponmlkjihgfedcbaponmlkjihgfedcba"}}}'
)


def sealed(text: str) -> str:
    content = text.encode()
    missing = 16 - len(content) % 16
    encryptor = Cipher(
        algorithms.AES(b"ponmlkjihgfedcbaponmlkjihgfedcba"), modes.CBC(b"fedcba9876543210")
    ).encryptor()
    return b64encode(encryptor.update(content + bytes([missing]) * missing)).decode()


@pytest.mark.parametrize(("notice", "width"), [(NOTICE_26, 26), (NOTICE_23, 23)])
def test_notices_of_23_and_26_fields(notice: str, width: int) -> None:
    found = decoded(f"1|H0STCNI0|001|{sealed(notice)}", ACK)
    assert (found["encrypted"], found["width"], found["known"]) == (True, width, 26)
    (record,) = records_of(found)
    assert list(record) == [*NOTICE_NAMES.split()[:width], "extra"]
    assert record["ODER_NO"] == "0000000042"
    assert record["OODER_NO"] == ""
    assert record["CNTG_QTY"] == "0000000007"
    assert record["ODER_QTY"] == "0000000010"
    assert record["extra"] == []
    assert [*record.values()][:-1] == notice.split("^")


def test_an_american_book_of_one_level() -> None:
    found = decoded(f"0|HDFSASP0|001|{US_HEAD}^182.85^182.87^350^57^0^-10")
    assert (found["width"], found["known"]) == (17, 17)
    (record,) = records_of(found)
    assert list(record) == [*US_NAMES.split(), *level_names(1), "extra"]
    assert record["pask1"] == "182.87"
    assert record["bdvl"] == "+12"


def test_an_american_book_of_ten_levels() -> None:
    levels = [f"{1}{n}.5^{2}{n}.5^{3}{n}^{4}{n}^{5}{n}^{6}{n}" for n in range(1, 11)]
    found = decoded(f"0|HDFSASP0|001|{US_HEAD}^{'^'.join(levels)}^beyond")
    assert (found["width"], found["known"]) == (72, 71)
    (record,) = records_of(found)
    names = [name for number in range(1, 11) for name in level_names(number)]
    assert list(record) == [*US_NAMES.split(), *names, "extra"]
    assert record["pbid1"] == "11.5"
    assert record["vask9"] == "49"
    assert record["dask10"] == "610"
    assert record["extra"] == ["beyond"]


def level_names(number: int) -> list[str]:
    return [f"{name}{number}" for name in ("pbid", "pask", "vbid", "vask", "dbid", "dask")]


def typed(id_: str, payload: str, count: int = 1) -> list[dict[str, Value]]:
    records = read_records(payload, count)
    assert isinstance(records, Records)
    columns, rows = typed_records(loader.channel(id_), records)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_a_trade_is_typed_and_what_says_nothing_is_none() -> None:
    first, second = typed("domestic_stock/ccnl_krx", f"{TRADE}^2^{TRADE}^2", 2)
    assert first == second
    assert first["MKSC_SHRN_ISCD"] == "068270"
    assert first["STCK_CNTG_HOUR"] == time(10, 15, 30)
    assert first["STCK_PRPR"] == Decimal(184300)
    assert first["PRDY_VRSS"] == Decimal(-1700)  # falling, though the number has no minus
    assert first["PRDY_CTRT"] == Decimal("-0.91")
    assert first["LWPR_VRSS_PRPR"] == Decimal(500)
    assert first["CNTG_VOL"] == 7
    assert first["ACML_TR_PBMN"] == Decimal(76369450100)
    assert first["NTBY_CNTG_CSNU"] == -319
    assert first["CTTR"] is None
    assert first["VOL_TNRT"] == Decimal("0.11")
    assert first["PRDY_SMNS_HOUR_ACML_VOL_RATE"] is None
    assert first["MRKT_TRTM_CLS_CODE"] is None
    assert first["BSOP_DATE"] == date(2026, 11, 20)
    assert first["TRHT_YN"] is False
    assert first["+1"] == "2"


def test_an_american_book_is_typed_to_its_tenth_level() -> None:
    levels = "^".join(f"{n}.5^{n}.6^{n}00^{n}01^+{n}^-{n}" for n in range(1, 11))
    (record,) = typed("overseas_stock/asking_price", f"{US_HEAD}^{levels}")
    assert record["xymd"] == date(2026, 11, 19)
    assert record["khms"] == time(10, 30, 15)
    assert record["bdvl"] == 12
    assert record["pbid10"] == Decimal("10.5")
    assert record["vask10"] == 1001
    assert record["dask10"] == -10
    assert "+1" not in record
