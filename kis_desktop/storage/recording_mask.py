"""Takes out of the traffic what is personal, by the catalogue's types, before anything is written.

Only what is known to be harmless stays. A field is personal when the catalogue says so. One that
the catalogue doesn't know is, when its name says so or when a call of an account brings it; a text
of such a call is, when its name says so, whatever the catalogue says.
Tokens, keys, ciphers and whatever doesn't read are not kept at all. Amounts, holdings and orders
stay: a replay shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Channel, Endpoint, FieldType, Lane
from kis_desktop.domain.traffic import LineTraffic, RestTraffic
from kis_desktop.storage.recording_alias import Aliases
from kis_desktop.storage.recording_entry import LineEntry, RestEntry

_NOTHING = msgspec.Raw(b"null")
_HEADERS = frozenset({"content-type", "date", "tr_cont", "tr_id"})
_ENVELOPE = frozenset({"rt_cd", "msg_cd", "msg1"})
_SENTENCE = "msg1"
_NO_VALUES = "auth/"  # of calls whose values are secrets, nothing is kept
_NAMES = re.compile(
    r"cano|acnt|acct|acno|csac|cust|rncno|hts_?id|hmid|ngtn_id|user|emp_?no|empl|stff?(no|_)|psnn|"
    r"tlno|tel|phone|hp_?no|email|addr|(^|_)(ip|mac)(_|$)|pwd|token|appkey|secret|approval|ctx_area"
)
_HARMLESS = re.compile(r"[ +-]?0*\d{0,6}(\.\d*)?|[A-Z]?\d[0-9A-Z]{5}| *")

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def tells_of_people(name: str) -> bool:
    """Whether the name of a field, in lower case, says that it is personal."""
    return _NAMES.search(name) is not None


class Mask:
    """One recording's view of the traffic; gives out entries at seconds since `began`."""

    def __init__(self, aliases: Aliases, began: float) -> None:
        self._aliases = aliases
        self._began = began

    def rest(self, traffic: RestTraffic) -> RestEntry:
        """A request and its answer without anything personal. One that was under way when the
        recording began counts from there: nothing in a recording stands before it.
        """
        rules = _rules(traffic.endpoint_id)
        sent = max(traffic.at, self._began)
        return RestEntry(
            at=self._at(sent),
            seconds=round(max(traffic.at + traffic.seconds - sent, 0.0), 6),
            endpoint_id=traffic.endpoint_id,
            method=traffic.method,
            path=traffic.path,
            tr_id=traffic.tr_id,
            tr_cont=traffic.tr_cont,
            fields={} if rules.secret else self._fields(traffic.fields, rules),
            status=traffic.status,
            headers={
                name.lower(): value
                for name, value in traffic.headers.items()
                if name.lower() in _HEADERS
            },
            content=_NOTHING if rules.secret else self._content(traffic.content, rules),
            failure=traffic.failure,
        )

    def line(self, traffic: LineTraffic) -> LineEntry:
        """A text of the realtime line without anything personal."""
        text = traffic.text
        if text[:1] == "{":
            text = self._control(text)
        elif text:
            text = self._frame(text)
        return LineEntry(self._at(traffic.at), traffic.session, traffic.sent, text)

    def _at(self, monotonic: float) -> float:
        return round(monotonic - self._began, 6)

    def _fields(self, fields: Mapping[str, str], rules: _Rules) -> dict[str, str]:
        return {
            name: self._aliases.alias(value) if rules.hides(name) else value
            for name, value in fields.items()
        }

    def _content(self, content: bytes, rules: _Rules) -> msgspec.Raw:
        try:
            body = _DECODER.decode(content)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return _NOTHING
        return msgspec.Raw(_ENCODER.encode(self._masked(body, rules, "")))

    def _masked(self, value: object, rules: _Rules, name: str) -> object:
        """A value of a field, however deep; names of lists hold for what is in them."""
        if isinstance(value, dict):
            return {str(key): self._masked(inner, rules, str(key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._masked(inner, rules, name) for inner in value]
        if value is None or isinstance(value, bool):
            return value
        if name == _SENTENCE:
            return self._aliases.cover(str(value))
        if name and not rules.hides(name):
            return value
        return self._aliases.alias(str(value))

    def _control(self, text: str) -> str:
        """Built anew from what is known to be harmless: no approval key, no key of a cipher."""
        try:
            said = msgspec.json.decode(text, type=_Control)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return "{}"
        header, body = said.header or _Header(), said.body or _Body()
        asked = body.input or _Input()
        kept = _Control(
            header=_Header(
                tr_id=header.tr_id,
                tr_key=self._key(header.tr_id, header.tr_key),
                tr_type=header.tr_type,
                datetime=header.datetime,
            ),
            body=_Body(
                input=_Input(asked.tr_id, self._key(asked.tr_id, asked.tr_key)),
                rt_cd=body.rt_cd,
                msg_cd=body.msg_cd,
                msg1=None if body.msg1 is None else self._aliases.cover(str(body.msg1)),
            ),
        )
        return msgspec.json.encode(kept).decode()

    def _key(self, tr_id: _Text, key: _Text) -> str | None:
        """What a channel is registered with; only a channel that is known tells its key."""
        if key is None:
            return None
        channel = loader.find_channel(str(tr_id))
        public = channel is not None and not _personal_places(channel)
        return str(key) if public else self._aliases.alias(str(key))

    def _frame(self, text: str) -> str:
        parts = text.split("|", 3)
        if len(parts) != len(("flag", "tr_id", "count", "payload")):
            return "||0|"
        flag, tr_id, count, payload = parts
        channel = loader.find_channel(tr_id)
        if channel is None or flag != "0":
            return f"{flag[:1]}|{tr_id[:16] if channel else ''}|{count[:4]}|"
        places = _personal_places(channel)
        return f"0|{tr_id}|{count}|{self._payload(payload, count, channel)}" if places else text

    def _payload(self, payload: str, count: str, channel: Channel) -> str:
        """The records of a channel that tells of people."""
        fields = payload.split("^")
        records = int(count) if count.isascii() and count.isdigit() else 0
        width, left_over = divmod(len(fields), records or 1)
        if left_over == 1 and fields[-1] == "":
            left_over = 0
        if not records or left_over or not width:
            return "^".join("" for _ in fields)
        known = width == len(channel.fields)
        personal = _personal_places(channel)
        return "^".join(
            self._aliases.alias(field)
            if place % width in personal or not (known or _HARMLESS.fullmatch(field))
            else field
            for place, field in enumerate(fields)
        )


class _Rules(msgspec.Struct, frozen=True):
    """What is hidden of an endpoint, by names in lower case."""

    secret: bool
    account: bool
    personal: frozenset[str]
    known: frozenset[str]
    texts: frozenset[str]

    def hides(self, name: str) -> bool:
        """Whether a field's value gets an alias."""
        lower = name.lower()
        if lower in self.personal:
            return True
        if self.account and lower in self.texts and tells_of_people(lower):
            return True
        if lower in self.known or lower in _ENVELOPE:
            return False
        return self.account or tells_of_people(lower)


@cache
def _rules(endpoint_id: str) -> _Rules:
    """What is hidden of an endpoint; of one that the catalogue doesn't know, everything is."""
    try:
        endpoint = loader.endpoint(endpoint_id)
    except LookupError:
        nothing: frozenset[str] = frozenset()
        return _Rules(secret=True, account=True, personal=nothing, known=nothing, texts=nothing)
    types = _types(endpoint)
    personal = frozenset(name for name, type_ in types if type_ is FieldType.PERSONAL)
    return _Rules(
        secret=endpoint_id.startswith(_NO_VALUES),
        account=bool(personal) or endpoint.is_order or endpoint.lane is Lane.ACCOUNT,
        personal=personal,
        known=frozenset(name for name, _ in types),
        texts=frozenset(name for name, type_ in types if type_ is FieldType.TEXT),
    )


def _types(endpoint: Endpoint) -> list[tuple[str, FieldType]]:
    fields = [field for block in endpoint.outputs.values() for field in block.fields]
    told = [(one.name.lower(), one.type) for one in endpoint.params]
    return told + [(one.name.lower(), one.type) for one in (*fields, *endpoint.unplaced)]


@cache
def _places(channel_id: str) -> frozenset[int]:
    fields = loader.channel(channel_id).fields
    return frozenset(
        place for place, field in enumerate(fields) if field.type is FieldType.PERSONAL
    )


def _personal_places(channel: Channel) -> frozenset[int]:
    """The places of a record that name a person."""
    return _places(channel.id)


_Text = str | int | None


class _Header(msgspec.Struct, omit_defaults=True):
    tr_id: _Text = None
    tr_key: _Text = None
    tr_type: _Text = None
    datetime: _Text = None


class _Input(msgspec.Struct, omit_defaults=True):
    tr_id: _Text = None
    tr_key: _Text = None


class _Body(msgspec.Struct, omit_defaults=True):
    rt_cd: _Text = None
    msg_cd: _Text = None
    msg1: _Text = None
    input: _Input | None = None


class _Control(msgspec.Struct, omit_defaults=True):
    header: _Header | None = None
    body: _Body | None = None
