"""The trader's limits on orders in a text file, one table a rule: a change reads well in a diff.

What is missing or can't be used has the usual limit, never none.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.risk_rules import (
    SETTABLE,
    UNBOUNDED,
    Action,
    RiskProfile,
    RiskRule,
    Rule,
    unusable_bound,
)
from kis_desktop.storage.plain_text import Table, read_table, write_table

_SHEET, _ACTION, _BOUND = "sheet", "action", "bound"


class RiskFile:
    """The limits of one profile and environment. Blocking. Methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, default: RiskProfile) -> tuple[RiskProfile, tuple[Message, ...]]:
        """The limits, the default for what is missing or unusable, and what to tell of that."""
        table, damage = read_table(self._path)
        if table is None:
            return default, () if damage is None else (damage, message("risk.defaults_in_force"))
        told: list[Message] = []
        rules = tuple(
            _setting(table.get(rule.value), default.find(rule))
            or self._unusable(rule.value, table.get(rule.value), default.find(rule), told)
            for rule in SETTABLE
        )
        sheet = table.get(_SHEET, default.sheet)
        if not isinstance(sheet, bool):
            told.append(self._told(_SHEET, sheet))
            sheet = default.sheet
        return RiskProfile(rules, sheet), tuple(told)

    def save(self, profile: RiskProfile) -> None:
        """Replace the file; keys that are not ours stay."""
        kept, _ = read_table(self._path)
        ours: Table = {_SHEET: profile.sheet}
        for rule in SETTABLE:
            setting = profile.find(rule)
            ours[rule.value] = {_ACTION: setting.action.value}
            if setting.bound is not None:
                ours[rule.value][_BOUND] = _written(setting.bound)
        write_table(self._path, ours | {k: v for k, v in (kept or {}).items() if k not in ours})

    def _unusable(self, key: str, value: Any, usual: RiskRule, told: list[Message]) -> RiskRule:
        told.append(self._told(key, value))
        return usual

    def _told(self, key: str, value: Any) -> Message:
        return message("risk.value_unusable", file=self._path.name, key=key, value=str(value)[:80])


def _setting(kept: Any, usual: RiskRule) -> RiskRule | None:
    """A rule as the file has it, the usual one where it has none; None where it can't be used."""
    if kept is None:
        return usual
    try:
        action = Action(kept[_ACTION])
        setting = RiskRule(usual.rule, action, _bound(kept.get(_BOUND), usual.rule))
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation):
        return None
    return None if unusable_bound(setting) else setting


def _bound(kept: Any, rule: Rule) -> Decimal | None:
    if rule in UNBOUNDED or kept is None:
        return None
    if isinstance(kept, bool):
        raise TypeError("a bound is a number")
    return Decimal(str(kept))


def _written(bound: Decimal) -> int | Decimal:
    return int(bound) if bound == bound.to_integral_value() else bound
