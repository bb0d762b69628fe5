"""The account's own commissions as they are written in the dialog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject, Signal

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.fee import CommissionRate, FeeProfile
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

KINDS = ("", "stock", "etf", "etn", "elw")
_PERCENT = Decimal(100)

Line = tuple[str, str, str, str]
"""kind, percent, first day, last day, as they are typed"""


class FeeProfileEditor(QObject):
    """`loaded` once the kept lines are there, `saved` once new ones are kept, `failed` with why
    not.
    """

    loaded = Signal()
    saved = Signal()
    failed = Signal(str)

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.lines: tuple[Line, ...] = ()

    def load(self) -> None:
        """Read what is kept."""
        self._asking.read("profile", self._load())

    def save(self, lines: Sequence[Line]) -> None:
        """Keep these lines; one that cannot be is told by its place."""
        rates = []
        for place, line in enumerate(lines, start=1):
            rate = _read(line)
            if rate is None:
                self.failed.emit(self._words("fees.unreadable", place=place))
                return
            rates.append(rate)
        profile = FeeProfile(tuple(rates))
        if profile.faulty is not None:
            self.failed.emit(self._words("fees.faulty", place=profile.faulty + 1))
            return
        self._asking.write(self._save(profile))

    def usual_text(self) -> str:
        """The commission that holds where nothing is written."""
        usual = load_market_rules("krx").fees().commission
        return self._words(
            "fees.usual", stock=_percent(usual[""]), etf=_percent(usual.get("etf", usual[""]))
        )

    def tax_lines(self) -> tuple[str, ...]:
        """The sale taxes by market and day, newest first."""
        taxes = load_market_rules("krx").fees().taxes
        return tuple(
            self._words(
                "fees.tax_row", market=tax.market, since=f"{tax.since}", rate=_percent(tax.rate)
            )
            for tax in sorted(taxes, key=lambda tax: (tax.since, tax.market), reverse=True)
        )

    async def _load(self) -> None:
        try:
            profile = await self._context.commands.run(self._context.services.fees.profile)
        except KisDesktopError as error:
            self.failed.emit(self._words.sentence(error.message))
            return
        self.lines = tuple(map(_written, profile.commissions))
        self.loaded.emit()

    async def _save(self, profile: FeeProfile) -> None:
        try:
            await self._context.commands.run(self._context.services.fees.set_profile, profile)
        except KisDesktopError as error:
            self.failed.emit(self._words.sentence(error.message))
            return
        self.saved.emit()


def _read(line: Line) -> CommissionRate | None:
    kind, percent, since, until = (part.strip() for part in line)
    try:
        rate = Decimal(percent.rstrip("%").strip()) / _PERCENT
        first = date.fromisoformat(since) if since else None
        last = date.fromisoformat(until) if until else None
    except (InvalidOperation, ValueError):
        return None
    return CommissionRate(rate, kind, first, last)


def _written(rate: CommissionRate) -> Line:
    return (
        rate.kind,
        _percent(rate.rate),
        "" if rate.since is None else f"{rate.since}",
        "" if rate.until is None else f"{rate.until}",
    )


def _percent(rate: Decimal) -> str:
    return f"{(rate * _PERCENT).normalize():f}"
