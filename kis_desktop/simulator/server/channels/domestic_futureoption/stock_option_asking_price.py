"""주식옵션 실시간호가, 실시간-045."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("stock_option_asking_price", "optn_", levels=10, option=True)
