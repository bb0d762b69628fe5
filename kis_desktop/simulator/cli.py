"""`kis-simulator`: a KIS server of our own on loopback; stdout begins with the ready line.

A parent that wants it to end with itself starts it with `--die-with-stdin` and a pipe as stdin:
the simulator ends when the pipe does, however the parent died, on every platform.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.pace import Pace
from kis_desktop.simulator.server.channels import books, notices, trades
from kis_desktop.simulator.server.faults import Fault, parse_faults
from kis_desktop.simulator.server.parent_watch import stdin_closed
from kis_desktop.simulator.server.server import serving
from kis_desktop.simulator.server.settings import Settings, Widths, World
from kis_desktop.simulator.told_days import Replay
from kis_desktop.simulator.universe import USUAL_COUNT

_MOST_WORK = 0.02
"""seconds that the market may work before the loop has its turn"""
_WIDTHS_HELP = "fields of trades, books and notices: 46,59,23 for older clients"
OPEN_TIME = time_of_day(9, 30)
"""market time of `--clock open`: the session runs, the opening rush is over"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 after an orderly end, 2 for options that cannot be carried out."""
    options = _parser().parse_args(arguments)
    if options.command == "coverage":
        _print_coverage(as_json=options.json)
        return 0
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("websockets").setLevel(logging.ERROR)
    try:
        replay = None if options.replay is None else _told(options.replay)
        told = options.clock or "live"
        start = replay.start if replay and options.clock is None else start_time(told)
        clock = MarketClock(monotonic=time.monotonic, start=start, speed=options.speed)
        market = Market(
            seed=options.seed,
            clock=clock,
            instruments=options.instruments,
            open_house=options.clock == "open",
            replay=replay,
        )
        market.pace = Pace(_MOST_WORK)
        faults = () if options.faults is None else parse_faults(options.faults.read_bytes())
    except (ValueError, OSError) as error:
        return _fail(str(error))
    settings = Settings(
        world=World(options.world),
        seed=options.seed,
        rest_port=options.rest_port,
        ws_port=options.ws_port,
        limits=not options.no_limits,
        widths=options.widths,
    )
    try:
        asyncio.run(_run(market, settings, faults, die_with_stdin=options.die_with_stdin))
    except OSError as error:
        return _fail(f"cannot listen: {error}")
    return 0


def start_time(text: str, now: datetime | None = None) -> datetime:
    """The market time of a `--clock`; `now` is the wall clock unless told.

    `live` is now. `open` is half past nine of today or the last trading day before. Anything
    else is an ISO time, in Korea unless it says otherwise. Raises ValueError.
    """
    wall = (now or datetime.now(KST)).astimezone(KST)
    if text == "live":
        return wall
    if text == "open":
        today = wall.date()
        day = today if is_trading_day(today) else previous_trading_day(today)
        return datetime.combine(day, OPEN_TIME, tzinfo=KST)
    try:
        asked = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"--clock takes open, live or an ISO time, not {text!r}") from error
    return asked if asked.tzinfo else asked.replace(tzinfo=KST)


async def _run(
    market: Market, settings: Settings, faults: tuple[Fault, ...], *, die_with_stdin: bool
) -> None:
    ended = asyncio.Event()
    _on_signals(ended.set)
    async with serving(market, settings) as server:
        server.faults.add(faults)
        print(json.dumps(server.ready_line(), ensure_ascii=False), flush=True)
        ending = asyncio.create_task(ended.wait())
        waits: list[asyncio.Task[object]] = [ending]
        if die_with_stdin:
            waits.append(asyncio.create_task(stdin_closed()))
        assert server.driving is not None
        await asyncio.wait([*waits, server.driving], return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


def _told(file: Path) -> Replay:
    """What a file tells. Raises ValueError and OSError."""
    from kis_desktop.simulator.replay_file import read_replay  # noqa: PLC0415 - start-up

    return read_replay(file)


def _print_coverage(*, as_json: bool) -> None:
    from kis_desktop.simulator.server.origins import Origin, all_origins  # noqa: PLC0415 - start-up

    for one in all_origins():
        if as_json:
            print(json.dumps(one.as_json(), ensure_ascii=False))
        else:
            counts = Counter(one.fields.values())
            told = ", ".join(f"{origin.value} {counts[origin]}" for origin in Origin)
            print(f"{one.endpoint.path}: {told}")


def _on_signals(end: Callable[[], None]) -> None:
    """Interrupt and terminate end the program in order."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kis-simulator", description=__doc__)
    add = parser.add_argument
    add("command", nargs="?", choices=["coverage"], help="say where every reply field comes from")
    add("--json", action="store_true", help="of coverage: one JSON object a line")
    add("--world", choices=[world.value for world in World], default=World.REAL.value)
    add("--rest-port", type=_port, default=0, metavar="N", help="0: any free port")
    add("--ws-port", type=_port, default=0, metavar="N", help="0: any free port")
    add("--seed", type=int, default=1, metavar="N")
    add("--clock", metavar="open|live|ISO-TIME", help="live unless told; a replay's first minute")
    add("--speed", type=float, default=1.0, metavar="X", help="market seconds a second")
    add("--no-limits", action="store_true", help="neither calls a second nor tokens a minute")
    many = f"the first N of some 2,400, {USUAL_COUNT} unless told"
    add("--instruments", type=int, metavar="N", help=many)
    add("--widths", type=_widths, default=Widths(), metavar="T,B,N", help=_WIDTHS_HELP)
    add("--faults", type=Path, metavar="FILE", help="JSON; forms in simulator.server.faults")
    add("--replay", type=Path, metavar="FILE", help="a recording, or a CSV of bars; replay_file")
    add("--die-with-stdin", action="store_true", help="end when stdin ends")
    return parser


def _widths(text: str) -> Widths:
    known = (trades.WIDTHS, books.WIDTHS, notices.WIDTHS)
    try:
        trade, book, notice = (int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"three numbers, like 46,59,23, not {text!r}") from None
    for number, allowed in zip((trade, book, notice), known, strict=True):
        if number not in allowed:
            told = " or ".join(map(str, allowed))
            raise argparse.ArgumentTypeError(f"a record has {told} fields, not {number}")
    return Widths(trade, book, notice)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:  # noqa: PLR2004 — sixteen bits
        raise argparse.ArgumentTypeError(f"a port is between 0 and 65535, not {text}")
    return number


def _fail(message: str) -> int:
    print(f"kis-simulator: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
