"""Reservation orders at KIS: domain values in and out, every request sent once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kis_desktop.catalogue import loader
from kis_desktop.domain.errors import (
    OrderRefused,
    ServerRefused,
)
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.reservation import Reservation, ReservationIntent
from kis_desktop.kis.markets.krx import reservations as krx
from kis_desktop.kis.order_answer import OrderLine
from kis_desktop.kis.protocol.reply import Reply
from kis_desktop.kis.rest import Rest
from kis_desktop.kis.sender import nothing_stops

_PLACE = "domestic_stock/order_resv"
_LIST = "domestic_stock/order_resv_ccnl"
_CHANGE = "domestic_stock/order_resv_rvsecncl"


class KrxReservations:
    """The reservations of one key. Requests that change something are sent once, as orders are."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._line = OrderLine(rest, "reservation.uncertain")

    @property
    def is_served(self) -> bool:
        """Whether this world takes reservations at all."""
        return self._rest.environment.serves(loader.endpoint(_PLACE))

    async def reservations(self, start: date, end: date) -> tuple[Reservation, ...]:
        """All that are to be ordered on the days, every page, newest first. A row that doesn't
        read fails the whole. Raises `RequestFailed`.
        """
        answer = await self._rest.call(_LIST, krx.list_fields(start, end))
        rows = [row for row in answer.rows("output") if not krx.is_padding(row)]
        read = [krx.read_reservation(row) for row in rows]
        found = {one.number: one for one in read if one is not None}
        if None in read:
            raise ServerRefused(message("kis.missing_field", field="output"))
        return tuple(found.values())

    async def place(
        self, intent: ReservationIntent, why_not: Callable[[], Message | None] = nothing_stops
    ) -> str:
        """Reserve an order, unless `why_not` says something when its turn at the limit has come;
        its number. Raises `OrderRefused` when it surely doesn't exist, `OrderUncertain` when nobody
        said; anything else was raised before it left.
        """
        reply = await self._send(_PLACE, krx.wish_fields(intent), why_not=why_not)
        row = reply.row("output")
        number = "" if row is None else krx.read_number(row)
        if not number:
            raise self._line.unreadable(reply)
        return number

    async def amend(
        self,
        reservation: Reservation,
        intent: ReservationIntent,
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> None:
        """Reserve something else instead. Raises as `place`."""
        fields = krx.named_fields(reservation) | krx.wish_fields(intent)
        self._see(await self._send(_CHANGE, fields, "modify", why_not))

    async def cancel(self, reservation: Reservation) -> None:
        """Take one back. Raises as `place`."""
        self._see(await self._send(_CHANGE, krx.named_fields(reservation), "cancel"))

    async def _send(
        self,
        endpoint_id: str,
        fields: dict[str, str],
        choice: str = "",
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> Reply:
        if not self.is_served:
            raise OrderRefused(message("reservation.not_in_paper"))
        return await self._line.send(endpoint_id, fields, choice, why_not)

    def _see(self, reply: Reply) -> None:
        """Raises `OrderUncertain` where the answer doesn't say that it was carried out."""
        row = reply.row("output")
        if row is None or not krx.is_done(row):
            raise self._line.unreadable(reply)
