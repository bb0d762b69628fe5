"""Whether an alert is met: what was seen before, what is seen now, and what follows.

A cross needs a move from one side to the other: beginning beyond the target is none, touching it is
none, and a gap over it is one. What was told counts again once the value stands off its target by
`Frequency.rearm` percent.
"""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec

from kis_desktop.domain.alert import Alert, Often, Seen, Stand, Way
from kis_desktop.domain.alert_gap import Gap, watched_way
from kis_desktop.domain.conditional_order import Told


class Outcome(enum.StrEnum):
    """What a look brings."""

    QUIET = "quiet"
    FIRED = "fired"
    MISSED = "missed"  # it was met while the program was closed
    UNPROVEN = "unproven"  # it would be told, but the day's base price isn't proven yet


class Look(msgspec.Struct, frozen=True):
    """What is seen now. `gap` None: not known. `fresh`: the price came just now, and shares were
    traded at it. `first`: nothing was seen since the program began. `proven`: the day's prices are
    known to stand on the same base as the last day's.
    """

    gap: Gap | None
    price: Decimal | None
    on: date
    at: datetime
    fresh: bool = True
    first: bool = False
    proven: bool = True


class Verdict(msgspec.Struct, frozen=True):
    """The alert after a look, and whether it is to be told."""

    alert: Alert
    outcome: Outcome = Outcome.QUIET


def check(alert: Alert, look: Look) -> Verdict:
    """Hold an alert against what is seen. One that isn't armed, or a price that is old, changes
    nothing; but an old one that is the first since the program began shows what was missed.
    """
    gap = look.gap
    if not alert.is_armed or gap is None or not (look.fresh or look.first):
        return Verdict(alert)
    before, side = _before(alert, look), gap.side(reach=alert.is_reach)
    is_met = _is_met(alert, before, side)
    if not look.proven and needs_proof(alert, look.on):
        return Verdict(alert, Outcome.UNPROVEN if is_met else Outcome.QUIET)
    if not is_met:
        return Verdict(_seen(alert, _settled(alert, gap, before, side), look))
    if look.first and not alert.is_reach:
        return Verdict(_missed(_seen(alert, side, look)), Outcome.MISSED)
    if not look.fresh or (alert.is_reach and _is_too_soon(alert, look)):
        return Verdict(alert)
    seen = _seen(alert, side, look)
    if _is_too_soon(alert, look):
        return Verdict(seen)
    off = alert.is_reach or gap.percent >= alert.frequency.rearm
    return Verdict(_fired(_seen(alert, side if off else 0, look), look), Outcome.FIRED)


def needs_proof(alert: Alert, today: date) -> bool:
    """Whether it means prices that were seen on an earlier trade date."""
    return alert.is_scaled and alert.seen.on is not None and alert.seen.on < today


def expire(alert: Alert, today: date) -> Alert:
    """The alert on a trade date: over where its last one is past."""
    waits = alert.stand in (Stand.ARMED, Stand.PAUSED, Stand.HELD)
    if alert.until is None or today <= alert.until or not waits:
        return alert
    return msgspec.structs.replace(alert, stand=Stand.EXPIRED, reason=None, factor=None)


def rebase(alert: Alert, close: Decimal, base: Decimal) -> Alert:
    """The alert on a day whose base price (기준가) is another than the last close: one that means
    prices of the old base is held until the trader has looked at it.
    """
    if base == close or not alert.is_scaled or not alert.is_armed:
        return alert
    shown: dict[str, str | int] = {"before": f"{close:,}", "now": f"{base:,}"}
    return msgspec.structs.replace(
        alert,
        stand=Stand.HELD,
        reason=Told("alert.held_base", shown),
        factor=base / close,
        seen=Seen(),
    )


def _before(alert: Alert, look: Look) -> int:
    """The side seen before; on a new day none where each day counts for itself."""
    seen = alert.seen
    anew = alert.is_daily and seen.on is not None and seen.on < look.on
    return 0 if anew else seen.side


def _is_met(alert: Alert, before: int, side: int) -> bool:
    if alert.is_reach:
        return side > 0 and before <= 0
    if side * before >= 0:
        return False
    way = watched_way(alert.condition)
    return way is Way.EITHER or (side > 0) is (way is Way.UP)


def _settled(alert: Alert, gap: Gap, before: int, side: int) -> int:
    """The side that counts from now on: what was told waits until the value is off its target."""
    if side in (0, before):
        return before
    if alert.fired is None or gap.percent >= alert.frequency.rearm:
        return side
    return before if alert.is_reach else 0


def _seen(alert: Alert, side: int, look: Look) -> Alert:
    return msgspec.structs.replace(alert, seen=Seen(side, look.price, look.on, look.at))


def _fired(alert: Alert, look: Look) -> Alert:
    once = alert.frequency.often is Often.ONCE
    return msgspec.structs.replace(
        alert,
        stand=Stand.FIRED if once else alert.stand,
        fired=look.at,
        fired_price=look.price,
        count=alert.count + 1,
        untold=True,
    )


def _missed(alert: Alert) -> Alert:
    once = alert.frequency.often is Often.ONCE
    return msgspec.structs.replace(alert, stand=Stand.MISSED if once else alert.stand)


def _is_too_soon(alert: Alert, look: Look) -> bool:
    if alert.fired is None or not alert.frequency.pause:
        return False
    return look.at - alert.fired < timedelta(minutes=alert.frequency.pause)
