"""주식선물 실시간체결가, 실시간-029."""

from kis_desktop.simulator.server.channels.futureoption_frames import prints, share_future_record

CHANNEL = prints("stock_futures_realtime_conclusion", share_future_record)
