"""지수옵션 실시간호가, 실시간-015."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("index_option_realtime_quote", "optn_", option=True)
