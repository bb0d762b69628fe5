"""The services together: what the screen may ask, and what runs under supervision."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.services.accounts import Accounts
from kis_desktop.services.alerts import Alerts
from kis_desktop.services.api_explorer import ApiExplorer
from kis_desktop.services.audit_export import AuditExport
from kis_desktop.services.audit_trail import AuditTrail
from kis_desktop.services.charts import Charts
from kis_desktop.services.companions import Companions
from kis_desktop.services.comparison import AccountComparison
from kis_desktop.services.conditional_orders import ConditionalOrders
from kis_desktop.services.connection import Connection
from kis_desktop.services.drawings import Drawings
from kis_desktop.services.drills import Drills
from kis_desktop.services.exports import Exports
from kis_desktop.services.fees import Fees
from kis_desktop.services.history import History
from kis_desktop.services.instruments import Instruments
from kis_desktop.services.kill_switch import KillSwitch
from kis_desktop.services.market_data import MarketData
from kis_desktop.services.orders import Orders
from kis_desktop.services.profit import Profit
from kis_desktop.services.recording import Recording
from kis_desktop.services.replay import Replay
from kis_desktop.services.reservations import Reservations
from kis_desktop.services.risk import Risk
from kis_desktop.services.runtime import Run
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.watchlists import Watchlists


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """Every service of one profile. Their coroutines run on the I/O thread alone."""

    market_data: MarketData
    orders: Orders
    accounts: Accounts
    comparison: AccountComparison
    profit: Profit
    fees: Fees
    audit: AuditTrail
    audit_export: AuditExport
    history: History
    connection: Connection
    instruments: Instruments
    watchlists: Watchlists
    charts: Charts
    companions: Companions
    drawings: Drawings
    exports: Exports
    clock: SessionClock
    api_explorer: ApiExplorer
    recording: Recording
    risk: Risk
    conditional: ConditionalOrders
    alerts: Alerts
    reservations: Reservations
    kill_switch: KillSwitch
    drills: Drills
    replay: Replay | None = None

    def supervised(self) -> dict[str, Run]:
        """What runs until the program ends, each under a supervisor of its own."""
        running: dict[str, Run] = {
            "connection": self.connection.run,
            "budget": self.connection.run_budget,
            "clock": self.clock.run,
            "market_data": self.market_data.run,
            "history": self.history.run,
            "older_history": self.history.run_older,
            "orders": self.orders.run,
            "order_journal": self.orders.run_journal,
            "risk": self.risk.run,
            "kill_switch": self.kill_switch.run,
            "conditional": self.conditional.run,
            "alerts": self.alerts.run,
            "accounts": self.accounts.run,
            "account_details": self.accounts.run_details,
            "instruments": self.instruments.run,
            "recording": self.recording.run,
        }
        if self.replay is not None:
            running["replay"] = self.replay.run
        return running
