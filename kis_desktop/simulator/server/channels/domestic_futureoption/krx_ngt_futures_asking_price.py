"""KRX야간선물 실시간호가, 실시간-065."""

from kis_desktop.simulator.server.channels.futureoption_frames import books

CHANNEL = books("krx_ngt_futures_asking_price", "futs_", night=True)
