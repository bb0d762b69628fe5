"""지수선물 실시간호가, 실시간-011."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("index_futures_realtime_quote", "futs_")
