"""Every code that the server is known to say, and what the client takes it for, by hand."""

from __future__ import annotations

import msgspec
import pytest

from kis_desktop.catalogue.error_codes import ErrorKind, error_codes, handling
from kis_desktop.kis.protocol.control import Ack, read_control
from kis_desktop.kis.protocol.reply import Reply, read_reply

BY_KIND = {
    "temporary": "EGW00001 EGW00002 EGW00202 EGW00203 EGW00204 EGW00300 EGW00316 IGW00009",
    "busy": "EGW00201",
    "ledger_busy": "EGW00215",
    "token": "EGW00121 EGW00122 EGW00123",
    "too_soon": "EGW00133",
    "credentials": (
        "EGW00003 EGW00004 EGW00102 EGW00103 EGW00104 EGW00105 EGW00128 EGW00129 EGW00206"
        " EGW00304 EGW02004 EGW02007 IGW00002"
    ),
    "request": (
        "EGW00101 EGW00106 EGW00107 EGW00108 EGW00109 EGW00110 EGW00111 EGW00112 EGW00113"
        " EGW00114 EGW00115 EGW00116 EGW00117 EGW00118 EGW00119 EGW00120 EGW00124 EGW00125"
        " EGW00126 EGW00127 EGW00130 EGW00131 EGW00132 EGW00205 EGW00207 EGW00208 EGW00209"
        " EGW00210 EGW00211 EGW00212 EGW00213 EGW00303 EGW00310 EGW00356"
        " OPSQ0001 OPSQ0002 OPSQ0007 OPSQ2001 OPSQ2002 OPSQ9995 OPSQ9996 OPSQ9997 OPSQ9998 OPSQ9999"
        " OPSP8991 OPSP8992 OPSP8993 OPSP8994 OPSP8995 OPSP8997 OPSP8998"
        " OPSP9990 OPSP9991 OPSP9992 OPSP9993 OPSP9994 OPSP9995 OPSP9996 OPSP9997 OPSP9998 OPSP9999"
    ),
    "intermittent": "OPSQ2000",
    "not_in_paper": "EGW02006",
    "in_doubt": (
        "EGW00301 EGW00302 EGW00550 OPSQ0003 OPSQ0004 OPSQ0005 OPSQ0006 OPSQ0008 OPSQ0009 OPSQ0010"
        " OPSQ0011 OPSQ1002 OPSQ2003 OPSQ3001 OPSQ3002 OPSQ3004"
    ),
    "confirmed": "OPSP0000 OPSP0001 OPSP0002 OPSP0003",
    "later": "OPSP0007 OPSP0009 OPSP8999",
    "full": "OPSP0008",
    "approval": "OPSP0010 OPSP0011",
    "in_use": "OPSP8996",
    "done": "MCA00000 KIOK0000 KIOK0420 KIOK0510 KIOK0530 APBK0013 APBK0029 40600000",
    "empty": "KIOK0560 40240000",
    "changed": "SYDB0050 MCA05762",
    "business": (
        "IGW00022 APBK0066 APBK0400 APBK0634 APBK0656 APBK0918 APBK0919 APBK0952 APBK1234 APBK1497"
        " APBK1507 APBK1663 APBK1664 APBK1680 APBK1681 APBK1943 APBK3013 APAC0081 APAC0489 APAM3099"
        " KIER3672 MCA05918 40030000 40070000 40100000 40250000 40310000 40330000 40570000 40580000"
        " 40910000 90070000 REPLAY"  # the last is what a replay says for what it lacks
    ),
}
KIND_OF = {code: kind for kind, codes in BY_KIND.items() for code in codes.split()}
NOT_EXECUTED = {
    "busy",
    "token",
    "too_soon",
    "credentials",
    "request",
    "intermittent",
    "not_in_paper",
    "business",
}
REST_CODES = sorted(code for code in KIND_OF if not code.startswith("OPSP"))

ACTION_OF = {
    "temporary": "retry_read",
    "busy": "wait",
    "ledger_busy": "wait",
    "token": "reissue_token",
    "too_soon": "wait",
    "credentials": "stop",
    "request": "stop",
    "intermittent": "retry_read",
    "not_in_paper": "stop",
    "in_doubt": "reconcile",
    "changed": "restart_paging",
    "empty": "nothing",
    "business": "stop",
    "done": "nothing",
    "confirmed": "nothing",
    "later": "wait",
    "full": "evict",
    "approval": "reissue_approval",
    "in_use": "wait",
}


def answered(code: str, result: str, status: int) -> Reply:
    read = read_reply(status, msgspec.json.encode({"rt_cd": result, "msg_cd": code, "msg1": "x"}))
    assert read is not None
    return read


def test_no_code_is_missing_and_none_is_of_another_kind() -> None:
    assert {code: known.kind.value for code, known in error_codes().items()} == KIND_OF


def test_every_kind_has_its_action() -> None:
    assert {kind.value: handling(kind).action.value for kind in ErrorKind} == ACTION_OF


@pytest.mark.parametrize("code", REST_CODES)
@pytest.mark.parametrize("status", [200, 403, 500])
def test_the_code_decides_whatever_the_status_says(code: str, status: int) -> None:
    expected = "in_doubt" if KIND_OF[code] == "done" else KIND_OF[code]
    assert answered(code, "1", status).kind == expected
    assert answered(code, "7", status).kind == expected


@pytest.mark.parametrize(
    ("code", "result", "kind"),
    [
        ("MCA00000", "0", None),
        ("APBK0013", "0", None),
        ("40600000", "0", None),
        ("KIOK0560", "0", "empty"),
        ("KIOK0560", "7", "empty"),
        ("EGW00123", "0", "token"),
        ("SYDB0050", "7", "changed"),
        # a success that the code speaks against is none; an order is then looked up
        ("EGW00201", "0", "in_doubt"),
        ("EGW00301", "0", "in_doubt"),
        ("OPSQ0008", "0", "in_doubt"),
        ("EGW77777", "0", "in_doubt"),
        # codes of services that nobody has written down
        ("KIOK7777", "0", None),
        ("EGW77777", "1", "in_doubt"),
        ("IGW77777", "1", "in_doubt"),
        ("OPSQ7777", "2", "in_doubt"),
        ("XYZ", "1", "in_doubt"),
        ("", "1", "in_doubt"),
        ("APBK7777", "7", "business"),
        ("APTR7777", "7", "business"),
        ("KIER7777", "1", "business"),
        ("MCA77777", "1", "business"),
        ("SYDB7777", "7", "business"),
        ("40777777", "1", "business"),
        ("90777777", "1", "business"),
    ],
)
@pytest.mark.parametrize("status", [200, 500])
def test_code_and_result_together(code: str, result: str, kind: str | None, status: int) -> None:
    assert answered(code, result, status).kind == kind


@pytest.mark.parametrize("code", REST_CODES)
def test_an_order_is_refused_only_where_it_surely_was_not_executed(code: str) -> None:
    kind = answered(code, "1", 500).kind
    assert kind is not None
    refused = [
        "busy",
        "token",
        "too_soon",
        "credentials",
        "request",
        "intermittent",
        "not_in_paper",
        "business",
    ]
    assert kind.surely_not_executed == (KIND_OF[code] in refused)


@pytest.mark.parametrize("code", sorted(code for code in KIND_OF if code.startswith("OPSP")))
@pytest.mark.parametrize("result", ["0", "1", "9"])
def test_the_line_is_judged_by_its_code_too(code: str, result: str) -> None:
    said = read_control(
        '{"header":{"tr_id":"H0STCNT0","tr_key":"000110"},'
        f'"body":{{"rt_cd":"{result}","msg_cd":"{code}","msg1":"x"}}}}'
    )
    assert isinstance(said, Ack)
    assert said.kind == KIND_OF[code]
