"""Keys of the channels about foreign futures and options: the code of a contract."""

from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.foreign_futures import AskedContract


def streamed_contract(market: Market, key: str, now: datetime) -> AskedContract | None:
    """The contract of a key; None for an unknown one."""
    derivatives = market.others.overseas_derivatives
    contract = derivatives.find(key)
    return None if contract is None else AskedContract(derivatives, contract, now)


def knows(market: Market, key: str) -> bool:
    """Whether there is such a contract."""
    return market.others.overseas_derivatives.find(key) is not None
