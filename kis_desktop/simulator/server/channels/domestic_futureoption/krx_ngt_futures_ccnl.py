"""KRX야간선물 실시간종목체결, 실시간-064."""

from kis_desktop.simulator.server.channels.futureoption_frames import future_record, prints

CHANNEL = prints("krx_ngt_futures_ccnl", future_record, night=True)
