from __future__ import annotations

import pytest

from kis_desktop.simulator.server.faults import (
    KINDS,
    Fault,
    FaultBox,
    FaultFormatError,
    parse_faults,
)


@pytest.mark.parametrize(
    "text", ['{"kind":"delay"}', '[{"kind":"delay"}]', '{"faults":[{"kind":"delay"}]}']
)
def test_one_fault_a_list_and_a_wrapped_list_are_read_alike(text: str) -> None:
    (fault,) = parse_faults(text)
    assert (fault.kind, fault.times, fault.number("ms")) == ("delay", 1, 500)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written_without_anything_else(kind: str) -> None:
    (fault,) = parse_faults(f'{{"kind":"{kind}"}}')
    assert fault.as_json()["kind"] == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "JSON"),
        ("3", "object with a kind"),
        ("[3]", "object with a kind"),
        ("{}", "unknown fault kind"),
        ('{"kind":"delay","seconds":3}', "unknown seconds"),
        ('{"kind":"delay","ms":"3"}', "of type int"),
        ('{"kind":"delay","ms":true}', "of type int"),
        ('{"kind":"delay","ms":-1}', "at least 0"),
        ('{"kind":"delay","times":0}', "times"),
        ('{"kind":"delay","path":3}', "path is a text"),
        ('{"kind":"drop_ws","path":"x"}', "unknown path"),
        ('{"kind":"widths","trade":48}', "one of 46, 47"),
        ('{"kind":"http_error","status":200}', "at least 400"),
        ('{"kind":"timeout_after_acceptance","code":"EGW00999"}', "one of EGW00301"),
    ],
)
def test_a_wrong_fault_says_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(FaultFormatError, match=said):
        parse_faults(text)


def test_a_fault_strikes_as_often_as_told() -> None:
    box = FaultBox()
    box.add(parse_faults('[{"kind":"delay","times":2},{"kind":"drop_before","times":null}]'))
    assert [box.take("delay") is not None for _ in range(3)] == [True, True, False]
    assert all(box.take("drop_before") is not None for _ in range(5))
    assert box.holds("drop_before")
    assert box.as_json()["struck"] == {"delay": 2, "drop_before": 5}


def test_a_fault_strikes_where_told() -> None:
    box = FaultBox()
    box.add(parse_faults('{"kind":"delay","path":"order-cash","tr_id":"TTTC0012U","times":null}'))
    assert box.take("delay", "/uapi/order-cash", "TTTC0012U") is not None
    assert box.take("delay", "/uapi/order-cash", "TTTC0011U") is None
    assert box.take("delay", "/uapi/order-rvsecncl", "TTTC0012U") is None


def test_immediate_faults_are_carried_out_and_not_kept() -> None:
    box, done = FaultBox(), list[Fault]()
    box.on_immediate = done.append
    box.add(parse_faults('[{"kind":"half_open"},{"kind":"limits","on":false},{"kind":"clear"}]'))
    assert [fault.kind for fault in done] == ["limits", "clear"]
    assert not box.holds("half_open")
