"""주식선물 실시간호가, 실시간-030."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("stock_futures_realtime_quote", "", levels=10)
