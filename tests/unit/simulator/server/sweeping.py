"""Requests of every endpoint, sound and unsound, sent through the gateway; what is wrong with a
reply is told in words.

Nothing of an answer's meaning is looked at here, only that there is one, soon and in its form.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Block, FieldType, Shape
from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Endpoint
from kis_desktop.simulator.server.endpoints import find_endpoint
from kis_desktop.simulator.server.faults import FaultBox
from kis_desktop.simulator.server.gate import Gate, RestRequest
from kis_desktop.simulator.server.identity import identity
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.settings import Settings, World
from kis_desktop.simulator.server.tokens import TokenDesk

PATIENCE_S = 1.0
"""of the processor"""
GARBAGE = (
    "X", "가나다", "Z" * 300, "-5", "0", "9" * 25, "20261399", "00000000", "²³", "1.5", "1e400",
    "nan", "1_0", "ZZZZZZ", "%", "A^B|C", "999999", "", "\x00",
)  # fmt: skip
"""values that no parameter is made for, or that only look like one"""
WORST = ("가나다", "-5", "9" * 25, "20261399")
DAYS: dict[str, tuple[str, str]] = {
    "January 2022": ("20220103", "20220131"),
    "2019": ("20190102", "20190131"),
    "a year": ("20251121", "20261120"),
    "2027": ("20270104", "20270129"),
    "backwards": ("20261120", "20261102"),
    "ages": ("19000101", "29991231"),
}
"""first and last day of a period"""
_LONG = frozenset({"ages"})
"""five years of an account are written when they are first asked for"""
_OTHER_SHAPES = {
    "domestic_stock/inquire_daily_indexchartprice": ("output1",),
    "overseas_stock/inquire_ccnl": ("output",),
}
"""blocks that the host sends as an object where the documents say list, or the other way round"""
_DATE_NAME = re.compile(r"DATE|_DT$|^DT|YMD|DAY")
_LAST_DAY = re.compile(r"DATE_2|END|DT_2|_TO|DT2")
_NUMBER = re.compile(r" *[+-]?\d*\.?\d* *")
_REFUSED = {"rt_cd", "msg_cd", "msg1"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what is odd about it."""

    endpoint: Endpoint
    how: str
    fields: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.endpoint.name} [{self.how}]"


class Sweep:
    """A gateway without sockets before a market at one moment."""

    def __init__(
        self,
        at: str = "2026-11-20T10:12:00",
        *,
        seed: int = 5,
        instruments: int | None = 60,
        open_house: bool = False,
        world: World = World.REAL,
        patience: float = PATIENCE_S,
    ) -> None:
        start = datetime.fromisoformat(at).replace(tzinfo=KST)
        self.market = Market(
            seed=seed,
            clock=MarketClock(monotonic=lambda: 0.0, start=start),
            instruments=instruments,
            open_house=open_house,
        )
        self.world = world
        self._patience = patience
        settings = Settings(world=world, limits=False)
        customer = identity(seed, world)
        tokens = TokenDesk(customer, limited=False)
        keys = {"appkey": customer.appkey, "appsecret": customer.appsecret}
        token = tokens.issue(dict(keys), 0.0, start).body["access_token"]
        self._headers = {**keys, "authorization": f"Bearer {token}"}
        self._gate = Gate(
            market=self.market,
            settings=settings,
            customer=customer,
            tokens=tokens,
            faults=FaultBox(),
            find_endpoint=find_endpoint,
            monotonic=lambda: 0.0,
        )

    def example(self, endpoint: Endpoint) -> dict[str, str]:
        """The endpoint's own example in the name of an account that may ask it."""
        fields = dict(endpoint.example)
        if endpoint.of_account:
            customer, _, product = self.market.accounts[0].number.partition("-")
            fields["CANO"] = customer
            fields["ACNT_PRDT_CD"] = fields.get("ACNT_PRDT_CD") or product
        return fields

    def send(self, endpoint: Endpoint, fields: Mapping[str, str], tr_cont: str = "") -> Reply:
        """The gateway's answer."""
        tr_id = (endpoint.tr_ids(self.world) or endpoint.real)[0]
        headers = {**self._headers, "tr_id": tr_id, "tr_cont": tr_cont}
        posted = endpoint.method == "POST"
        body = json.dumps(dict(fields)).encode() if posted else b""
        query = () if posted else tuple(fields.items())
        request = RestRequest(endpoint.method, endpoint.path, headers, query, body)
        return self._gate.pass_through(request).reply

    def complaints(self, asked: Asked) -> Iterator[str]:
        """What is wrong with the answer to a request."""
        started = time.process_time()
        try:
            reply = self.send(asked.endpoint, asked.fields)
        except Exception as error:  # noqa: BLE001 — whatever it is, it is what is looked for
            yield f"{asked}: {type(error).__name__}: {error} at {_place(error)}"
            return
        took = time.process_time() - started
        if took > self._patience and asked.how not in _LONG:
            yield f"{asked}: took {took:.1f} s"
        for complaint in wrong_with(asked.endpoint, reply):
            yield f"{asked}: {complaint}"

    def sound(self, endpoint: Endpoint) -> Iterator[Asked]:
        """The example, the same with nothing optional, and with keys in other cases."""
        example = self.example(endpoint)
        yield Asked(endpoint, "example", example)
        bare = {name: example[name] if name in _needed(endpoint) else "" for name in example}
        yield Asked(endpoint, "optional blank", bare)
        absent = {name: value for name, value in example.items() if name in _needed(endpoint)}
        yield Asked(endpoint, "optional absent", absent)
        if endpoint.method == "GET":
            lower = {name.lower(): value for name, value in example.items()}
            yield Asked(endpoint, "lower case", lower)
            mixed = {name.title(): value for name, value in example.items()}
            yield Asked(endpoint, "mixed case", mixed)

    def periods(self, endpoint: Endpoint) -> Iterator[Asked]:
        """The example on other days."""
        example = self.example(endpoint)
        dates = [name for name in example if endpoint.id and _is_date(endpoint, name)]
        for how, (first, last) in DAYS.items() if dates else ():
            told = {name: last if _LAST_DAY.search(name) else first for name in dates}
            yield Asked(endpoint, how, {**example, **told})

    def unsound(
        self, endpoint: Endpoint, garbage: tuple[str, ...] = GARBAGE, only: str = ""
    ) -> Iterator[Asked]:
        """The example with each parameter, or one alone, spoilt in turn."""
        example = self.example(endpoint)
        for name in [only] if only else example:
            for value in garbage:
                yield Asked(endpoint, f"{name}={value[:20]!r}", {**example, name: value})


def wrong_with(endpoint: Endpoint, reply: Reply) -> Iterator[str]:
    """What of a reply is not in the form of the catalogue."""
    body = reply.body
    try:
        read = json.loads(reply.content)
    except (ValueError, UnicodeEncodeError) as error:
        yield f"no JSON: {error}"
        return
    if any(not isinstance(read.get(name), str) for name in _REFUSED):
        yield f"no envelope: {str(body)[:100]}"
        return
    if body["rt_cd"] != "0":
        if reply.status not in {200, 500} or not body["msg_cd"]:
            yield f"refused with {reply.status} {str(body)[:100]}"
        return
    if not endpoint.id:  # retired: the catalogue has it no more
        return
    entry = loader.endpoint(endpoint.id)
    other = _OTHER_SHAPES.get(endpoint.id, ())
    unplaced = {field.name for field in entry.unplaced}
    for name, documented in entry.outputs.items():
        content: object = body if name == "body" else body.get(name)
        if name in other:
            content = next(iter(content), {}) if isinstance(content, list) else [content]
        yield from _wrong_with_block(name, documented, content, unplaced)


def _wrong_with_block(
    name: str, documented: Block, content: object, unplaced: set[str]
) -> Iterator[str]:
    if isinstance(content, list) is not (documented.shape is Shape.LIST):
        yield f"{name} is a {type(content).__name__}"
        return
    rows = content if isinstance(content, list) else [content]
    types = {field.name: field.type for field in documented.fields}
    for row in rows:
        if not isinstance(row, dict):
            yield f"{name} holds {row!r}"
            return
        if row and name != "body" and row.keys() - unplaced != types.keys() - unplaced:
            yield f"{name} differs by {sorted(row.keys() ^ types.keys())[:5]}"
            return
        wrong = {
            field: row[field]
            for field, type_ in types.items()
            if field in row and not _is_written_well(row[field], type_)
        }
        if wrong:
            yield f"{name} has {dict(list(wrong.items())[:4])}"
            return


def _is_written_well(value: object, type_: FieldType) -> bool:
    if not isinstance(value, str) or "\n" in value:
        return False
    if type_.is_number:
        return bool(_NUMBER.fullmatch(value)) and not re.fullmatch(r"-0*\.?0*", value)
    if type_ is FieldType.SIGN:
        return value in {"", "0", "1", "2", "3", "4", "5", "+", "-"}
    return value not in {"None", "True", "False"}


def _needed(endpoint: Endpoint) -> set[str]:
    return {*endpoint.required, "CANO", "ACNT_PRDT_CD"}


def _is_date(endpoint: Endpoint, name: str) -> bool:
    types = {one.name.upper(): one.type for one in loader.endpoint(endpoint.id).params}
    return types.get(name) is FieldType.DATE or bool(_DATE_NAME.search(name))


def _place(error: BaseException) -> str:
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "kis_desktop" in code.co_filename:
            file = code.co_filename.partition("simulator/")[2]
            place = f"{file}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
    return place
