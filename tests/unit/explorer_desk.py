"""A screen for the explorer: its own service, over a source and a line made for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from kis_desktop.domain.api_page import ApiPage, ChannelRows
from kis_desktop.domain.connection import Budget, Registered, Standing
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.services.api_explorer import ApiExplorer, ExplorerWorld
from kis_desktop.services.topics import Topic
from tests.unit.screen_desk import SAMSUNG, Desk, reading
from tests.unit.viewmodels.api_pages import page

PRICE = "domestic_stock/inquire_price"
CCLD = "domestic_stock/inquire_daily_ccld"
DAILY = "domestic_stock/inquire_daily_itemchartprice"
TRADES = "domestic_stock/ccnl_krx"
HOST = "http://127.0.0.1:1"

P = ParamSpec("P")
T = TypeVar("T")


class Here:
    """Blocking calls, at once."""

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)


class Source:
    """Answers with the pages that it was given, one after another, the last one again and again."""

    def __init__(self) -> None:
        self.pages: dict[str, list[ApiPage | KisDesktopError]] = {}
        self.asked: list[tuple[str, dict[str, str], str, dict[str, str] | None]] = []
        self.held: asyncio.Event | None = None

    async def explore(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        *,
        choice: str = "",
        position: Mapping[str, str] | None = None,
    ) -> ApiPage:
        self.asked.append(
            (endpoint_id, dict(fields), choice, None if position is None else dict(position))
        )
        if self.held is not None:
            await self.held.wait()
        given = self.pages.get(endpoint_id, [page()])
        answer = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(answer, KisDesktopError):
            raise answer
        return answer


class Line:
    """A realtime line; `bring` brings records."""

    def __init__(self) -> None:
        self.on_channel: Callable[[ChannelRows], None] = lambda _: None
        self.wanted: tuple[tuple[str, str], ...] = ()

    def want_channels(self, wanted: Sequence[tuple[str, str]]) -> None:
        self.wanted = tuple(wanted)

    def bring(self, *rows: tuple[str, ...], columns: tuple[str, ...] = ()) -> None:
        names = columns or ("MKSC_SHRN_ISCD", "STCK_CNTG_HOUR", "STCK_PRPR")
        self.on_channel(ChannelRows(TRADES, "H0STCNT0", names, rows, 1.0))


class ExplorerDesk(Desk):
    """A desk whose services hold a real explorer."""

    def __init__(self, language: str = "ko", *, is_paper: bool = False) -> None:
        super().__init__(SAMSUNG, language)
        self.source, self.line_ = Source(), Line()
        self.explorer = ApiExplorer(
            self.source, self.line_, Here(), self.mailbox, ExplorerWorld(HOST, is_paper)
        )
        services: Any = self.services
        services.api_explorer = self.explorer

    def show_time(self) -> None:
        """The market's clock says 2026-11-20."""
        self.put(Topic.CLOCK, "", reading())
        self.frame()

    def registered(self, *keys: str, standing: Standing = Standing.CONFIRMED) -> None:
        """The line tells of these registrations of trades."""
        line = tuple(Registered("H0STCNT0", key, place, standing) for place, key in enumerate(keys))
        budget = Budget(registrations=12, registration_limit=41, line=line)
        self.put(Topic.BUDGET, "", budget)
        self.frame()
