"""Where each field of each REST reply comes from: told by the endpoints' own answers.

`state`: the market, the account or the listing says so. `derived`: reckoned from such values by
the writer. `constant`: nothing in the simulator knows it, so it is always empty, nought or the
same word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.reservations import Wish
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.endpoints import all_endpoints
from kis_desktop.simulator.server.field_block import Filled
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import Side

_AUCTION = datetime(2026, 11, 20, 8, 55, tzinfo=KST)
_SESSION = datetime(2026, 11, 20, 10, 12, tzinfo=KST)
_EVENING = datetime(2026, 11, 20, 17, 0, tzinfo=KST)
_RESERVES = "order-resv"
"""in the paths that are answered in the evening alone"""
_SYMBOL = "005930"
_DERIVED_PARTS = ("_rate", "_ctrt", "_tnrt", "_rltv", "_sign", "_icdc", "_vrss", "pvt_", "_avls")
_DERIVED_NAMES = frozenset(
    {
        "antc_cntg_vrss",
        "bfdy_cprs_icdc",
        "evlu_amt_smtl_amt",
        "evlu_pfls_smtl_amt",
        "fltt_rt",
        "nass_amt",
        "ntby_aspr_rsqn",
        "pchs_amt_smtl_amt",
        "pchs_avg_pric",
        "prsm_tlex_smtl",
        "rstc_wdth_prc",
        "scts_evlu_amt",
        "thdt_tlex_amt",
        "tot_ccld_amt",
        "tot_evlu_amt",
        "tot_ord_qty",
    }
)


_SAME_WORDS = frozenset(
    {
        "KRX_FWDG_ORD_ORGNO",
        "NRML_PRCS_YN",
        "ord_gno_brno",
        "ord_orgno",
        "prdt_type_cd",
        "tr_day_yn",
        "trad_dvsn_name",
    }
)


class Origin(StrEnum):
    """Where a value comes from."""

    STATE = "state"
    DERIVED = "derived"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class EndpointOrigins:
    """The fields of one endpoint as block.name, in the order of the reply."""

    endpoint: Endpoint
    fields: Mapping[str, Origin]

    def as_json(self) -> dict[str, object]:
        """One line of `kis-simulator coverage --json`."""
        return {
            "id": self.endpoint.name,
            "path": self.endpoint.path,
            "method": self.endpoint.method,
            "tr_real": list(self.endpoint.real),
            "tr_paper": list(self.endpoint.paper),
            "fields": {name: origin.value for name, origin in self.fields.items()},
        }


def all_origins() -> tuple[EndpointOrigins, ...]:
    """Every endpoint, asked in the opening auction and in the session, or in the evening."""
    return tuple(EndpointOrigins(one, _origins(one)) for one in all_endpoints())


def _origins(endpoint: Endpoint) -> dict[str, Origin]:
    known: dict[str, Origin] = {}
    reserves = _RESERVES in endpoint.path
    for start in (_EVENING,) if reserves else (_AUCTION, _SESSION):
        for block, row in _rows(_rehearsed(endpoint, start)):
            for name in row:
                origin = _origin(name, row)
                if known.get(f"{block}.{name}", Origin.CONSTANT) is Origin.CONSTANT:
                    known[f"{block}.{name}"] = origin
    return known


def _origin(name: str, row: Mapping[str, str]) -> Origin:
    if name in _SAME_WORDS or (isinstance(row, Filled) and name not in row.given):
        return Origin.CONSTANT
    if name in _DERIVED_NAMES or any(part in name for part in _DERIVED_PARTS):
        return Origin.DERIVED
    return Origin.STATE


def _rows(reply: Reply) -> list[tuple[str, Mapping[str, str]]]:
    rows: list[tuple[str, Mapping[str, str]]] = []
    for block, content in reply.body.items():
        if isinstance(content, dict):
            rows.append((block, content))
        elif isinstance(content, list):
            rows.extend((block, row) for row in content)
    return rows


def _rehearsed(endpoint: Endpoint, start: datetime) -> Reply:
    """The answer to the endpoint's example, with an order at rest and one in the list."""
    clock = MarketClock(monotonic=lambda: 0.0, start=start)
    market = Market(seed=1, clock=clock, instruments=1)
    account = market.accounts[0].number
    price = market.snapshot(_SYMBOL).limit_down
    resting = _prepared(market, account, price)
    call = Call(
        market=market,
        world=World.REAL,
        tr_id=endpoint.real[-1],
        fields=endpoint.example,
        continued=False,
        changed=False,
        account_number=account,
    )
    if endpoint.places_orders:
        call = replace(call, fields={**endpoint.example, "ORGN_ODNO": resting})
    return endpoint.answer(call)


def _prepared(market: Market, account: str, price: int) -> str:
    """The number of an order at rest; in the evening a reservation stands in the list instead."""
    if market.clock.now() == _EVENING:
        wish = Wish(_SYMBOL, Side.BUY, "00", 1, price)
        market.reservations.reserve(account, wish, _EVENING)
        return ""
    return market.place(account, _SYMBOL, Side.BUY, "00", 1, price).number
