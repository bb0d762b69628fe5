"""Futures and options of foreign exchanges."""
