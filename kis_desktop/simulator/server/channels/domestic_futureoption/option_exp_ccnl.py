"""주식옵션 실시간예상체결, 실시간-046."""

from kis_desktop.simulator.server.channels.futureoption_frames import expectations

CHANNEL = expectations("option_exp_ccnl", option=True, with_size=False)
