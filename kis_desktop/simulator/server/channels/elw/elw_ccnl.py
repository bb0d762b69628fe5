"""ELW 실시간체결가 H0EWCNT0, 실시간-061: one print with what the price then meant."""

from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.elw_records import known, trade_records

CHANNEL = Streamed("elw/elw_ccnl", known, trade_records)
