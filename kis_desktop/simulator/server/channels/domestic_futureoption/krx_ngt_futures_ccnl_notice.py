"""KRX야간선물 실시간체결통보, 실시간-066: what happens to one's orders."""

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.domestic_futureoption.dealt import NIGHT
from kis_desktop.simulator.server.channels.futureoption_notices import (
    is_option,
    is_reported,
    notice,
)
from kis_desktop.simulator.server.channels.streamed import Noticed


def _covers(event: DealEvent) -> bool:
    return is_reported(event, NIGHT) and not is_option(event)


NOTICE = Noticed("domestic_futureoption/krx_ngt_futures_ccnl_notice", _covers, notice)
