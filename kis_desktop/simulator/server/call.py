"""A request of /uapi that has passed the gate, and what an endpoint says about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.server.wire_text import parse_day
from kis_desktop.simulator.universe import Listing

_MOST = 10**15
"""more than any quantity, price or amount"""
_FIRST_DAY = date(2000, 1, 1)
_AHEAD = timedelta(days=400)


class CallRefused(Exception):
    """Ends the work on a call with a reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.body))
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint answers to; the market has been advanced to `now`."""

    market: Market
    world: World
    tr_id: str
    fields: Mapping[str, str]
    """query or body, keys in upper case, values without blanks around"""
    continued: bool
    """the request carries `tr_cont: N`"""
    changed: bool
    """the ledger is said to have changed since the page before (SYDB0050)"""
    account_number: str
    """"12345678-01", empty for quotes"""

    @property
    def now(self) -> datetime:
        """Market time, KST."""
        return self.market.clock.now()

    @property
    def paper(self) -> bool:
        """모의투자."""
        return self.world is World.PAPER

    @property
    def account(self) -> Account:
        """The account of the request; the gate has seen that it exists."""
        account = self.market.account(self.account_number)
        assert account is not None
        return account

    def text(self, name: str) -> str:
        """A field, empty when it is missing."""
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """A whole number; raises CallRefused for anything else, empty is 0."""
        text = self.text(name) or "0"
        try:
            number = int(text)
        except ValueError as error:
            raise CallRefused(invalid_input(name)) from error
        if abs(number) > _MOST:
            raise CallRefused(invalid_input(name))
        return number

    def decimal(self, name: str) -> Decimal:
        """A number with a point, 0 for an empty one; raises CallRefused for anything else."""
        try:
            number = Decimal(self.text(name) or "0")
        except InvalidOperation as error:
            raise CallRefused(invalid_input(name)) from error
        if not number.is_finite() or abs(number) > _MOST:
            raise CallRefused(invalid_input(name))
        return number

    def switch(self, name: str) -> bool:
        """0 or 1, however many noughts stand before it; raises CallRefused for anything else."""
        number = self.number(name)
        if number not in {0, 1}:
            raise CallRefused(invalid_input(name))
        return bool(number)

    def day(self, name: str) -> date:
        """A day; raises CallRefused for anything else, an empty one as well.

        One of long ago or of years to come is the first or the last that anything can be known of:
        clients ask from 00000101 to 29991231.
        """
        try:
            day = parse_day(self.text(name))
        except ValueError as error:
            raise CallRefused(invalid_input(name)) from error
        return max(_FIRST_DAY, min(day, self.now.date() + _AHEAD))

    def choice(self, name: str, *allowed: str) -> str:
        """A field with a closed list of values; raises CallRefused."""
        text = self.text(name)
        if text not in allowed:
            raise CallRefused(invalid_input(name))
        return text


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One REST endpoint as data, with the function that answers it."""

    path: str
    real: tuple[str, ...]
    """TR ids, old ones included"""
    paper: tuple[str, ...]
    """empty: 모의투자 미지원"""
    required: tuple[str, ...]
    """fields that may not be missing or empty"""
    answer: Callable[[Call], Reply]
    example: Mapping[str, str]
    """a request that is answered, but for the account and the number of an order to change"""
    others: tuple[Mapping[str, str], ...] = ()
    """what of the example may be otherwise, to ask about other instruments"""
    method: str = "GET"
    of_account: bool = False
    """asks for CANO and ACNT_PRDT_CD"""
    places_orders: bool = False
    of_whole_market: bool = False
    """its answer looks at every Korean instrument"""
    id: str = ""
    """of the catalogue, where the path does not tell it"""

    @property
    def name(self) -> str:
        """family/name as in the catalogue, like domestic_stock/inquire_price."""
        if self.id:
            return self.id
        parts = self.path.replace("-", "_").split("/")
        return f"{parts[2]}/{parts[-1]}"

    def tr_ids(self, world: World) -> tuple[str, ...]:
        """The TR ids of a world."""
        return self.real if world is World.REAL else self.paper


def asked_listing(call: Call, name: str) -> Listing | None:
    """The instrument of a field; "A005930" and an ETN's leading Q are taken as well."""
    return find_listing(call.market, call.text(name))


def find_listing(market: Market, text: str) -> Listing | None:
    """The listing of a code as clients write it."""
    symbol = text.strip().upper()
    for candidate in (symbol, symbol.removeprefix("A"), symbol.removeprefix("Q"), f"Q{symbol}"):
        listing = market.universe.find(candidate)
        if listing is not None:
            return listing
    return None
