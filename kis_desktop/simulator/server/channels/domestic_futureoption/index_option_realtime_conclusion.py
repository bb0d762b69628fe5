"""지수옵션 실시간체결가, 실시간-014."""

from kis_desktop.simulator.server.channels.futureoption_frames import (
    option_record,
    prints,
    with_limits,
)

CHANNEL = prints(
    "index_option_realtime_conclusion", with_limits(option_record, average=True), option=True
)
