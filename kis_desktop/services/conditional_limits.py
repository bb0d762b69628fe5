"""The trader's own limits, held against a conditional order when it is armed: what warns then would
keep it from being sent when it fires, with nobody there to confirm it.
"""

from __future__ import annotations

from kis_desktop.domain.conditional_order import ConditionalOrder
from kis_desktop.domain.errors import ApprovalNeeded, OrderRefused
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent, Side
from kis_desktop.domain.risk_rules import Assessment, Rule
from kis_desktop.services.conditional_ports import OrderDesk

_OF_THE_ORDER = frozenset({Rule.QUANTITY, Rule.AMOUNT, Rule.LISTED_SHARE, Rule.MARKS, Rule.LARGE})
"""rules that speak of the order itself; those of the moment are held when it fires"""


_OF_ITS_PRICE = frozenset({Rule.AWAY_PERCENT.value, Rule.AWAY_TICKS.value})
_KEEPS_IN = frozenset({Rule.DAILY_LOSS.value, Rule.DAILY_ORDERS.value})


def answered_by_arming(template: OrderIntent) -> frozenset[str]:
    """Warnings that keep no order from being sent when it fires: of how far away the price is that
    the trader wrote, and what would keep the trader in a position. Blocks hold all the same.
    """
    leaves = template.side is Side.SELL and template.credit is None
    price = _OF_ITS_PRICE if leaves or template.price is not None else frozenset()
    return template.approved | price | (_KEEPS_IN if leaves else frozenset())


async def check_limits(desk: OrderDesk, order: ConditionalOrder) -> None:
    """Hold the legs against the limits. Raises `OrderRefused` for what would never be sent, and
    `ApprovalNeeded` for what has to be confirmed now, for nobody can when it fires.
    """
    needed: frozenset[str] = frozenset()
    told: tuple[Message, ...] = ()
    for leg in order.legs:
        preview = await desk.preview(leg.template)
        concerned = Assessment(
            tuple(one for one in preview.assessment.checks if one.rule in _OF_THE_ORDER)
        )
        for check in concerned.stopping(leg.template.approved):
            raise OrderRefused(check.told or message("order.refused"))
        for check in concerned.unapproved(leg.template.approved):
            needed |= {check.rule.value}
            words = check.told or message("conditional.needs_approval")
            told += () if words in told else (words,)
    if told:
        raise ApprovalNeeded(told[0], needed, told)
