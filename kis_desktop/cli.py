"""The `kis-desktop` command: what may be asked of it on a terminal.

Without a subcommand it opens the window.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path

from kis_desktop import __version__
from kis_desktop.app.options import Options

_FAILED = 1
_MISUSED = 2
_SLOWEST, _FASTEST = 0.5, 100.0  # of a replay
_AUDIT = "The journal of orders: what was sent, what was seen, what was answered, each hashed."
_VERIFY = """
Finds entries that were edited, taken out of the middle, put in another order, or cut off against
the head that the vault keeps; exit code 1 then. It cannot find: newest entries cut off that the
vault has not remembered yet (it does every five seconds and at the end), and a whole journal
written anew by somebody who can open the vault too.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the program; the exit code is 0 when all went well."""
    started = time.perf_counter()
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.command is not None:
        return _run(asked)
    if asked.selfcheck:
        return _selfcheck()
    if not (asked.simulator or asked.profile or asked.demo or asked.replay):
        parser.error("choose --demo, --simulator FILE, --profile NAME or --replay FILE")
    if asked.replay and asked.record:
        parser.error("a replay is not recorded: leave out --record")
    if asked.speed is not None and not asked.replay:
        parser.error("--speed is for --replay FILE")
    return _open_window(_options(asked, started))


def _run(asked: argparse.Namespace) -> int:
    """A subcommand: no window, no connection."""
    from kis_desktop.app import commands  # noqa: PLC0415 - start-up

    if sys.stdout is None:  # closed before we began
        sys.stderr.write("kis-desktop: standard output is closed\n")
        return _FAILED
    if asked.command == "recording":
        return commands.recording(asked.file, asked.locale, sys.stdout.buffer)
    if asked.command == "audit":
        return _audit(asked)
    if asked.command == "catalogue":
        return commands.catalogue(sys.stdout.buffer)
    return commands.decode(asked.file, asked.rest, sys.stdout.buffer)


def _audit(asked: argparse.Namespace) -> int:
    """Read the order journal: no window, no connection."""
    from kis_desktop.app import audit  # noqa: PLC0415 - start-up

    profile = asked.audited or asked.profile
    if asked.audit == "verify":
        with_vault = not asked.without_vault
        return audit.verify(profile, asked.locale, sys.stdout.buffer, with_vault=with_vault)
    days = {"since": asked.since, "until": asked.until}
    return audit.export(profile, asked.locale, sys.stdout.buffer, as_csv=asked.csv, **days)


def _open_window(options: Options) -> int:
    # once PySide6 is there, it reads the source of every later import: what needs no Qt comes first
    for early in ("numpy", "kis_desktop.app.profile"):
        import_module(early)
    from kis_desktop.app.window import run  # noqa: PLC0415 - start-up

    return run(options)


def _selfcheck() -> int:
    from kis_desktop.app.selfcheck import selfcheck  # noqa: PLC0415 - start-up

    found = selfcheck()
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else _FAILED


def _options(asked: argparse.Namespace, started: float) -> Options:
    return Options(
        started=started,
        demo=asked.demo,
        simulator=asked.simulator,
        profile=asked.profile,
        replay=asked.replay,
        speed=asked.speed or 1.0,
        record=asked.record,
        seconds=asked.seconds,
        screenshot=asked.screenshot,
        size=asked.size,
        locale=asked.locale,
        theme=asked.theme,
        status_every=asked.status_every,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kis-desktop",
        description="An open trading terminal for the Open API of Korea Investment & Securities.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    world = parser.add_mutually_exclusive_group()
    world.add_argument("--demo", action="store_true", help="trade against a simulator of our own")
    world.add_argument(
        "--simulator", type=Path, metavar="FILE", help="FILE holds a simulator's ready line"
    )
    world.add_argument("--profile", default="", metavar="NAME", help="open this profile")
    world.add_argument(
        "--replay", type=Path, metavar="FILE", help="play a recording: no network, no orders"
    )
    parser.add_argument(
        "--speed", type=_speed, metavar="X", help="speed of the replay, 0.5 to 100 (1)"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="write what goes over the wire to a new FILE"
    )
    parser.add_argument("--seconds", type=_positive, metavar="N", help="end after N seconds")
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png", help="picture at the end")
    parser.add_argument("--size", type=_size, metavar="WxH", help="size of the window")
    parser.add_argument("--locale", choices=("ko", "en"), default="ko")
    parser.add_argument("--theme", choices=("dark", "light"), default="", metavar="NAME")
    parser.add_argument(
        "--status-every", type=_positive, metavar="N", help="a status line every N seconds"
    )
    parser.add_argument("--selfcheck", action="store_true", help="count what the program holds")
    _add_commands(parser)
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    catalogue = commands.add_parser("catalogue", help="list all endpoints and realtime channels")
    catalogue.add_argument("--json", action="store_true", required=True, help="as one JSON list")
    recording = commands.add_parser("recording", help="check a recording and say what is in it")
    recording.add_argument("file", type=Path, metavar="FILE", help="a recording, its first part")
    decode = commands.add_parser(
        "decode", help="read raw realtime frames, one a line, or an answer; JSON comes out"
    )
    decode.add_argument("file", metavar="FILE", help="what to read; - is standard input")
    decode.add_argument(
        "--rest", default="", metavar="TR_ID", help="FILE is the body of an answer of this TR id"
    )
    _add_audit(commands)


def _add_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    audit = commands.add_parser(
        "audit", help="check the journal of orders, or write it out", description=_AUDIT
    )
    asked = audit.add_subparsers(dest="audit", metavar="WHAT", required=True)
    verify = asked.add_parser("verify", help="is it what was written?", description=_VERIFY)
    verify.add_argument(
        "--without-vault", action="store_true", help="the chain alone: newest entries may lack"
    )
    export = asked.add_parser("export", help="all entries, one a line, on standard output")
    kind = export.add_mutually_exclusive_group()
    kind.add_argument("--json", action="store_true", help="a JSON object a line (the default)")
    kind.add_argument("--csv", action="store_true", help="comma-separated, a header first")
    for name, dest in (("--from", "since"), ("--to", "until")):
        export.add_argument(
            name, dest=dest, type=_day, metavar="YYYY-MM-DD", help="trade date, included"
        )
    for parser in (verify, export):
        parser.add_argument("--profile", dest="audited", default="", metavar="NAME")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date as in 2026-11-20") from None


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not _SLOWEST <= value <= _FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a speed from {_SLOWEST} to {_FASTEST}")
    return value


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT, as in 1680x1050")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
