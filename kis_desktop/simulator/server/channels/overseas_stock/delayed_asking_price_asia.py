"""해외주식 지연호가(아시아), HDFSASP1: the best level of an Asian book."""

from kis_desktop.simulator.server.channels.levels import Levels
from kis_desktop.simulator.server.foreign_stream import books_since, knows_asian

CHANNEL = Levels("overseas_stock/delayed_asking_price_asia", knows_asian, books_since)
