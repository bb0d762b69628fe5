"""Futures and options of the KRX, by day and by night."""
