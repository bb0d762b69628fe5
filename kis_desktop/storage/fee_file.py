"""The account's commissions in a text file that the trader may read and edit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from kis_desktop.domain.fee import CommissionRate, FeeProfile
from kis_desktop.storage.plain_text import PlainFile, quoted, write_text

_HEAD = "# commission of this account: percent of the amount, by kind (empty: all) and days\n"
_PERCENT = Decimal(100)


class _Commission(msgspec.Struct, frozen=True):
    percent: str
    kind: str = ""
    since: date | None = None
    until: date | None = None


class _Content(msgspec.Struct, frozen=True):
    commissions: tuple[_Commission, ...] = ()


class FeeFile(PlainFile):
    """The commissions on the disk."""

    def load(self) -> FeeProfile:
        """The commissions; none where none were ever kept or the file can't be read."""
        content = self._content(_Content)
        if content is None:
            return FeeProfile()
        try:
            return FeeProfile(tuple(map(_read, content.commissions)))
        except InvalidOperation as error:
            self._put_aside(str(error) or "percent")
            return FeeProfile()

    def save(self, profile: FeeProfile) -> None:
        """Keep these instead."""
        write_text(self._path, "\n".join([_HEAD, *map(_written, profile.commissions)]))


def _read(kept: _Commission) -> CommissionRate:
    return CommissionRate(Decimal(kept.percent) / _PERCENT, kept.kind, kept.since, kept.until)


def _written(rate: CommissionRate) -> str:
    lines = [f"percent = {quoted(f'{(rate.rate * _PERCENT).normalize():f}')}"]
    lines += [f"kind = {quoted(rate.kind)}"] if rate.kind else []
    lines += [f"since = {rate.since}"] if rate.since else []
    lines += [f"until = {rate.until}"] if rate.until else []
    return "[[commissions]]\n" + "\n".join(lines) + "\n"
