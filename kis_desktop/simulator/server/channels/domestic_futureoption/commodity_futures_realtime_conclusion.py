"""상품선물 실시간체결가, 실시간-022."""

from kis_desktop.simulator.server.channels.futureoption_frames import by_day, future_record, prints

CHANNEL = prints("commodity_futures_realtime_conclusion", by_day(future_record))
