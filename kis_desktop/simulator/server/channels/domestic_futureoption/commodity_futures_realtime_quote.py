"""상품선물 실시간호가, 실시간-023."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("commodity_futures_realtime_quote", "futs_")
