"""국내지수 실시간프로그램매매: programs' trading of an index's shares, once a second in a session.

Thousands of shares and million won; rates are percent of the shares' volume or turnover.
"""

from collections.abc import Iterable
from datetime import datetime

from kis_desktop.catalogue import loader
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.flow_rows import MILLION, THOUSAND
from kis_desktop.simulator.server.index_rows import index_code
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.program_rows import program_row
from kis_desktop.simulator.views import Phase, Refused

_ID = "domestic_stock/index_program_trade"
_TRADING = frozenset({Phase.CONTINUOUS, Phase.CLOSING_AUCTION})


def _knows(market: Market, key: str) -> bool:
    try:
        return bool(market.others.flows.markets.members(index_code(key)))
    except Refused:
        return False


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterable[Values]:
    if since is not None and (
        market.phase() not in _TRADING or since.replace(microsecond=0) == now.replace(microsecond=0)
    ):
        return ()
    sums = market.others.flows.markets.today(index_code(key))
    names = [field.name for field in loader.channel(_ID).fields]
    return (
        {
            "bstp_cls_code": index_code(key),
            "bsop_hour": now.time(),
            **program_row(names, sums),
            "acml_vol": sums.volume // THOUSAND,
            "acml_tr_pbmn": sums.turnover // MILLION,
        },
    )


CHANNEL = Streamed(_ID, _knows, _records)
