"""What one websocket session has registered, and the answers to its messages. No I/O.

Codes: OPSP0000 subscribed, 0001 unsubscribed, 0002 already, 0003 not found, 0008 more than 41,
0011 approval key unknown, 8991/8993 wrong TR or key, 8996 appkey in use by another session,
8997/8998 wrong tr_type or custtype, 9990 to 9999 what is missing in the message.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from kis_desktop.simulator.server.channels import (
    books,
    find_channel,
    indications,
    notices,
    status,
    trades,
)
from kis_desktop.simulator.server.channels.streamed import Noticed, Streamed
from kis_desktop.simulator.server.cipher import NoticeKey, notice_key
from kis_desktop.simulator.server.settings import World

MOST = 41
"""registrations of a session, notices included"""
_CODE = 6
"""characters of a code"""
FAILURE, SEVERE = "1", "9"
"""rt_cd"""

Registration = tuple[str, str]
"""TR id, key"""


class MessageError(Exception):
    """A message that cannot be carried out; becomes an answer."""

    def __init__(
        self, code: str, text: str, rt_cd: str = SEVERE, *, nameless: bool = False
    ) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text
        self.rt_cd = rt_cd
        self.nameless = nameless
        """the answer does not tell the TR: its tr_id is literally "(null)"."""


@dataclass(frozen=True, slots=True)
class Request:
    """A subscribe or unsubscribe message."""

    approval_key: str
    subscribes: bool
    tr_id: str
    tr_key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a message leads to."""

    text: str
    added: Registration | None = None
    removed: Registration | None = None
    closes: bool = False
    """the server ends the session without a close frame"""


@dataclass(slots=True)
class Rules:
    """What all sessions of a server share."""

    world: World
    hts_id: str
    knows_approval: Callable[[str], bool]
    knows_symbol: Callable[[str], bool]
    knows_key: Callable[[Streamed, str], bool]
    """of a channel beside those of Korean prices"""
    claims_appkey: Callable[[str], bool]
    """of a session id: False while another session holds the appkey"""
    injected: Callable[[], MessageError | None]


@dataclass(slots=True)
class Registrations:
    """One session's, in the order they came."""

    session_id: str
    rules: Rules
    held: dict[Registration, None] = field(default_factory=dict)
    keys: dict[str, NoticeKey] = field(default_factory=dict)
    """by TR id, as told in the last ack"""

    def answer(self, message: str) -> Answer:
        """Carries out a message."""
        tr_id = tr_key = ""
        try:
            body = _parsed(message)
            tr_id, tr_key = _named(body)
            request = _request(body, tr_id, tr_key)
            return self._carry_out(request)
        except MessageError as error:
            shown = "(null)" if error.nameless else tr_id
            wrong_user = self._is_notice(tr_id) and error.code == "OPSP8993"
            return Answer(
                _message(
                    shown, "" if error.nameless else tr_key, error.rt_cd, error.code, error.text
                ),
                closes=wrong_user,
            )

    def _carry_out(self, request: Request) -> Answer:
        if not self.rules.knows_approval(request.approval_key):
            raise MessageError("OPSP0011", "invalid approval : NOT FOUND")
        if not self.rules.claims_appkey(self.session_id):
            raise MessageError("OPSP8996", "ALREADY IN USE appkey", nameless=True)
        self._check_channel(request)
        registration = (request.tr_id, request.tr_key)
        return self._subscribe(registration) if request.subscribes else self._remove(registration)

    def _check_channel(self, request: Request) -> None:
        if self._is_notice(request.tr_id):
            known = request.tr_key == self.rules.hts_id
        elif request.tr_id in _served(self.rules.world):
            known = self.rules.knows_symbol(request.tr_key) or _was_listed(request)
        elif isinstance(channel := find_channel(request.tr_id, self.rules.world), Streamed):
            known = self.rules.knows_key(channel, request.tr_key)
        else:
            raise MessageError("OPSP8991", "invalid tr_id")
        if not known:
            raise MessageError("OPSP8993", "JSON PARSING ERROR : invalid tr_key")

    def _is_notice(self, tr_id: str) -> bool:
        if tr_id == notices.CHANNELS[self.rules.world]:
            return True
        return isinstance(find_channel(tr_id, self.rules.world), Noticed)

    def _subscribe(self, registration: Registration) -> Answer:
        tr_id, tr_key = registration
        if registration in self.held:
            raise MessageError("OPSP0002", "ALREADY IN SUBSCRIBE", FAILURE)
        if len(self.held) >= MOST:
            raise MessageError("OPSP0008", "MAX SUBSCRIBE OVER", FAILURE)
        injected = self.rules.injected()
        if injected is not None:
            raise injected
        self.held[registration] = None
        key = self.keys[tr_id] = notice_key(f"{self.session_id}:{tr_id}")
        encrypt = "Y" if self._is_notice(tr_id) else "N"
        output = {"iv": key.iv, "key": key.key}
        text = _message(
            tr_id, tr_key, "0", "OPSP0000", "SUBSCRIBE SUCCESS", encrypt=encrypt, output=output
        )
        return Answer(text, added=registration)

    def _remove(self, registration: Registration) -> Answer:
        if registration not in self.held:
            raise MessageError("OPSP0003", "UNSUBSCRIBE ERROR(not found!)", FAILURE)
        del self.held[registration]
        tr_id, tr_key = registration
        output = {"iv": self.keys[tr_id].iv, "key": self.keys[tr_id].key}
        text = _message(tr_id, tr_key, "0", "OPSP0001", "UNSUBSCRIBE SUCCESS", output=output)
        return Answer(text, removed=registration)


def _was_listed(request: Request) -> bool:
    """A market status is told of any code that is written as one, listed or not."""
    return (
        request.tr_id in status.CHANNELS
        and len(request.tr_key) == _CODE
        and (request.tr_key.isalnum())
    )


def _served(world: World) -> Collection[str]:
    """Channels of prices; paper trading has the KRX's alone."""
    if world is World.PAPER:
        return (trades.CHANNEL, books.CHANNEL)
    shown = (trades, books, indications, status)
    return [tr_id for channel in shown for tr_id in channel.CHANNELS]


def heartbeat(stamp: str) -> str:
    """The PINGPONG text with market time YYYYMMDDHHMMSS."""
    return json.dumps({"header": {"tr_id": "PINGPONG", "datetime": stamp}}, separators=(",", ":"))


def is_heartbeat_reply(message: str) -> bool:
    """Whether a text gives a PINGPONG back."""
    return '"PINGPONG"' in message


def _parsed(message: str) -> dict[str, object]:
    try:
        body = json.loads(message)
    except ValueError as error:
        raise MessageError("OPSP9999", "JSON PARSING ERROR : invalid json format") from error
    if not isinstance(body, dict):
        raise MessageError("OPSP9999", "JSON PARSING ERROR : invalid json format")
    return body


def _named(body: dict[str, object]) -> Registration:
    inner = body.get("body")
    if not isinstance(inner, dict):
        raise MessageError("OPSP9992", "JSON PARSING ERROR : body not found")
    asked = inner.get("input")
    if not isinstance(asked, dict):
        raise MessageError("OPSP9991", "JSON PARSING ERROR : input not found")
    if not asked.get("tr_key"):
        raise MessageError("OPSP9990", "JSON PARSING ERROR : tr_key not found")
    return str(asked.get("tr_id", "")).strip(), str(asked["tr_key"]).strip()


def _request(body: dict[str, object], tr_id: str, tr_key: str) -> Request:
    header = body.get("header")
    if not isinstance(header, dict):
        raise MessageError("OPSP9998", "JSON PARSING ERROR : header not found")
    if header.get("custtype", "P") not in {"P", "B"}:
        raise MessageError("OPSP8998", "invalid custtype")
    tr_type = str(header.get("tr_type", ""))
    if tr_type not in {"1", "2"}:
        raise MessageError("OPSP8997", "invalid tr_type")
    return Request(str(header.get("approval_key", "")), tr_type == "1", tr_id, tr_key)


def _message(
    tr_id: str,
    tr_key: str,
    rt_cd: str,
    code: str,
    text: str,
    *,
    encrypt: str = "N",
    output: dict[str, str] | None = None,
) -> str:
    body: dict[str, object] = {"rt_cd": rt_cd, "msg_cd": code, "msg1": text}
    if output is not None:
        body["output"] = output
    header = {"tr_id": tr_id, "tr_key": tr_key, "encrypt": encrypt}
    return json.dumps({"header": header, "body": body}, separators=(",", ":"))
