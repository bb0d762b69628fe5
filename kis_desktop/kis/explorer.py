"""One page of any endpoint, for whoever wants to see it as it came, without secrets.

Continuation keys hold the account number, so they stay here; the page carries handles for them.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Mapping

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint, FieldType, Lane
from kis_desktop.domain.api_page import ApiPage
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.kis.credentials import CredentialStore
from kis_desktop.kis.gate import Turn
from kis_desktop.kis.protocol.aliases import Aliases, alias
from kis_desktop.kis.protocol.answer_blocks import blocks_of, unknown_names
from kis_desktop.kis.protocol.paging import CONTINUED, next_keys
from kis_desktop.kis.protocol.reply import read_reply
from kis_desktop.kis.request import CONTENT_TYPE, filled, headers, with_account
from kis_desktop.kis.sender import Sender
from kis_desktop.kis.transport import Exchange

REMEMBERED = 500
"""continuation keys that are kept for next pages"""

_TOKENS = frozenset({"auth/auth_token", "auth/auth_ws_token", "auth/revoke_token"})
_HEADER = "tr_cont"
_SHOWN_KEYS = (alias("appkey"), alias("appsecret"), alias("access_token"))
_COOKIES = "set-cookie"


class Explorer:
    """Asks any endpoint that is no order; the calls wait with what is visible.

    `clock` gives monotonic seconds.
    """

    def __init__(self, sender: Sender, store: CredentialStore, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sender = sender
        self._store = store
        self._environment = sender.transport.environment
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._numbers = itertools.count(1)

    async def page(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        choice: str,
        position: Mapping[str, str] | None,
    ) -> ApiPage:
        """One page as it came; a refusal is a page like any other.

        Personal fields that are not given, or given as their alias, are filled in. Raises
        `RequestFailed` where no answer came, `AuthenticationFailed`, `InvalidInput` for what the
        program does itself and for a position that is no longer known, `ValueError` for an order.
        """
        endpoint = loader.endpoint(endpoint_id)
        if endpoint.is_order:
            raise ValueError(f"{endpoint_id} is an order: it goes through send_order")
        if endpoint_id in _TOKENS:
            raise InvalidInput(message("rest.tokens_are_kept"))
        tr_id = self._environment.tr_id(endpoint, choice)
        given = {name: text for name, text in fields.items() if text != alias(name)}
        keys = self._true_keys(position or {})
        tr_cont = keys.pop(_HEADER, "")
        asked = filled(endpoint, given | keys)
        began = self._clock()
        exchange = await self._sender.page(endpoint, tr_id, asked, tr_cont, Turn(Lane.VISIBLE))
        waited = max(0.0, self._clock() - began - exchange.seconds)
        encoded = with_account(endpoint, asked, self._store)
        aliases = Aliases(endpoint, self._secrets(endpoint, encoded))
        return self._page(endpoint, tr_id, tr_cont, encoded, exchange, aliases, waited)

    def _page(
        self,
        endpoint: Endpoint,
        tr_id: str,
        tr_cont: str,
        encoded: Mapping[str, str],
        exchange: Exchange,
        aliases: Aliases,
        waited: float,
    ) -> ApiPage:
        reply = exchange.reply
        body = aliases.json(exchange.content.decode("utf-8", "replace"))
        shown = read_reply(exchange.status, body.encode())
        sent = headers(*_SHOWN_KEYS, tr_id, tr_cont)
        return ApiPage(
            endpoint_id=endpoint.id,
            tr_id=tr_id,
            url=f"{self._environment.rest_url}{endpoint.path}",
            sent=(("content-type", CONTENT_TYPE), *sent.items()),
            fields=tuple(
                (param.name, aliases.value(param.name, encoded[param.name]))
                for param in endpoint.params
                if param.name in encoded
            ),
            status=exchange.status,
            ok=reply is not None and reply.ok,
            code=aliases.text(reply.code) if reply is not None else f"HTTP {exchange.status}",
            text=aliases.text(reply.text) if reply is not None else "",
            headers=tuple(_shown_header(aliases, *pair) for pair in exchange.headers),
            body=body,
            blocks=blocks_of(endpoint, shown.body) if shown is not None else (),
            unknown=unknown_names(endpoint, shown.body) if shown is not None else (),
            seconds=exchange.seconds,
            waited=waited,
            position=self._position(endpoint, exchange, aliases),
        )

    def _position(
        self, endpoint: Endpoint, exchange: Exchange, aliases: Aliases
    ) -> tuple[tuple[str, str], ...] | None:
        keys = next_keys(endpoint.paging, exchange.reply) if exchange.reply is not None else None
        if keys is None:
            return None
        shown = [(name, self._handle(name, text, aliases)) for name, text in keys.items()]
        return ((_HEADER, CONTINUED), *shown)

    def _handle(self, name: str, value: str, aliases: Aliases) -> str:
        """What stands for a continuation key outside."""
        if aliases.value(name, value) == value:
            return value
        handle = f"<{name.upper()} {next(self._numbers)}>"
        self._kept[handle] = value
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return handle

    def _true_keys(self, position: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, text in position.items():
            is_handle = text.startswith(f"<{name.upper()} ")
            if is_handle and text not in self._kept:
                raise InvalidInput(message("rest.position_forgotten"))
            found[name] = self._kept.get(text, text)
        return found

    def _secrets(self, endpoint: Endpoint, encoded: Mapping[str, str]) -> dict[str, str]:
        keys, account = self._store.keys(), self._store.account()
        personal = {param.name for param in endpoint.params if param.type is FieldType.PERSONAL}
        given = {text.strip(): alias(name) for name, text in encoded.items() if name in personal}
        hts_id = self._store.hts_id()
        cased = dict.fromkeys((hts_id, hts_id.upper(), hts_id.lower()), alias("hts_id"))
        return (
            given
            | cased
            | {
                account.digits: alias("cano") + alias("acnt_prdt_cd"),
                account.number: alias("cano"),
                keys.app_key: alias("appkey"),
                keys.app_secret: alias("appsecret"),
                self._sender.last_token: alias("access_token"),
            }
        )


def _shown_header(aliases: Aliases, name: str, text: str) -> tuple[str, str]:
    return name, alias(name) if name.lower() == _COOKIES else aliases.text(text)
