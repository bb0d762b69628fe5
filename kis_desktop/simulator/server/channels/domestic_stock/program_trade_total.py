"""국내주식 실시간프로그램매매 (통합): what programs have traded of a share."""

from kis_desktop.simulator.server.channels.who_trades import program_channel
from kis_desktop.simulator.views import Board

CHANNEL = program_channel("domestic_stock/program_trade_total", Board.UNIFIED)
