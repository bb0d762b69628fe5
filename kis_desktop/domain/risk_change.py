"""How limits were changed, in short words for the journal."""

from __future__ import annotations

from kis_desktop.domain.risk_rules import SETTABLE, Action, RiskProfile, RiskRule

_SHEET = "sheet"
_RANK = {Action.OFF: 0, Action.WARN: 1, Action.BLOCK: 2}


def written(profile: RiskProfile) -> str:
    """All limits on one line: `quantity=warn:10000 … sheet=on`."""
    rules = (f"{rule.value}={_words(profile.find(rule))}" for rule in SETTABLE)
    return " ".join((*rules, f"{_SHEET}={_switch(on=profile.sheet)}"))


def changes(before: RiskProfile, after: RiskProfile) -> str:
    """What is other than before: `amount=warn:1000>off; sheet=on>off`; empty where nothing is."""
    found = [
        f"{rule.value}={_words(before.find(rule))}>{_words(after.find(rule))}"
        for rule in SETTABLE
        if before.find(rule) != after.find(rule)
    ]
    if before.sheet is not after.sheet:
        found.append(f"{_SHEET}={_switch(on=before.sheet)}>{_switch(on=after.sheet)}")
    return "; ".join(found)


def loosened(before: RiskProfile, after: RiskProfile) -> tuple[str, ...]:
    """Which limits let more pass than before."""
    found = [rule.value for rule in SETTABLE if _is_looser(before.find(rule), after.find(rule))]
    return (*found, _SHEET) if before.sheet and not after.sheet else tuple(found)


def _is_looser(before: RiskRule, after: RiskRule) -> bool:
    if _RANK[after.action] != _RANK[before.action]:
        return _RANK[after.action] < _RANK[before.action]
    if after.action is Action.OFF or before.bound is None or after.bound is None:
        return False
    return after.bound > before.bound


def _words(rule: RiskRule) -> str:
    if rule.bound is None or rule.action is Action.OFF:
        return rule.action.value
    return f"{rule.action.value}:{rule.bound.normalize():f}"


def _switch(*, on: bool) -> str:
    return "on" if on else "off"
