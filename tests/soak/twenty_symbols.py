"""Twenty symbols with trades and books, and an order every second, through the real window.

    python -m tests.soak.twenty_symbols --seconds 60 --prints 500

Ends with one JSON object; exit code 0 only when no print, fill or order was lost, nothing failed
and the line stayed up.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.children import Simulator, open_simulator, own_folder
from benchmarks.real_window import RealWindow, open_window
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order import OrderIntent, OrderState, OrderType, Side
from kis_desktop.services.watchlists import first_groups
from kis_desktop.storage.profile_folder import ProfileFolder
from kis_desktop.storage.watchlist_file import WatchlistFile
from tests.soak.tape_audit import TapeAudit

COUNT = 20
BOOKS_BY_STREAM = 19  # 41 registrations: notices, one kept free, 20 trades, 19 books
LAST_LOOKS, LOOK_EVERY = 20, 0.5  # seconds
STILL = 0.001  # prints a second, to let the last ones arrive
MEGABYTE = 1024 * 1024
SWITCH_INTERVAL = 0.0005  # seconds, as the program sets it


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how much."""

    seconds: float
    prints: float
    orders_every: float  # seconds

    @property
    def symbols(self) -> tuple[str, ...]:
        """The first twenty that a new user watches."""
        return first_groups()[0].symbols[:COUNT]


def resident() -> float | None:
    """Memory of this process in MB; None where the system does not tell."""
    file = Path("/proc/self/statm")
    if not file.exists():
        return None
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


async def soak(window: RealWindow, simulator: Simulator, plan: Plan) -> dict[str, object]:
    """Act it out; what was seen."""
    audit = TapeAudit()
    window.clock.frame.connect(audit.take)
    await window.until_live()
    wanted = frozenset(plan.symbols)
    market_data = window.context.services.market_data
    await window.context.commands.run(market_data.set_interest, "soak", Interest(wanted, wanted))
    simulator.flow(plan.prints, plan.symbols)
    await window.until(lambda: len(audit.prints) == COUNT and len(audit.books) == COUNT)
    window.clock.begin_anew()
    begun, started = resident(), audit.prints.total()
    orders = asyncio.ensure_future(trade(window, plan))
    await asyncio.sleep(plan.seconds)
    gaps, work, printed = window.clock.gaps(), window.clock.work_times(), audit.prints.total()
    sent = await orders
    ended = resident()
    simulator.flow(STILL)
    state = await settle(window, simulator, audit, sent)
    ticks = window.terminal.report.figures.ticks
    return {
        "ok": False,
        "wrongs": audit.wrongs + wrongs_of(window, audit, state, sent),
        "seconds": plan.seconds,
        "symbols": len(audit.prints),
        "books": sum(count > plan.seconds for count in audit.books.values()),
        "prints": ticks,
        "prints_sent": state["prints_sent"],
        "prints_per_second": round((printed - started) / plan.seconds, 1),
        "orders": sent,
        "fills": len(audit.fills),
        "frame_gap_ms": rounded(gaps),
        "frame_work_ms": rounded(work),
        "rss_start_mb": begun and round(begun, 1),
        "rss_end_mb": ended and round(ended, 1),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


async def trade(window: RealWindow, plan: Plan) -> int:
    """Buy a share at the market of one symbol after another; how many orders were accepted."""
    submit = window.context.services.orders.submit
    count = int(plan.seconds / plan.orders_every)
    for number in range(count):
        symbol = plan.symbols[number % COUNT]
        intent = OrderIntent(f"soak-{number}", symbol, Side.BUY, OrderType.MARKET, 1, None)
        await window.context.commands.run(submit, intent)
        await asyncio.sleep(plan.orders_every)
    return count


async def settle(
    window: RealWindow, simulator: Simulator, audit: TapeAudit, sent: int
) -> dict[str, Any]:
    """Wait until the last prints and fills are there, or should have been; the server's state."""
    figures = window.terminal.report.figures
    for _ in range(LAST_LOOKS):
        state = await asyncio.to_thread(simulator.state)
        await asyncio.sleep(LOOK_EVERY)
        arrived = figures.ticks == state["prints_sent"]
        if arrived and audit.in_state(OrderState.FILLED) == sent:
            return state
    return await asyncio.to_thread(simulator.state)


def wrongs_of(window: RealWindow, audit: TapeAudit, state: dict[str, Any], sent: int) -> list[str]:
    """What does not add up in the end."""
    figures = window.terminal.report.figures
    sums = audit.tape_sums()
    streamed = sum(count > 1 for count in audit.books.values())
    ours = {int(order.order_no) for order in audit.orders.values() if order.order_no}
    server_fills = [fill for fill in as_rows(state["fills"]) if int(fill["order_number"]) in ours]
    expected = {
        "symbols on the tape": (len(sums), COUNT),
        "books by stream": (min(streamed, BOOKS_BY_STREAM), BOOKS_BY_STREAM),
        "prints of the server and of the tape": (figures.ticks, state["prints_sent"]),
        "orders filled": (audit.in_state(OrderState.FILLED), sent),
        "order requests": (sum(as_counts(state["order_requests"]).values()), sent),
        "shares filled": (audit.filled(), sent),
        "shares filled at the server": (sum(fill["quantity"] for fill in server_fills), sent),
    }
    wrongs = [f"{what}: {got}, not {due}" for what, (got, due) in expected.items() if got != due]
    wrongs += [f"{symbol}: tape {a}, volume {b}" for symbol, (a, b) in sums.items() if a != b]
    return wrongs + list(figures.errors)


def as_rows(value: object) -> list[dict[str, Any]]:
    assert isinstance(value, list)
    return value


def as_counts(value: object) -> dict[str, int]:
    assert isinstance(value, dict)
    return value


def rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in values.items()}


def main(arguments: list[str] | None = None) -> int:
    """Run it; 0 when all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.twenty_symbols")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--prints", type=float, default=500.0, help="a second, over all symbols")
    parser.add_argument("--orders-every", type=float, default=1.0, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    plan = Plan(asked.seconds, asked.prints, asked.orders_every)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    sys.setswitchinterval(SWITCH_INTERVAL)

    def watch(folder: ProfileFolder) -> None:
        WatchlistFile(folder.watchlists).save([("soak", plan.symbols)])

    with own_folder() as folder, open_simulator(folder) as simulator:
        os.environ["KIS_DESKTOP_HOME"] = str(folder)
        try:
            with open_window(simulator.file, watch) as window:
                told = window.run(soak(window, simulator, plan))
        except (KisDesktopError, TimeoutError) as error:
            told = {"ok": False, "wrongs": [f"{type(error).__name__}: {error}"]}
    told["ok"] = not told["wrongs"]
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
