"""A recording in the place of the network, for REST: the newest answer up to where the play stands.

There is no host behind it and nothing leaves the program. What was not recorded is refused in so
many words, and an order always.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol

import httpx
import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint, FieldType
from kis_desktop.catalogue.error_codes import ErrorKind, find_error_code
from kis_desktop.domain.traffic import RestTraffic
from kis_desktop.kis.playback_clock import PlayClock

REFUSAL_CODE = "REPLAY"

_SOON = 5.0  # seconds of the recording for which an answer that is still to come is waited for
_ABOUT_TO = 1.5  # seconds of the recording by which the program may now be faster than it was
_NEAR = 150  # seconds between a time that is asked for and one that was
_NOT_ANSWERS = (ErrorKind.TOKEN, ErrorKind.BUSY, ErrorKind.LEDGER_BUSY)
_HEADERS = ("content-type", "tr_cont", "tr_id")
_TIMED_OUT = "kis.timed_out"

Fields = frozenset[tuple[str, str]]
Key = tuple[str, str, str, Fields]


class Requests(Protocol):
    """The requests of a recording (blocking, a block of the file at a time)."""

    def requests(self) -> Iterator[tuple[int, RestTraffic]]:
        """All in the order of their sending, each with the number for `request`."""

    def request(self, number: int) -> RestTraffic:
        """The request of a number."""


class PlaybackWire(httpx.AsyncBaseTransport):
    """Answers from a recording. `refusal` is what is said where it has no answer to a TR id;
    `market` is the time that every answer tells as the server's, None where none is known.
    """

    def __init__(
        self,
        recording: Requests,
        clock: PlayClock,
        refusal: Callable[[str], str],
        market: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._recording = recording
        self._clock = clock
        self._refusal = refusal
        self._market = market
        self._answers: dict[Key, _Answers] = {}
        self._at_times: dict[Key, dict[int, _Answers]] = {}
        self._times: dict[tuple[str, str], frozenset[str]] = {}
        for number, told in recording.requests():
            endpoint = _endpoint(told.endpoint_id)
            if endpoint is not None and not endpoint.is_order and _is_answer(told):
                self._index(number, told, endpoint)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer. Raises the recorded failure, and `ConnectError` for all but reads:
        that tells an order that nothing was sent.
        """
        self._clock.start()
        if request.method != "GET":
            raise httpx.ConnectError("a recording takes no orders", request=request)
        tr_id, tr_cont = (request.headers.get(name, "") for name in ("tr_id", "tr_cont"))
        number = await self._number(
            _key(request.url.path, tr_id, tr_cont, dict(request.url.params))
        )
        if number is None:
            return self._refused(request)
        told = self._recording.request(number)
        _fail_as(told, request)
        kept = {name: told.headers.get(name, "") for name in _HEADERS}
        headers = {name: value for name, value in kept.items() if value and value.isascii()}
        headers |= self._date()
        return httpx.Response(told.status, headers=headers, content=told.content, request=request)

    async def _number(self, key: Key) -> int | None:
        answers = self._answers.get(key) or self._near(key)
        if answers is None:
            return None
        position = self._clock.position()
        first = answers.done[0]
        if first > position + _SOON:
            return None
        coming = answers.coming(position) if first <= position else first
        if coming is not None:
            await self._clock.until(coming)
        return answers.at(self._clock.position())

    def _near(self, key: Key) -> _Answers | None:
        """What was asked at almost the same time of day: charts are read up to now."""
        loose, asked = self._without_time(key)
        found = self._at_times.get(loose)
        if asked is None or not found:
            return None
        nearest = min(found, key=lambda time: (abs(time - asked), time))
        return found[nearest] if abs(nearest - asked) <= _NEAR else None

    def _index(self, number: int, told: RestTraffic, endpoint: Endpoint) -> None:
        self._times[told.path, told.tr_id] = frozenset(
            param.name for param in endpoint.params if param.type is FieldType.TIME
        )
        key = _key(told.path, told.tr_id, told.tr_cont, told.fields)
        done = min(told.at + told.seconds, self._clock.span)
        self._answers.setdefault(key, _Answers()).add(told.at, done, number)
        loose, time = self._without_time(key)
        if time is not None:
            self._at_times.setdefault(loose, {})[time] = self._answers[key]

    def _without_time(self, key: Key) -> tuple[Key, int | None]:
        """The key without what its endpoint calls a time, and that time in seconds of the day."""
        path, tr_id, tr_cont, fields = key
        times = self._times.get((path, tr_id), frozenset())
        rest = frozenset((name, value) for name, value in fields if name not in times)
        texts = [value for name, value in fields if name in times]
        return (path, tr_id, tr_cont, rest), _second_of_day(texts[0]) if len(texts) == 1 else None

    def _refused(self, request: httpx.Request) -> httpx.Response:
        lacking = self._refusal(request.headers.get("tr_id", ""))
        told = {"rt_cd": "1", "msg_cd": REFUSAL_CODE, "msg1": lacking}
        content = msgspec.json.encode(told)
        return httpx.Response(200, headers=self._date(), content=content, request=request)

    def _date(self) -> dict[str, str]:
        """What every answer tells of the server's time."""
        market = self._market()
        if market is None:
            return {}
        return {"date": format_datetime(market.astimezone(UTC), usegmt=True)}


class _Answers:
    """Answers to the same question in the order in which they came."""

    def __init__(self) -> None:
        self.done: list[float] = []
        self._sent: list[float] = []
        self._numbers: list[int] = []

    def add(self, sent: float, done: float, number: int) -> None:
        place = bisect_right(self.done, done)
        self.done.insert(place, done)
        self._sent.insert(place, sent)
        self._numbers.insert(place, number)

    def coming(self, position: float) -> float | None:
        """When the next one comes, if the recorded program was about to ask, too: it asked for the
        same reason, and what came before is out of date.
        """
        place = bisect_right(self.done, position)
        if place == len(self.done) or self._sent[place] > position + _ABOUT_TO:
            return None
        return self.done[place]

    def at(self, position: float) -> int:
        """The newest one; the first where none has come yet."""
        return self._numbers[max(bisect_right(self.done, position) - 1, 0)]


def _endpoint(id_: str) -> Endpoint | None:
    """An endpoint that this program's catalogue knows."""
    try:
        return loader.endpoint(id_)
    except LookupError:
        return None


def _is_answer(told: RestTraffic) -> bool:
    """Whether it says something of the market: not that we were too fast, or a token too old."""
    if told.failure:
        return told.status == 0
    if not told.content:
        return False
    try:
        body = msgspec.json.decode(told.content)
    except (msgspec.DecodeError, RecursionError):
        return False
    code = find_error_code(str(body.get("msg_cd", ""))) if isinstance(body, dict) else None
    return code is None or code.kind not in _NOT_ANSWERS


def _key(path: str, tr_id: str, tr_cont: str, fields: Mapping[str, str]) -> Key:
    return path, tr_id, tr_cont.strip(), frozenset(fields.items())


def _second_of_day(text: str) -> int | None:
    if len(text) != len("HHMMSS") or not (text.isascii() and text.isdigit()):
        return None
    return int(text[:2]) * 3600 + int(text[2:4]) * 60 + int(text[4:])


def _fail_as(told: RestTraffic, request: httpx.Request) -> None:
    """Where there was no answer, there is none now."""
    if told.failure == _TIMED_OUT:
        raise httpx.ReadTimeout("as it was recorded", request=request)
    if told.failure:
        raise httpx.ReadError("as it was recorded", request=request)
