"""KRX야간옵션 실시간호가, 실시간-033."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("krx_ngt_option_asking_price", "optn_", option=True, night=True)
