"""Channels about ETF and ETN; one module each, named as in the catalogue."""
