"""선물옵션 실시간체결통보, 실시간-012: what happens to one's orders."""

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.domestic_futureoption.dealt import DAY
from kis_desktop.simulator.server.channels.futureoption_notices import is_reported, notice
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.layout import Values


def _covers(event: DealEvent) -> bool:
    return is_reported(event, DAY)


def _values(event: DealEvent, hts_id: str) -> Values:
    """ORD_GRP and ORD_GRPSEQ, which baskets have, are empty."""
    return {**notice(event, hts_id), "order_prc": f"{event.order.price:09d}"}


NOTICE = Noticed("domestic_futureoption/fuopt_ccnl_notice", _covers, _values)
