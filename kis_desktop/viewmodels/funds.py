"""The account's money, figure by figure, each with the field that it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountDetails, AccountSnapshot, AssetClass
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.message import Message
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState, age_of
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("asset", "column.asset", ColumnKind.TEXT, width=110, stretch=True),
    Column("net", "column.net_asset", width=100),
    Column("weight", "column.weight", ColumnKind.BAR, width=110),
    Column("purchase", "column.purchase", width=100),
    Column("value", "column.value", width=100),
    Column("pnl", "column.pnl", width=92),
    Column("loan", "column.loan", width=88),
)

_BALANCE = "inquire_balance"
_POWER = "inquire_psbl_order"
_REALIZED = "inquire_balance_rlz_pl"
_MARGIN = "intgr_margin"
_PRESENT = "inquire_present_balance"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Fund:
    """One figure. `tip` names its endpoint and field; `is_change` gives it a sign."""

    id: str
    label: str
    text: str
    tone: Tone
    tip: str


@dataclass(frozen=True, slots=True)
class _Source:
    id: str
    endpoint: str
    field: str
    of_account: Callable[[AccountSnapshot], Decimal | None] | None = None
    of_details: Callable[[AccountDetails], Decimal | None] | None = None
    is_change: bool = False


GROUPS: dict[str, tuple[_Source, ...]] = {
    "cash_group": (
        _Source("cash", _BALANCE, "dnca_tot_amt", lambda told: told.cash),
        _Source("cash_d1", _BALANCE, "nxdy_excc_amt", lambda told: told.cash_d1),
        _Source("cash_d2", _BALANCE, "prvs_rcdl_excc_amt", lambda told: told.cash_d2),
        _Source(
            "withdrawable",
            _PRESENT,
            "wdrw_psbl_tot_amt",
            of_details=lambda told: told.withdrawable,
        ),
    ),
    "order_group": (
        _Source("power", _POWER, "nrcvb_buy_amt", lambda told: told.buying_power),
        _Source("largest", _POWER, "max_buy_amt", lambda told: told.largest_order),
        _Source("margin", _MARGIN, "stck_cash_use_amt", of_details=lambda told: told.margin),
        _Source("receivable", _MARGIN, "rcvb_amt", of_details=lambda told: told.receivable),
        _Source("loans", _BALANCE, "tot_loan_amt", lambda told: told.loans),
    ),
    "asset_group": (
        _Source("total", _BALANCE, "tot_evlu_amt", lambda told: told.total),
        _Source("net", _BALANCE, "nass_amt", lambda told: told.net_assets),
        _Source("before", _BALANCE, "bfdy_tot_asst_evlu_amt", lambda told: told.total_before),
    ),
    "today_group": (
        _Source("bought", _BALANCE, "thdt_buy_amt", lambda told: told.bought_today),
        _Source("sold", _BALANCE, "thdt_sll_amt", lambda told: told.sold_today),
        _Source("costs", _BALANCE, "thdt_tlex_amt", lambda told: told.fees_today),
        _Source(
            "realized",
            _REALIZED,
            "rlzt_pfls",
            of_details=lambda told: told.realized,
            is_change=True,
        ),
    ),
}


class Funds(QObject):
    """`changed` when a figure, the table of assets or the state changes."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._line = Line()
        self._account: AccountSnapshot | None = None
        self._details: AccountDetails | None = None
        self._failure: Message | None = None
        self.assets = RowTableModel(COLUMNS, context.language, self)
        self._on_frame(context.clock.so_far)
        context.clock.frame.connect(self._on_frame)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._account is None:
            return PanelState.FAILED if self._failure is not None else PanelState.LOADING
        return PanelState.STALE if self._line.is_broken else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state: why nothing was read, or how old the figures
        are.
        """
        if self._account is not None:
            age = fmt.age(age_of(self._account.received), self._words.language)
            return self._words("funds.reading", age=age)
        if self._failure is not None:
            return self._words.sentence(self._failure)
        return self._words("funds.loading")

    @property
    def assets_state(self) -> PanelState:
        """What there is to show of the composition."""
        if self.assets.rowCount():
            return PanelState.LIVE
        return PanelState.LOADING if self._details is None else PanelState.EMPTY

    def groups(self) -> dict[str, tuple[Fund, ...]]:
        """All figures by the message id of their group."""
        return {
            f"funds.{group}": tuple(map(self._fund, sources)) for group, sources in GROUPS.items()
        }

    def begin(self) -> None:
        """Read the account once the panel is seen before anything was told."""
        if self._account is None and self._failure is None:
            self.refresh()

    def refresh(self) -> None:
        """Read the account and what stands beside it now."""
        self._failure = None
        self._asking.read("account", self._refresh())
        self.changed.emit()

    async def _refresh(self) -> None:
        accounts = self._context.services.accounts
        try:
            await self._context.commands.run(accounts.refresh)
        except KisDesktopError as error:
            self._failure = error.message
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        touched = self._line.take(frame)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        if isinstance(account, AccountSnapshot):
            self._account, self._failure, touched = account, None, True
        details = frame.latest.get((Topic.ACCOUNT_DETAILS, ""))
        if isinstance(details, AccountDetails):
            self._details, touched = details, True
            self.assets.replace([self._asset(each) for each in details.assets if _holds(each)])
        if touched:
            self.changed.emit()

    def _fund(self, source: _Source) -> Fund:
        value = self._value(source)
        told = self._words("funds.source", endpoint=source.endpoint, field=source.field)
        asked = self._account if source.of_account is not None else self._details
        if value is None and asked is not None:
            told = self._words("funds.not_told", source=told)
        text = fmt.change(value) if source.is_change else fmt.price(value)
        tone = fmt.tone(fmt.sign_of(value)) if source.is_change else Tone.TEXT
        return Fund(source.id, self._words(f"funds.{source.id}"), text, tone, told)

    def _value(self, source: _Source) -> Decimal | None:
        if source.of_account is not None:
            return None if self._account is None else source.of_account(self._account)
        if source.of_details is None or self._details is None:
            return None
        return source.of_details(self._details)

    def _asset(self, asset: AssetClass) -> Row:
        name = (
            self._words(asset.name) if asset.name else self._words("asset.unnamed", n=asset.place)
        )
        tone = fmt.tone(fmt.sign_of(asset.unrealized_pnl))
        bold = asset.is_sum
        weight = fmt.UNKNOWN if asset.weight is None else f"{fmt.ratio(asset.weight)}%"
        share = None if asset.weight is None or bold else float(asset.weight / _HUNDRED)
        tip = self._words(
            "funds.source", endpoint="inquire_account_balance", field=f"output1[{asset.place}]"
        )
        return Row(
            str(asset.place),
            (
                Cell(name, asset.place, bold=bold, tip=tip),
                Cell(fmt.price(asset.net), asset.net, bold=bold),
                Cell(weight, asset.weight, Tone.DIM, bar=share),
                Cell(fmt.price(asset.cost), asset.cost, Tone.DIM),
                Cell(fmt.price(asset.value), asset.value),
                Cell(fmt.change(asset.unrealized_pnl), asset.unrealized_pnl, tone),
                Cell(fmt.price(asset.loan), asset.loan, Tone.DIM),
            ),
        )


def _holds(asset: AssetClass) -> bool:
    """Whether there is anything of a kind; the sum always stands."""
    return asset.is_sum or any((asset.net, asset.value, asset.loan))
