"""국내주식 실시간회원사 (KRX): the five busiest houses of each side."""

from kis_desktop.simulator.server.channels.who_trades import member_channel
from kis_desktop.simulator.views import Board

CHANNEL = member_channel("domestic_stock/member_krx", Board.KRX)
