"""주식옵션 실시간체결가, 실시간-044."""

from kis_desktop.simulator.server.channels.futureoption_frames import option_record, prints

CHANNEL = prints("stock_option_ccnl", option_record, option=True)
