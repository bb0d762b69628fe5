"""What an answer means for what was sent once.

An answer is an answer; a refusal is one only where the order surely doesn't exist; everything else
is uncertain and only reading settles it.
"""

from __future__ import annotations

from collections.abc import Callable

from kis_desktop.domain.errors import OrderRefused, OrderUncertain, RequestFailed, Unreachable
from kis_desktop.domain.message import Message, message
from kis_desktop.kis.protocol.reply import Reply
from kis_desktop.kis.rest import Rest
from kis_desktop.kis.sender import nothing_stops
from kis_desktop.kis.transport import NeverSent


class OrderLine:
    """Sends orders of one key, each once. `doubt` is the id of the sentence for all that leaves one
    in doubt; the server's own words stand behind it.
    """

    def __init__(self, rest: Rest, doubt: str) -> None:
        self._rest = rest
        self._doubt = doubt

    async def send(
        self,
        endpoint_id: str,
        fields: dict[str, str],
        choice: str = "",
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> Reply:
        """The answer that took it in. Raises `OrderRefused` when it surely doesn't exist,
        `OrderUncertain` when nobody said; anything else was raised before it left.
        """
        try:
            reply = await self._rest.send_order(endpoint_id, fields, choice, why_not)
        except NeverSent as error:
            raise Unreachable(message("kis.order_unreachable")) from error
        except RequestFailed as error:
            raise self._uncertain(error.message) from error
        if reply.kind is None:
            return reply
        if reply.kind.surely_not_executed:
            raise OrderRefused(reply.message())
        raise self._uncertain(reply.message())

    def unreadable(self, reply: Reply) -> OrderUncertain:
        """To be raised where the answer doesn't say what it should."""
        return self._uncertain(message("kis.unreadable", code=reply.code))

    def _uncertain(self, cause: Message) -> OrderUncertain:
        return OrderUncertain(Message(self._doubt, {}, cause.code, cause.original))
