"""A program that is killed while a conditional order fires: `READY_FILE STEP`.

It arms one order that soon fires and dies without a word at the step. It ends by itself when the
step never comes.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any

from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Grouping,
    Leg,
    LegState,
    TrailUnit,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.risk_rules import Rule
from kis_desktop.kis.broker import KrxBroker
from kis_desktop.storage.conditional_file import ConditionalFile
from kis_desktop.storage.order_journal import OrderJournal
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, open_desk

FAR = Decimal(90_000)  # below the market, so that the order rests
_NOBODY = date(1, 1, 1)


def trailing_purchase() -> ConditionalOrder:
    """Buys ten shares far below the market as soon as the price is one tick off its lowest."""
    trigger = Trigger(TriggerKind.TRAILING, SAMSUNG, distance=Decimal(1), unit=TrailUnit.TICKS)
    approved = frozenset({Rule.STALE_PRICE.value, Rule.AWAY_PERCENT.value, Rule.AWAY_TICKS.value})
    intent = OrderIntent("", SAMSUNG, Side.BUY, OrderType.LIMIT, 10, FAR, approved=approved)
    leg = Leg(trigger, intent, LegState.ARMED)
    return ConditionalOrder("", Grouping.SINGLE, (leg,), _NOBODY, _NOBODY, date.max)


def die() -> None:
    """As when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


def stands(order: ConditionalOrder, state: LegState) -> bool:
    return any(leg.state is state for leg in order.legs)


def written(entries: tuple[JournalEntry, ...], kind: JournalKind) -> bool:
    return any(entry.kind is kind for entry in entries)


def before(home: type, name: str, when: Callable[..., bool]) -> None:
    """Die before a method is called like this."""
    real = getattr(home, name)

    @wraps(real)
    def called(self: object, *given: Any) -> Any:
        if when(*given):
            die()
        return real(self, *given)

    setattr(home, name, called)


def after(home: type, name: str, when: Callable[..., bool]) -> None:
    """Die once a method that was called like this has returned."""
    real = getattr(home, name)

    @wraps(real)
    def called(self: object, *given: Any) -> Any:
        outcome = real(self, *given)
        if when(*given):
            die()
        return outcome

    setattr(home, name, called)


def after_answer() -> None:
    """Die when the server has answered the order."""
    real = KrxBroker.submit

    async def submit(self: KrxBroker, intent: OrderIntent, *given: Any) -> Any:
        await real(self, intent, *given)
        die()

    setattr(KrxBroker, "submit", submit)  # noqa: B010 - the type checker is right elsewhere


STEPS: dict[str, Callable[[], None]] = {
    "before the record": lambda: before(
        ConditionalFile, "save", lambda order: stands(order, LegState.SENDING)
    ),
    "after the record": lambda: after(
        ConditionalFile, "save", lambda order: stands(order, LegState.SENDING)
    ),
    "before the journal": lambda: before(
        OrderJournal, "append", lambda *entries: written(entries, JournalKind.INTENT)
    ),
    "before the wire": lambda: after(
        OrderJournal, "append", lambda *entries: written(entries, JournalKind.SENDING)
    ),
    "after the answer": after_answer,
    "after the journal": lambda: after(
        OrderJournal, "append", lambda *entries: written(entries, JournalKind.ACCEPTED)
    ),
    "before the end": lambda: before(
        ConditionalFile, "save", lambda order: stands(order, LegState.DONE)
    ),
}


async def live(file: Path) -> None:
    """Arm the order and watch."""
    async with open_desk(Simulator({}, file)) as desk:
        await desk.until_live()
        await desk.services.conditional.make(trailing_purchase())
        await asyncio.sleep(20)


if __name__ == "__main__":
    STEPS[sys.argv[2]]()
    asyncio.run(live(Path(sys.argv[1])))
