"""주식선물 실시간예상체결, 실시간-031."""

from kis_desktop.simulator.server.channels.futureoption_frames import expectations

CHANNEL = expectations("futures_exp_ccnl", option=False)
