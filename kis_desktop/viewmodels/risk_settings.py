"""The limits on orders as they are being set: choices, bounds, and what is wrong with them."""

from __future__ import annotations

import enum
from decimal import Decimal, InvalidOperation

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.risk_change import loosened
from kis_desktop.domain.risk_rules import (
    SETTABLE,
    UNBOUNDED,
    Action,
    RiskDay,
    RiskProfile,
    RiskRule,
    Rule,
    unusable_bound,
)
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words


class Group(enum.StrEnum):
    """Limits that stand together."""

    SIZE = "size"
    PRICE = "price"
    PACE = "pace"
    KNOWLEDGE = "knowledge"
    INSTRUMENT = "instrument"


GROUPS: dict[Group, tuple[Rule, ...]] = {
    Group.SIZE: (Rule.QUANTITY, Rule.AMOUNT, Rule.LISTED_SHARE, Rule.EXPOSURE),
    Group.PRICE: (Rule.AWAY_PERCENT, Rule.AWAY_TICKS),
    Group.PACE: (Rule.ORDERS_PER_MINUTE, Rule.DAILY_ORDERS, Rule.DAILY_LOSS),
    Group.KNOWLEDGE: (Rule.UNKNOWN_ORDER, Rule.LOST_FILLS, Rule.STALE_PRICE),
    Group.INSTRUMENT: (Rule.MARKS, Rule.MARGIN),
}
UNITS: dict[Rule, str] = {
    Rule.QUANTITY: "shares",
    Rule.AMOUNT: "won",
    Rule.LISTED_SHARE: "percent",
    Rule.EXPOSURE: "won",
    Rule.AWAY_PERCENT: "percent",
    Rule.AWAY_TICKS: "ticks",
    Rule.ORDERS_PER_MINUTE: "orders",
    Rule.DAILY_ORDERS: "orders",
    Rule.DAILY_LOSS: "won",
    Rule.LOST_FILLS: "seconds",
    Rule.STALE_PRICE: "seconds",
}


class RiskSettings(QObject):
    """A draft of the limits; nothing holds before `save`.

    `changed` whenever something is shown otherwise, `saved` when the new limits are in force.
    """

    changed = Signal()
    saved = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._kept: RiskProfile | None = None
        self._usual: RiskProfile | None = None
        self._actions: dict[Rule, Action] = {}
        self._texts: dict[Rule, str] = {}
        self._day = RiskDay()
        self._failure = ""
        self._is_saving = False
        self.sheet = True
        context.clock.frame.connect(self._on_frame)

    def load(self) -> None:
        """Ask for the limits in force; `changed` when they are there."""
        self._asking.read("profile", self._load())

    @property
    def is_loaded(self) -> bool:
        """Whether the limits in force are shown."""
        return self._kept is not None

    def action(self, rule: Rule) -> Action:
        """What happens when a limit is met."""
        return self._actions.get(rule, Action.OFF)

    def text(self, rule: Rule) -> str:
        """The bound as it is typed."""
        return self._texts.get(rule, "")

    def choose(self, rule: Rule, action: Action) -> None:
        """Have a limit do something else when it is met."""
        self._actions[rule] = action
        self.changed.emit()

    def type(self, rule: Rule, text: str) -> None:
        """Another bound is typed."""
        self._texts[rule] = text
        self.changed.emit()

    def tidy(self, rule: Rule) -> None:
        """The typing of a bound has ended: its commas are put right."""
        bound = _read(self.text(rule))
        if bound is not None and _shown(bound) != self.text(rule):
            self.type(rule, _shown(bound))

    def show_sheet(self, *, always: bool) -> None:
        """Have every order shown before it is sent, or large ones alone."""
        self.sheet = always
        self.changed.emit()

    def problem(self, rule: Rule) -> str:
        """What is wrong with a limit, and what to do; empty where nothing is."""
        if not self.is_loaded:
            return ""
        wrong = unusable_bound(self._setting(rule))
        return "" if wrong is None else self._words.sentence(wrong)

    @property
    def may_save(self) -> bool:
        """Whether there is a change, and all of it can be."""
        draft = self._draft()
        return not self._is_saving and draft is not None and draft != self._kept

    @property
    def may_reset(self) -> bool:
        """Whether the usual limits are other than the draft."""
        return self._usual is not None and self._draft() != self._usual

    @property
    def loosens(self) -> bool:
        """Whether the draft lets anything pass that the limits in force stop or ask about."""
        draft = self._draft()
        if draft is None or self._kept is None:
            return False
        return bool(loosened(self._kept, draft))

    @property
    def told(self) -> str:
        """What stands over the buttons: a failure before the day's lockout; empty: nothing."""
        if self._failure:
            return self._failure
        return self._words("risk.locked") if self._day.locked else ""

    def reset(self) -> None:
        """Put the usual limits into the draft."""
        if self._usual is not None:
            self._show(self._usual)

    def save(self) -> None:
        """Have the draft be in force."""
        draft = self._draft()
        if draft is not None and self.may_save:
            self._is_saving, self._failure = True, ""
            self.changed.emit()
            self._asking.write(self._save(draft))

    async def _load(self) -> None:
        risk = self._context.services.risk
        try:
            self._usual = await self._context.commands.run(risk.default)
            self._kept = await self._context.commands.run(risk.profile)
        except KisDesktopError as error:
            self._failure = self._words.sentence(error.message)
            self.changed.emit()
            return
        self._show(self._kept)

    async def _save(self, draft: RiskProfile) -> None:
        try:
            await self._context.commands.run(self._context.services.risk.set_profile, draft)
        except KisDesktopError as error:
            self._failure = self._words.sentence(error.message)
            self._is_saving = False
            self.changed.emit()
            return
        self._kept, self._is_saving = draft, False
        self.saved.emit()

    def _show(self, profile: RiskProfile) -> None:
        for rule in SETTABLE:
            setting = profile.find(rule)
            self._actions[rule] = setting.action
            self._texts[rule] = _shown(setting.bound)
        self.sheet = profile.sheet
        self.changed.emit()

    def _setting(self, rule: Rule) -> RiskRule:
        return RiskRule(rule, self.action(rule), _read(self.text(rule)))

    def _draft(self) -> RiskProfile | None:
        """The draft, None while it can't be; the bound of a limit that is off may be unusable and
        is then the one that was kept.
        """
        if self._kept is None or any(self.problem(rule) for rule in SETTABLE):
            return None
        rules = []
        for rule in SETTABLE:
            setting = self._setting(rule)
            if setting.bound is None and rule not in UNBOUNDED:
                setting = msgspec.structs.replace(setting, bound=self._kept.find(rule).bound)
            rules.append(setting)
        return RiskProfile(tuple(rules), self.sheet)

    def _on_frame(self, frame: Frame) -> None:
        day = frame.latest.get((Topic.RISK_DAY, ""))
        if isinstance(day, RiskDay) and day.locked is not self._day.locked:
            self._day = day
            self.changed.emit()


def _shown(bound: Decimal | None) -> str:
    return "" if bound is None else f"{bound.normalize():,f}"


def _read(text: str) -> Decimal | None:
    """A bound as it was typed; None where it is no number."""
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
