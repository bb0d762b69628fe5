"""A screen that wants far more REST calls than the server allows, against the simulator's limits.

    python -m tests.soak.busy_screen --seconds 1200
    python -m tests.soak.busy_screen --seconds 300 --world paper

Two hundred watched symbols take turns, focused ones are read every second, charts are opened,
the account is read, the explorer asks, orders are sent and cancelled. Ends with one JSON object;
exit code 0 only when the server refused nothing (EGW00201), every kind of call came through and
nothing failed. Times are seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import httpx

from benchmarks.children import MOMENT, ROOT, environment
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order import Order, OrderIntent, OrderState, OrderType, Side, Venue
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account
from kis_desktop.kis.environment import Environment
from kis_desktop.simulator.universe import load_universe
from tests.unit.kis.peer import MemoryStore

WATCHED = 200
WATCHERS = 12  # symbols of the watchlist that are asked for at the same time
FOCUSED = 24
FOCUSED_EVERY, CHART_EVERY, ACCOUNT_EVERY = 1.0, 4.0, 3.0
ORDERS_EVERY, EXPLORER_EVERY, TRADE_EVERY = 5.0, 4.0, 3.0
LOOK_EVERY = 0.1
DAY = date.fromisoformat(MOMENT[:10])
DEAR = 20_000  # won
PATIENCE = 60.0

Ready = dict[str, Any]
Times = dict[str, list[float]]


@contextlib.contextmanager
def simulator(world: str) -> Iterator[Ready]:
    """A simulator with all its limits that ends with us; its ready line."""
    options = ("--die-with-stdin", "--clock", MOMENT, "--world", world, "--seed", "7")
    process = subprocess.Popen(
        [sys.executable, "-m", "kis_desktop.simulator.cli", *options],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        ready: Ready = json.loads(process.stdout.readline())
        yield ready
    finally:
        process.communicate(timeout=PATIENCE)


@dataclass
class ReadyStore(MemoryStore):
    """The credentials that the ready line tells."""

    account_text: str = ""

    def account(self) -> Account:
        number, _, product = self.account_text.partition("-")
        return Account(number, product)


class Screen:
    """All that asks; `times` are how long calls took, by kind."""

    def __init__(self, client: KisClient, symbols: tuple[str, ...], until: float) -> None:
        self.client = client
        self.symbols = symbols
        self.until = until
        self.times: Times = defaultdict(list)
        self.failures: Counter[str] = Counter()
        self.longest_waits: dict[str, float] = {}
        self.most_waiting = 0
        self.explorer_waits: list[float] = []
        self.orders = 0

    async def run(self) -> None:
        """Act it out until the time is up; what is under way is awaited."""
        async with asyncio.TaskGroup() as group:
            for number in range(WATCHERS):
                group.create_task(self.watch(number))
            for symbol in self.symbols[:FOCUSED]:
                group.create_task(self.every(FOCUSED_EVERY, partial(self.focus, symbol)))
            group.create_task(self.every(CHART_EVERY, self.chart))
            group.create_task(self.every(ACCOUNT_EVERY, self.account))
            group.create_task(self.every(ORDERS_EVERY, self.list_orders))
            group.create_task(self.every(EXPLORER_EVERY, self.explore))
            group.create_task(self.every(TRADE_EVERY, self.trade))
            group.create_task(self.look())

    async def every(self, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < self.until:
            await asyncio.gather(act(), asyncio.sleep(seconds))

    async def timed(self, kind: str, call: Awaitable[Any]) -> Any:
        started = time.monotonic()
        try:
            answer = await call
        except KisDesktopError as error:
            self.failures[f"{kind}: {error}"] += 1
            return None
        self.times[kind].append(time.monotonic() - started)
        return answer

    async def watch(self, number: int) -> None:
        place = number
        while time.monotonic() < self.until:
            symbol = self.symbols[place % WATCHED]
            await self.timed("watchlist", self.client.quotes.quote(symbol, background=True))
            place += WATCHERS + 1

    async def focus(self, symbol: str) -> None:
        await self.timed("focused", self.client.quotes.quote(symbol))

    async def chart(self) -> None:
        symbol = self.symbols[len(self.times["chart"]) % WATCHED]
        history, quotes = self.client.history, self.client.quotes
        start = DAY.replace(month=6)
        daily = history.daily_page(symbol, start, DAY, Interval.DAY)
        await self.timed("chart", daily)
        await self.timed("chart", history.minute_page(symbol, DAY, "101200"))
        await self.timed("chart", quotes.order_book(symbol))
        await self.timed("chart", quotes.recent_trades(symbol))

    async def account(self) -> None:
        await self.timed("account", self.client.accounts.account())

    async def list_orders(self) -> None:
        await self.timed("order list", self.client.broker.orders(DAY))

    async def explore(self) -> None:
        position: dict[str, str] | None = None
        for _ in range(2):
            asked = self.client.rest.explore(
                "domestic_stock/inquire_daily_ccld",
                {"INQR_STRT_DT": f"{DAY:%Y%m%d}", "INQR_END_DT": f"{DAY:%Y%m%d}"},
                choice="inner",
                position=position,
            )
            page = await self.timed("explorer", asked)
            if page is None or not page.ok:
                self.failures[f"explorer: {page and page.code}"] += 1
                return
            self.explorer_waits.append(page.waited)
            if page.position is None:
                return
            position = dict(page.position)

    async def trade(self) -> None:
        """Buy at the market; then rest an order far below and cancel it."""
        self.orders += 1
        dear = [one for one in load_universe(WATCHED).listings if one.base_price > DEAR]
        name, listing = f"busy-{self.orders}", dear[self.orders % len(dear)]
        symbol = listing.symbol
        if self.orders % 2:
            bought = OrderIntent(name, symbol, Side.BUY, OrderType.MARKET, 1, None)
            await self.timed("order", self.client.broker.submit(bought))
            return
        price = Decimal(listing.base_price * 85 // 100 // 1000 * 1000)  # rests, on any tick
        resting = OrderIntent(name, symbol, Side.BUY, OrderType.LIMIT, 1, price)
        receipt = await self.timed("order", self.client.broker.submit(resting))
        if receipt is None:
            return
        order = Order(
            local_id=name,
            symbol=symbol,
            side=Side.BUY,
            order_type=OrderType.LIMIT,
            quantity=1,
            price=price,
            venue=Venue.KRX,
            state=OrderState.WORKING,
            at=datetime.now(UTC),
            trade_date=DAY,
            order_no=receipt.order_no,
            branch=receipt.branch,
        )
        await self.timed("cancel", self.client.broker.cancel(order))

    async def look(self) -> None:
        while time.monotonic() < self.until:
            budget = self.client.budget()
            self.most_waiting = max(self.most_waiting, budget.waiting)
            for queue in budget.queues:
                longest = max(self.longest_waits.get(queue.lane, 0.0), queue.longest)
                self.longest_waits[queue.lane] = longest
            await asyncio.sleep(LOOK_EVERY)


def spread(values: list[float]) -> dict[str, float]:
    """How many, and what half and 99 of a hundred stay below."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return {
        "count": len(ordered),
        "p50": round(ordered[last // 2], 3),
        "p99": round(ordered[round(last * 0.99)], 3),
        "max": round(ordered[last], 3),
    }


async def soak(world: str, seconds: float) -> dict[str, object]:
    """Act it out against a simulator of our own; what was seen."""
    with simulator(world) as ready:
        store = ReadyStore(
            hts=str(ready["hts_id"]),
            app_key=str(ready["appkey"]),
            app_secret=str(ready["appsecret"]),
            account_text=str(ready["accounts"]["stock"]),
        )
        symbols = tuple(one.symbol for one in load_universe(WATCHED).listings)
        client = KisClient(Environment.simulated(ready), store)
        try:
            await client.quotes.quote(symbols[0])  # with the token
            begun = time.monotonic()
            screen = Screen(client, symbols, begun + seconds)
            await screen.run()
            lasted = time.monotonic() - begun
            async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as admin:
                state = (await admin.get(f"{ready['admin']}/state")).json()
            return told_of(screen, state, world, lasted)
        finally:
            await client.close()


def told_of(screen: Screen, state: Ready, world: str, lasted: float) -> dict[str, object]:
    """The figures, and what is wrong with them."""
    budget = screen.client.budget()
    requests = sum(state["requests"].values())
    wrongs = [f"{count} times {what}" for what, count in screen.failures.items()]
    if state["limited_requests"] or budget.busy_answers:
        wrongs.append(f"EGW00201: {state['limited_requests']} sent, {budget.busy_answers} seen")
    wanted = {"watchlist", "focused", "chart", "account", "order list", "explorer", "order"}
    wrongs += [f"no {kind} came through" for kind in sorted(wanted - set(screen.times))]
    sent = sum(state["order_requests"].values())
    done = len(screen.times["order"]) + len(screen.times["cancel"])
    if sent != done:
        wrongs.append(f"{sent} order requests for {done}")
    return {
        "ok": not wrongs,
        "wrongs": wrongs,
        "world": world,
        "seconds": round(lasted, 1),
        "requests": requests,
        "requests_per_second": round(requests / lasted, 2),
        "plan": budget.rest_limit,
        "server_limit": budget.server_limit,
        "refused_by_server": state["limited_requests"],
        "orders_latency": spread(screen.times["order"]),
        "calls": {kind: spread(times) for kind, times in sorted(screen.times.items()) if times},
        "explorer_waited": spread(screen.explorer_waits),
        "longest_queue_wait": {lane: round(at, 3) for lane, at in screen.longest_waits.items()},
        "most_waiting": screen.most_waiting,
    }


def main(arguments: list[str] | None = None) -> int:
    """Run it; 0 when all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.busy_screen")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--world", choices=("real", "paper"), default="real")
    asked = parser.parse_args(arguments)
    told = asyncio.run(soak(asked.world, asked.seconds))
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
