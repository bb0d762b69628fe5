"""What the search for an instrument shows: rows, scopes, and how old the lists behind it are."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from kis_desktop.catalogue.master_layout import master_layouts
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_list import KRX_SCOPES, MasterState
from kis_desktop.domain.instrument_search import Scope
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.api_explorer_links import price_of
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import UNKNOWN, Cell, Column, ColumnKind, Row
from kis_desktop.viewmodels.words import Words


class Opens(enum.StrEnum):
    """Where a chosen instrument is shown."""

    PANELS = "panels"
    EXPLORER = "explorer"
    NOWHERE = "nowhere"


COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, 220, stretch=True),
    Column("code", "search.code", ColumnKind.TEXT, 108),
    Column("market", "search.market", ColumnKind.TEXT, 104),
    Column("kind", "search.kind", ColumnKind.TEXT, 72),
    Column("currency", "search.currency", ColumnKind.TEXT, 52),
    Column("opens", "search.opens", ColumnKind.TEXT, 100),
)
SCOPES: tuple[tuple[str, tuple[Scope, ...]], ...] = (
    ("all", tuple(Scope)),
    ("krx", KRX_SCOPES),
    ("foreign", (Scope.FOREIGN,)),
    ("derivatives", (Scope.DERIVATIVE,)),
    ("indices", (Scope.INDEX,)),
    ("elw_all", (Scope.ELW,)),
    ("bonds", (Scope.BOND,)),
)
"""What can be searched by itself: the id of its title, and what it holds"""

_TONES = {Opens.PANELS: Tone.FAINT, Opens.EXPLORER: Tone.TEXT, Opens.NOWHERE: Tone.FAINT}
_TOLD_MEMBERS = 8
_TOLD = 3  # files that are named, the others are counted


def result_row(instrument: Instrument, words: Words) -> Row:
    """A row of the results, under the instrument's key."""
    name = shown_name(instrument, words.language)
    market = words(f"market.{instrument.market.value}")
    kind = instrument.right or instrument.kind
    other = instrument.name_en if name == instrument.name else instrument.name
    opens = f"search.opens_{opens_in(instrument).value}"
    return Row(
        instrument.key,
        (
            Cell(
                name,
                name,
                badges=tuple(words(f"mark.{mark.value}") for mark in instrument.marks),
                tip=" · ".join(filter(None, (name, other, instrument.symbol, market))),
            ),
            Cell(instrument.symbol, instrument.symbol, Tone.DIM, tip=instrument.symbol),
            Cell(market, market, Tone.DIM),
            Cell(words(f"instrument_kind.{kind.value}"), kind.value, Tone.DIM),
            Cell(instrument.currency or UNKNOWN, instrument.currency, Tone.FAINT),
            Cell(words(opens), opens, _TONES[opens_in(instrument)]),
        ),
        instrument.symbol if instrument.is_krx_stock else "",
    )


def shown_name(instrument: Instrument, language: str) -> str:
    """The name as panels show it; of what they don't show, in the trader's language."""
    if language == "en" and instrument.name_en and not instrument.is_krx_stock:
        return instrument.name_en
    return instrument.name


def opens_in(instrument: Instrument) -> Opens:
    """Where an instrument opens when it is chosen."""
    if instrument.is_krx_stock:
        return Opens.PANELS
    return Opens.NOWHERE if price_of(instrument) is None else Opens.EXPLORER


def hint_of(instrument: Instrument, words: Words, name_of: Callable[[str], str]) -> str:
    """What happens when this instrument is chosen; of a theme, what is in it."""
    if instrument.members:
        named = ", ".join(name_of(symbol) for symbol in instrument.members[:_TOLD_MEMBERS])
        more = len(instrument.members) - _TOLD_MEMBERS
        id_ = "search.hint_members" if more <= 0 else "search.hint_more_members"
        return words(id_, names=named, n=more)
    market = words(f"market.{instrument.market.value}")
    return words(f"search.hint_{opens_in(instrument).value}", market=market)


def lists_line(
    states: Mapping[str, MasterState], total: int, words: Words, now: datetime | None = None
) -> tuple[str, bool]:
    """How many instruments there are and how old that is; whether something is wrong with it."""
    now = now or datetime.now(UTC)
    wanted = [file for file, (_, layout) in master_layouts().items() if layout.published]
    there = [one for one in states.values() if one.fetched_at is not None]
    failed = [one for one in states.values() if one.problem is not None]
    left_out = sum(one.left_out for one in states.values())
    parts = []
    if there:
        whole = [one for one in there if one.problem is None] or there
        oldest = min(one.fetched_at for one in whole if one.fetched_at is not None)
        parts.append(words("search.known", n=fmt.quantity(total), age=_age(oldest, now, words)))
    coming = len(wanted) - len({one.file for one in (*there, *failed)} & set(wanted))
    if coming:
        parts.append(words("search.coming", n=coming))
    if failed:
        named = ", ".join(_failure(one, now, words) for one in failed[:_TOLD])
        id_ = "search.failed" if len(failed) <= _TOLD else "search.failed_more"
        parts.append(words(id_, files=named, n=len(failed) - _TOLD))
    if left_out:
        parts.append(words("search.left_out", n=left_out))
    return " · ".join(parts), bool(failed or left_out)


def _failure(state: MasterState, now: datetime, words: Words) -> str:
    title = words(f"master_title.{state.file}")
    if state.fetched_at is None:
        return words("search.file_missing", file=title)
    return words("search.file_old", file=title, age=_age(state.fetched_at, now, words))


def _age(at: datetime, now: datetime, words: Words) -> str:
    return fmt.age(max(0.0, (now - at).total_seconds()), words.language)
