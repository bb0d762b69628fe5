"""The other markets and the facts around one Korean market, each made when first asked for.

Their modules are imported then, too: a third of the time that a start would take.
"""

from __future__ import annotations

import importlib
from functools import cached_property
from typing import TYPE_CHECKING, cast

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.surroundings import Surroundings

if TYPE_CHECKING:
    from datetime import datetime

    from kis_desktop.simulator.facts.companies import Companies
    from kis_desktop.simulator.facts.flow_ranks import FlowRanks
    from kis_desktop.simulator.facts.flows import Flows
    from kis_desktop.simulator.facts.funds import Funds
    from kis_desktop.simulator.facts.news import News
    from kis_desktop.simulator.markets.domestic_bond.market import KoreanBonds
    from kis_desktop.simulator.markets.domestic_futureoption.market import KoreanDerivatives
    from kis_desktop.simulator.markets.elw.market import Warrants
    from kis_desktop.simulator.markets.overseas_futureoption.market import OverseasDerivatives
    from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks

_DEALT = ("overseas_stock", "derivatives", "overseas_derivatives", "bonds")
"""where orders may wait"""


class Others:
    """One of each, all around the same shares."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    @cached_property
    def overseas_stock(self) -> OverseasStocks:
        """해외주식."""
        return cast("OverseasStocks", self._made("markets.overseas_stock.market", "OverseasStocks"))

    @cached_property
    def derivatives(self) -> KoreanDerivatives:
        """국내선물옵션."""
        return cast(
            "KoreanDerivatives",
            self._made("markets.domestic_futureoption.market", "KoreanDerivatives"),
        )

    @cached_property
    def overseas_derivatives(self) -> OverseasDerivatives:
        """해외선물옵션."""
        return cast(
            "OverseasDerivatives",
            self._made("markets.overseas_futureoption.market", "OverseasDerivatives"),
        )

    @cached_property
    def bonds(self) -> KoreanBonds:
        """장내채권."""
        return cast("KoreanBonds", self._made("markets.domestic_bond.market", "KoreanBonds"))

    @cached_property
    def warrants(self) -> Warrants:
        """ELW."""
        return cast("Warrants", self._made("markets.elw.market", "Warrants"))

    @cached_property
    def flows(self) -> Flows:
        """투자자, 프로그램, 회원사, 공매도, 신용."""
        return cast("Flows", self._made("facts.flows", "Flows"))

    @cached_property
    def flow_ranks(self) -> FlowRanks:
        """공매도, 신용잔고 of all shares at once."""
        return cast("FlowRanks", self._made("facts.flow_ranks", "FlowRanks"))

    @cached_property
    def companies(self) -> Companies:
        """재무, 예탁원 정보, 투자의견."""
        return cast("Companies", self._made("facts.companies", "Companies"))

    @cached_property
    def funds(self) -> Funds:
        """NAV, 구성종목 of ETF and ETN."""
        return cast("Funds", self._made("facts.funds", "Funds"))

    @cached_property
    def news(self) -> News:
        """시황, 공시 제목."""
        return cast("News", self._made("facts.news", "News", self.companies))

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through the open orders of the markets that have been looked at."""
        made = (self.__dict__.get(name) for name in _DEALT)
        return tuple(
            event for market in made if market is not None for event in market.advance(now)
        )

    def _made(self, module: str, name: str, *more: object) -> object:
        found = importlib.import_module(f"kis_desktop.simulator.{module}")
        return getattr(found, name)(self.around, *more)
