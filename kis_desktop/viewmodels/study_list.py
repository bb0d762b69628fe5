"""The indicators of a chart as a list that is added to, ordered anew and shortened.

A study's key holds its place in the list, and panes go by keys: with every move the names of panes
move along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from kis_desktop.domain.chart_setup import ChartSetup, PaneSetup, StudySetup
from kis_desktop.domain.instrument_search import folded, name_pattern
from kis_desktop.indicators.scan import indicators
from kis_desktop.indicators.study import GROUPS, Indicator


def study_key(studies: Sequence[StudySetup], place: int) -> str:
    """How the study at a place is named on its chart."""
    return f"{studies[place].id}-{place}"


def with_study(setup: ChartSetup, study: StudySetup) -> ChartSetup:
    """The chart with a further indicator."""
    return replace(setup, studies=(*setup.studies, study))


def with_study_at(setup: ChartSetup, place: int, study: StudySetup) -> ChartSetup:
    """The chart with another study in the place of one."""
    studies = (*setup.studies[:place], study, *setup.studies[place + 1 :])
    return replace(setup, studies=studies)


def without_study(setup: ChartSetup, place: int) -> ChartSetup:
    """The chart without the study at a place; what shared its pane has its usual one again."""
    return _ordered(setup, [one for one in range(len(setup.studies)) if one != place])


def with_study_moved(setup: ChartSetup, place: int, to: int) -> ChartSetup:
    """The chart with a study at another place of the list."""
    order = list(range(len(setup.studies)))
    order.insert(to, order.pop(place))
    return _ordered(setup, order)


def pane_choices(setup: ChartSetup, place: int) -> tuple[int, ...]:
    """The places of the studies whose pane the one at `place` could share: those with a pane of
    their own, which do not follow another themselves.
    """
    known = indicators()
    return tuple(
        number
        for number, study in enumerate(setup.studies)
        if number != place
        and not study.pane
        and study.id in known
        and known[study.id].pane == "own"
    )


def found_indicators(text: str) -> tuple[tuple[str, tuple[Indicator, ...]], ...]:
    """What fits a search by Korean or English name, 초성 or id, by group; all for an empty text.

    What is called so comes before what begins so, that before what only has it somewhere, and of
    equals the plain one before its derivatives; the group of the best stands first.
    """
    wanted = folded(text)
    pattern = re.compile(name_pattern(wanted)) if wanted else None
    placed = [(_place(one, wanted, pattern), one) for one in indicators().values()]
    found = sorted(
        ((place, one) for place, one in placed if place is not None), key=lambda each: each[0]
    )
    groups = dict.fromkeys(one.group for _, one in found) if wanted else GROUPS
    return tuple((group, tuple(one for _, one in found if one.group == group)) for group in groups)


_Place = tuple[int, bool, int, str]


def _place(indicator: Indicator, wanted: str, pattern: re.Pattern[str] | None) -> _Place | None:
    """Where an indicator stands among those that were found; None where it does not fit."""
    if pattern is None:
        return 0, False, 0, indicator.title
    names = (folded(indicator.id), folded(indicator.title_en))
    title = folded(indicator.title)
    if wanted in names or pattern.fullmatch(title):
        rank = 0
    elif any(name.startswith(wanted) for name in names) or pattern.match(title):
        rank = 1
    elif any(wanted in name for name in names) or pattern.search(title):
        rank = 2
    else:
        return None
    return rank, _is_derived(indicator), len(title), indicator.title


def _is_derived(indicator: Indicator) -> bool:
    """Whether it is made of another one, by whose id its own is built."""
    parts = indicator.id.split("_")
    return len(parts) > 1 and any(part in indicators() for part in parts)


def _ordered(setup: ChartSetup, order: Sequence[int]) -> ChartSetup:
    """The studies at these old places, in this order."""
    before = setup.studies
    kept = [before[old] for old in order]
    names = {study_key(before, old): study_key(kept, place) for place, old in enumerate(order)}
    gone = {study_key(before, old) for old in range(len(before))} - names.keys()
    studies = tuple(
        replace(one, pane="" if one.pane in gone else names.get(one.pane, one.pane)) for one in kept
    )
    panes = tuple(
        PaneSetup(names.get(pane.name, pane.name), pane.share)
        for pane in setup.panes
        if pane.name not in gone
    )
    return replace(setup, studies=studies, panes=panes)
