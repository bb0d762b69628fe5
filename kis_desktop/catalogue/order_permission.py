"""Why an order type cannot be sent now: by venue, session, instrument and world."""

from __future__ import annotations

from datetime import date

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.domain.session import Phase


def why_not(
    rules: MarketRules,
    order_type: OrderType,
    venue: Venue,
    phase: Phase | None,
    *,
    kind: str,
    on: date,
    is_paper: bool,
) -> Message | None:
    """The reason why this type cannot go to this venue in its `phase`; None where it can.

    `kind` is the instrument's. An unknown phase (None) forbids nothing: the server decides then.
    """
    rule = rules.order_type(order_type.value)
    if is_paper and venue is not Venue.KRX:
        return message("order.why.paper_venue")
    if venue.value not in rule.where:
        return message("order.why.venue", venue=venue.value)
    if rule.since is not None and on < rule.since:
        return message("order.why.not_yet", since=rule.since.isoformat())
    if kind in rule.without_kinds:
        return message("order.why.kind")
    if phase is None or phase in rule.where[venue.value]:
        return None
    if phase in (Phase.CLOSED, Phase.HOLIDAY):
        return message("order.why.closed", venue=venue.value)
    return message("order.why.phase", venue=venue.value)
