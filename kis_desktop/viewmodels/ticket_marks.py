"""What stands beside the name of an instrument that is about to be ordered: warnings, margin,
credit.
"""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.domain.instrument import Mark
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

_ORDER = (
    Mark.HALTED,
    Mark.LIQUIDATION,
    Mark.RISK,
    Mark.WARNING,
    Mark.ADMINISTRATIVE,
    Mark.OVERHEATED,
    Mark.CAUTION,
    Mark.EX_RIGHTS,
    Mark.EX_DIVIDEND,
)
"""what weighs most comes first, for the narrow line beside the name"""
_QUIET = frozenset({Mark.EX_RIGHTS, Mark.EX_DIVIDEND})


@dataclass(frozen=True, slots=True)
class Badge:
    """A word beside the name; warnings in amber, facts quietly."""

    text: str
    tone: Tone = Tone.DIM


def badges(facts: TicketFacts, words: Words, symbol: str) -> tuple[Badge, ...]:
    """All badges of an instrument, the gravest first; nothing is said of what isn't known."""
    instrument = facts.instrument(symbol)
    found = [
        Badge(words(f"chart.mark.{mark.value}"), Tone.DIM if mark in _QUIET else Tone.UNCERTAIN)
        for mark in sorted(facts.marks(symbol), key=_ORDER.index)
    ]
    if instrument is None:
        return tuple(found)
    if instrument.lendable is False:
        found.append(Badge(words("ticket.no_credit")))
    if instrument.margin_rate is not None:
        rate = f"{instrument.margin_rate.normalize():f}"
        found.append(Badge(words("chart.margin", rate=rate)))
    return tuple(found)
