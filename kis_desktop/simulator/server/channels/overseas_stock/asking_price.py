"""해외주식 실시간호가, HDFSASP0: the book, one level of it for free keys, ten for paid ones."""

from kis_desktop.simulator.server.channels.levels import Levels
from kis_desktop.simulator.server.foreign_stream import books_since, knows

CHANNEL = Levels("overseas_stock/asking_price", knows, books_since)
