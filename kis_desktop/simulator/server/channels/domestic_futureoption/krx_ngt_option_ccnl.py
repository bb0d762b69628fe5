"""KRX야간옵션 실시간체결가, 실시간-032."""

from kis_desktop.simulator.server.channels.futureoption_frames import (
    option_record,
    prints,
    with_limits,
)

CHANNEL = prints("krx_ngt_option_ccnl", with_limits(option_record), option=True, night=True)
