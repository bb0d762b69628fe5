"""KRX야간옵션 실시간예상체결, 실시간-034."""

from kis_desktop.simulator.server.channels.futureoption_frames import expectations

CHANNEL = expectations("krx_ngt_option_exp_ccnl", option=True, night=True)
