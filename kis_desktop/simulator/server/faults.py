"""Faults on demand: what goes wrong between a client and KIS, switched on by name.

A fault is a JSON object with a `kind`. `POST {admin}/faults` takes one, a list of them, or
`{"faults": [...]}`; `--faults FILE` holds the same. All kinds take

    times   how often it strikes, 1 unless told; null: until cleared

and those of the REST side also where it strikes: `path` (the end of the path is enough) and
`tr_id`, each any unless told. The REST side:

    {"kind": "delay", "ms": 800}                      answers late
    {"kind": "http_error", "status": 500, "code": "EGW00001", "message": "…"}   not carried out
                                                      (EGW00201, 00302, 00316, … by `code`)
    {"kind": "timeout_before_acceptance", "code": "EGW00301", "ms": 0}  the error of a time-out, and
                                                      nothing was carried out
    {"kind": "drop_before"}                           connection dropped, not carried out
    {"kind": "silence_before", "ms": 60000}           not carried out, no answer; then dropped
    {"kind": "slow_bytes", "bytes": 16, "ms": 20}     the answer comes in so many bytes at a time,
                                                      so far apart (1 and 0: one-byte chunks)
    {"kind": "refuse_order", "code": "APBK0918", "message": "…"}      HTTP 200, rt_cd 1 or `rt_cd`
    {"kind": "timeout_after_acceptance", "code": "EGW00301", "ms": 0}  order stands, answer is an
                                                      error that does not say so (EGW00301, 00302)
    {"kind": "drop_after_acceptance"}                 order stands, connection dropped
    {"kind": "silence_after_acceptance", "ms": 60000} order stands, no answer; then dropped
    {"kind": "notice_first", "ms": 50}                order notices leave before the answer
    {"kind": "changed_while_paging"}                  SYDB0050 on the next continuation
    {"kind": "ledger_limit"}                          EGW00215 on account requests
    {"kind": "dead_token", "sticky": false}           at once: all tokens become EGW00121; sticky:
                                                      the next issue gives the same dead token
    {"kind": "expired_token"}                         at once: all tokens become EGW00123
    {"kind": "limits", "on": false}                   at once: the limit a second off or on

The websocket:

    {"kind": "drop_ws", "linger_ms": 0}               at once: sessions end without a close frame
                                                      (1006 on the other side);
                                                      the appkey stays in use for `linger_ms`
    {"kind": "half_open"}                             no data, no answers, no reading; until cleared
    {"kind": "mute", "key": ""}                       no trades and books of that symbol, or of any,
                                                      on a line that lives; until cleared
    {"kind": "short_record", "fields": 40}            the next frame of trades lacks so many fields
    {"kind": "long_record", "fields": 3}              the next frame of trades has so many more
    {"kind": "garbage", "text": "…"}                  at once: every session gets this text
    {"kind": "refuse_subscribe", "code": "OPSP0007", "message": "…"}
    {"kind": "lost_notice"}  {"kind": "duplicate_notice"}  {"kind": "late_notice", "ms": 2000}
    {"kind": "reorder_notices", "ms": 500}            the next notice comes behind the one after it,
                                                      alone once so much time has passed
    {"kind": "wrong_key"}                             the next notice is encrypted with another key
    {"kind": "clock_skew", "seconds": 30}             at once: `Date` and PINGPONG tell a time so
                                                      much ahead (negative: behind); until cleared
    {"kind": "widths", "trade": 47, "book": 60, "notice": 26}   at once: fields of a record,
                                                      trade 46/47, book 59/60/62/63, notice 26/23
    {"kind": "clear"}                                 at once: everything back to ordinary
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from kis_desktop.simulator.server.channels import books, notices, trades

Value = str | int | bool


class FaultFormatError(ValueError):
    """A fault that is not written as the module says; the message names what was expected."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a fault: what it is unless told, and what it may be."""

    default: Value
    allowed: tuple[Value, ...] = ()
    lowest: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """The form of one kind of fault."""

    parameters: dict[str, Parameter] = field(default_factory=dict)
    located: bool = True
    """takes `path` and `tr_id`"""
    immediate: bool = False
    """is carried out on arrival and not kept"""
    lasting: bool = False
    """holds until cleared unless `times` says otherwise"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that waits to strike."""

    kind: str
    values: dict[str, Value]
    times: int | None = 1
    path: str = ""
    tr_id: str = ""

    def number(self, name: str) -> int:
        """A numeric value."""
        return int(self.values[name])

    def text(self, name: str) -> str:
        """A textual value."""
        return str(self.values[name])

    def strikes(self, path: str, tr_id: str) -> bool:
        """Whether it is meant for this request."""
        return path.endswith(self.path) and self.tr_id in {"", tr_id}

    def as_json(self) -> dict[str, object]:
        """The fault as it could be posted again."""
        return {"kind": self.kind, "times": self.times, **self._place(), **self.values}

    def _place(self) -> dict[str, str]:
        return {"path": self.path, "tr_id": self.tr_id} if KINDS[self.kind].located else {}


_MS = Parameter(default=0)
KINDS: dict[str, Kind] = {
    "delay": Kind({"ms": Parameter(500)}),
    "http_error": Kind(
        {
            "status": Parameter(500, lowest=400),
            "code": Parameter("EGW00001"),
            "rt_cd": Parameter("1"),
            "message": Parameter("일시적으로 오류가 발생했습니다."),
        }
    ),
    "timeout_before_acceptance": Kind(
        {"code": Parameter("EGW00301", allowed=("EGW00301", "EGW00302")), "ms": _MS}
    ),
    "drop_before": Kind(),
    "silence_before": Kind({"ms": Parameter(60_000)}),
    "slow_bytes": Kind({"bytes": Parameter(16, lowest=1), "ms": Parameter(20)}),
    "refuse_order": Kind(
        {
            "code": Parameter("APBK0918"),
            "rt_cd": Parameter("1"),
            "message": Parameter("장운영시간이 아닙니다.(주문불가)"),
        }
    ),
    "timeout_after_acceptance": Kind(
        {"code": Parameter("EGW00301", allowed=("EGW00301", "EGW00302")), "ms": _MS}
    ),
    "drop_after_acceptance": Kind(),
    "silence_after_acceptance": Kind({"ms": Parameter(60_000)}),
    "notice_first": Kind({"ms": Parameter(50)}),
    "changed_while_paging": Kind(),
    "ledger_limit": Kind(),
    "dead_token": Kind({"sticky": Parameter(default=False)}, located=False, immediate=True),
    "expired_token": Kind(located=False, immediate=True),
    "limits": Kind({"on": Parameter(default=True)}, located=False, immediate=True),
    "drop_ws": Kind({"linger_ms": _MS}, located=False, immediate=True),
    "half_open": Kind(located=False, lasting=True),
    "mute": Kind({"key": Parameter("")}, located=False, lasting=True),
    "short_record": Kind({"fields": Parameter(40, lowest=1)}, located=False),
    "long_record": Kind({"fields": Parameter(3, lowest=1)}, located=False),
    "garbage": Kind({"text": Parameter("0|H0STCNT0|001|^\x7f^…")}, located=False, immediate=True),
    "refuse_subscribe": Kind(
        {"code": Parameter("OPSP0007"), "message": Parameter("SUBSCRIBE INTERNAL ERROR")},
        located=False,
    ),
    "lost_notice": Kind(located=False),
    "duplicate_notice": Kind(located=False),
    "late_notice": Kind({"ms": Parameter(2000)}, located=False),
    "reorder_notices": Kind({"ms": Parameter(500)}, located=False),
    "wrong_key": Kind(located=False),
    "clock_skew": Kind({"seconds": Parameter(30, lowest=-86_400)}, located=False, immediate=True),
    "widths": Kind(
        {
            "trade": Parameter(47, allowed=trades.WIDTHS),
            "book": Parameter(60, allowed=books.WIDTHS),
            "notice": Parameter(26, allowed=notices.WIDTHS),
        },
        located=False,
        immediate=True,
    ),
    "clear": Kind(located=False, immediate=True),
}


class FaultBox:
    """The faults that wait, and what has been switched for good."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._struck: dict[str, int] = {}
        self.on_immediate: Callable[[Fault], None] = lambda _: None
        """carries out what cannot wait; called by `add`"""

    def add(self, faults: Iterable[Fault]) -> None:
        """Carries out the immediate ones and keeps the others."""
        for fault in faults:
            if fault.kind == "clear":
                self.clear()
            if KINDS[fault.kind].immediate:
                self._count(fault.kind)
                self.on_immediate(fault)
            else:
                self._waiting.append(fault)

    def clear(self) -> None:
        """None waits any more."""
        self._waiting.clear()

    def forget(self) -> None:
        """None waits and none has struck."""
        self._waiting.clear()
        self._struck.clear()

    def take(self, kind: str, path: str = "", tr_id: str = "") -> Fault | None:
        """The first fault of the kind for this request; uses up one of its times."""
        for index, fault in enumerate(self._waiting):
            if fault.kind != kind or not fault.strikes(path, tr_id):
                continue
            self._count(kind)
            if fault.times is not None:
                if fault.times == 1:
                    del self._waiting[index]
                else:
                    self._waiting[index] = replace(fault, times=fault.times - 1)
            return fault
        return None

    def holds(self, kind: str) -> bool:
        """Whether one of the kind waits; uses up nothing."""
        return any(fault.kind == kind for fault in self._waiting)

    def mutes(self, symbol: str) -> bool:
        """Whether nothing of a symbol is to be sent."""
        return any(
            fault.kind == "mute" and fault.text("key") in {"", symbol} for fault in self._waiting
        )

    def as_json(self) -> dict[str, object]:
        """What waits, and how often each kind has struck."""
        return {
            "waiting": [fault.as_json() for fault in self._waiting],
            "struck": dict(sorted(self._struck.items())),
        }

    def _count(self, kind: str) -> None:
        self._struck[kind] = self._struck.get(kind, 0) + 1


def parse_faults(text: str | bytes) -> tuple[Fault, ...]:
    """The faults of a JSON text; raises FaultFormatError."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise FaultFormatError(f"faults are JSON: {error}") from error
    if isinstance(value, dict) and "faults" in value:
        value = value["faults"]
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        raise FaultFormatError("faults are an object with a kind, or a list of them")
    return tuple(_parse_fault(entry) for entry in value)


def _parse_fault(entry: object) -> Fault:
    if not isinstance(entry, dict):
        raise FaultFormatError(f"a fault is an object with a kind, not {entry!r}")
    name = entry.get("kind")
    kind = KINDS.get(str(name))
    if kind is None:
        raise FaultFormatError(f"unknown fault kind {name!r}; known: {', '.join(KINDS)}")
    known = {"kind", "times", *kind.parameters, *(("path", "tr_id") if kind.located else ())}
    strangers = sorted(entry.keys() - known)
    if strangers:
        raise FaultFormatError(f"{name}: unknown {', '.join(strangers)}; known: {sorted(known)}")
    values = {
        key: _parse_value(str(name), key, parameter, entry.get(key, parameter.default))
        for key, parameter in kind.parameters.items()
    }
    return Fault(
        kind=str(name),
        values=values,
        times=_parse_times(str(name), entry.get("times", None if kind.lasting else 1)),
        path=_parse_text(str(name), "path", entry.get("path", "")),
        tr_id=_parse_text(str(name), "tr_id", entry.get("tr_id", "")),
    )


def _parse_value(kind: str, key: str, parameter: Parameter, value: object) -> Value:
    if type(value) is not type(parameter.default):
        expected = type(parameter.default).__name__
        raise FaultFormatError(f"{kind}: {key} is of type {expected}, not {value!r}")
    assert isinstance(value, (str, int))
    if parameter.allowed and value not in parameter.allowed:
        choices = ", ".join(str(choice) for choice in parameter.allowed)
        raise FaultFormatError(f"{kind}: {key} is one of {choices}, not {value!r}")
    if isinstance(value, int) and value < parameter.lowest:
        raise FaultFormatError(f"{kind}: {key} is at least {parameter.lowest}, not {value}")
    return value


def _parse_times(kind: str, value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or value < 1:
        raise FaultFormatError(f"{kind}: times is a number from 1, or null, not {value!r}")
    return value


def _parse_text(kind: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise FaultFormatError(f"{kind}: {key} is a text, not {value!r}")
    return value
