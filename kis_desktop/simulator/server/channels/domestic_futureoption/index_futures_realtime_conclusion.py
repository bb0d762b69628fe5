"""지수선물 실시간체결가, 실시간-010."""

from kis_desktop.simulator.server.channels.futureoption_frames import by_day, future_record, prints

CHANNEL = prints("index_futures_realtime_conclusion", by_day(future_record))
