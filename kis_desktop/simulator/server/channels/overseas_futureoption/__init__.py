"""Channels about foreign futures and options; one module each, named as in the catalogue."""
