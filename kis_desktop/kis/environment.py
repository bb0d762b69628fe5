"""The worlds (real 실전, paper 모의, simulated, replayed) as frozen objects with all they allow.

Address, TR ids, limits and abilities come from one object; a client of one world holds nothing of
another. No setting, flag or variable changes the addresses of the real and the paper world.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kis_desktop.catalogue.entry import Channel, Endpoint
from kis_desktop.catalogue.limits import server_limits
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message

REGISTRATIONS = server_limits().registrations
"""what one session may hold, in symbol × channel"""
REGISTRATIONS_USED = server_limits().registrations_used
"""what we use of it"""

_REAL_REST = "https://openapi.koreainvestment.com:9443"
_PAPER_REST = "https://openapivts.koreainvestment.com:29443"
_REAL_STREAM = "ws://ops.koreainvestment.com:21000"
_PAPER_STREAM = "ws://ops.koreainvestment.com:31000"
_MASTERS = "https://new.real.download.dws.co.kr/common/master"
_NOWHERE = "http://recording.invalid"  # a name that leads nowhere, by RFC 2606
_FIXED = {
    World.REAL: (_REAL_REST, _REAL_STREAM, _MASTERS),
    World.PAPER: (_PAPER_REST, _PAPER_STREAM, _MASTERS),
}


@dataclass(frozen=True, slots=True)
class Environment:
    """One world. `dialect` is whose TR ids, limits and gaps it has: real or paper.

    Raises `InvalidInput` for an address that the world may not have.
    """

    world: World
    dialect: World
    rest_url: str
    stream_url: str
    masters_url: str

    def __post_init__(self) -> None:
        addresses = (self.rest_url, self.stream_url, self.masters_url)
        if self.world is World.REPLAY:
            if set(addresses) != {_NOWHERE}:
                raise InvalidInput(message("kis.foreign_destination", destination=self.rest_url))
            return
        if self.world in _FIXED:
            if addresses != _FIXED[self.world] or self.dialect is not self.world:
                raise InvalidInput(message("kis.foreign_destination", destination=self.rest_url))
            return
        if self.dialect not in _FIXED:
            raise InvalidInput(message("kis.ready_line_invalid", field="world"))
        for address, scheme in zip(addresses, ("http", "ws", "http"), strict=True):
            _check_loopback(address, scheme)

    @classmethod
    def real(cls) -> Environment:
        """Real money."""
        return cls(World.REAL, World.REAL, _REAL_REST, _REAL_STREAM, _MASTERS)

    @classmethod
    def paper(cls) -> Environment:
        """Paper trading at KIS (모의투자)."""
        return cls(World.PAPER, World.PAPER, _PAPER_REST, _PAPER_STREAM, _MASTERS)

    @classmethod
    def simulated(cls, ready: Mapping[str, object]) -> Environment:
        """The simulator that printed this ready line. Raises `InvalidInput`; loopback alone."""
        rest, stream = _text_of(ready, "rest"), _text_of(ready, "ws")
        name = _text_of(ready, "world")
        if name not in (World.REAL, World.PAPER):
            raise InvalidInput(message("kis.ready_line_invalid", field="world"))
        dialect = World(name)
        masters = f"{rest}/_sim/masters"
        return cls(World.SIMULATED, dialect, rest, stream, masters)

    @classmethod
    def replay(cls, dialect: World) -> Environment:
        """A recording of a world that speaks real or paper: no host, and no orders."""
        return cls(World.REPLAY, dialect, _NOWHERE, _NOWHERE, _NOWHERE)

    @property
    def is_paper(self) -> bool:
        """Whether this world speaks paper: other TR ids, fewer services, a slower limit."""
        return self.dialect is World.PAPER

    @property
    def is_simulated(self) -> bool:
        """Whether a simulator answers, which may be at any date."""
        return self.world is World.SIMULATED

    def serves(self, endpoint: Endpoint) -> bool:
        """Whether this world has the service at all."""
        return endpoint.paper or not self.is_paper

    def tr_id(self, endpoint: Endpoint, choice: str = "") -> str:
        """The TR id of a call; empty for those without one. Raises `InvalidInput` if not served."""
        self._check_order(endpoint)
        if not self.serves(endpoint):
            raise InvalidInput(message("kis.not_in_paper"))
        table = endpoint.tr_paper if self.is_paper else endpoint.tr_real
        if not table and not choice:
            return ""
        if choice not in table:
            raise InvalidInput(message("kis.foreign_destination", destination=endpoint.id))
        return table[choice]

    def channel_tr_id(self, channel: Channel) -> str:
        """The TR id of a channel. Raises `InvalidInput` if this world doesn't serve it."""
        tr_id = channel.tr_paper if self.is_paper else channel.tr_real
        if not tr_id:
            raise InvalidInput(message("kis.not_in_paper"))
        return tr_id

    def check_destination(self, url: str, tr_id: str, endpoint: Endpoint) -> None:
        """The last check before bytes leave: address and TR id are of this world.

        Raises `InvalidInput`, and then nothing was sent.
        """
        self._check_order(endpoint)
        if not self.serves(endpoint):
            raise InvalidInput(message("kis.not_in_paper"))
        table = endpoint.tr_paper if self.is_paper else endpoint.tr_real
        known = tr_id in table.values() or (not table and not tr_id)
        if url != f"{self.rest_url}{endpoint.path}" or not known:
            raise InvalidInput(message("kis.foreign_destination", destination=tr_id or url))
        if endpoint.is_order and tr_id.startswith("V") is not self.is_paper:
            raise InvalidInput(message("kis.foreign_destination", destination=tr_id))

    def _check_order(self, endpoint: Endpoint) -> None:
        if endpoint.is_order and self.world is World.REPLAY:
            raise InvalidInput(message("recorder.no_orders"))


def _text_of(ready: Mapping[str, object], field: str) -> str:
    value = ready.get(field)
    if not isinstance(value, str) or not value:
        raise InvalidInput(message("kis.ready_line_invalid", field=field))
    return value.rstrip("/")


def _check_loopback(address: str, scheme: str) -> None:
    """Only a literal loopback address counts: names can lead anywhere."""
    parts = urlsplit(address)
    try:
        loopback = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        loopback = False
    if not loopback or parts.scheme != scheme or parts.username is not None:
        raise InvalidInput(message("kis.not_loopback", address=address))
