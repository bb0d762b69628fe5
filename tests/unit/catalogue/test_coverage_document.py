"""docs/coverage.md is made from the catalogue; `KIS_DESKTOP_REWRITE=1` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

from kis_desktop.catalogue.directory import Line, directory
from kis_desktop.catalogue.entry import Effect

DOCUMENT = Path(__file__).parents[3] / "docs" / "coverage.md"

GROUPS = {
    "OAuth인증": "authentication",
    "국내주식주문": "Korean stocks, account",
    "국내주식시세": "Korean stocks, market",
    "해외주식주문": "overseas stocks, account",
    "해외주식시세": "overseas stocks, market",
    "국내선물옵션주문": "Korean futures and options, account",
    "국내선물옵션시세": "Korean futures and options, market",
    "해외선물옵션주문": "overseas futures and options, account",
    "해외선물옵션시세": "overseas futures and options, market",
    "장내채권": "exchange-traded bonds",
    "ELW": "equity-linked warrants",
    "ETF": "ETF and ETN",
}

WORDS = """\
# What of the KIS Open API is covered

Made from the files in `kis_desktop/catalogue`; a test keeps it true. Every endpoint that reads can
be called, and every channel listened to, in the worlds that KIS serves it in: *real* with real
money, *paper* in its paper trading (모의투자). *Orders* are the endpoints that place, amend or
cancel something; they are known here, and called by the order path of their market alone.

| Group | | Endpoints, real | paper | of them orders | Channels, real | paper |
|---|---|--:|--:|--:|--:|--:|
"""


def counts(lines: list[Line]) -> list[int]:
    endpoints = [line for line in lines if not line.is_channel]
    channels = [line for line in lines if line.is_channel]
    return [
        len(endpoints),
        sum(line.paper for line in endpoints),
        sum(line.effect is Effect.ORDER for line in endpoints),
        len(channels),
        sum(line.paper for line in channels),
    ]


def row(group: str, english: str, figures: list[int]) -> str:
    return f"| {group} | {english} | {' | '.join(map(str, figures))} |\n"


def rendered() -> str:
    lines = directory()
    assert {line.group for line in lines} == GROUPS.keys()
    rows = [
        row(group, english, counts([line for line in lines if line.group == group]))
        for group, english in GROUPS.items()
    ]
    return WORDS + "".join(rows) + row("**all**", "", counts(list(lines)))


def test_the_coverage_document_is_what_the_catalogue_holds() -> None:
    if os.environ.get("KIS_DESKTOP_REWRITE"):
        DOCUMENT.write_text(rendered(), encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == rendered()
