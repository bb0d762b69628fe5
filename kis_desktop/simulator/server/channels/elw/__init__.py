"""Channels about warrants on Korean shares; one module each, named as in the catalogue."""
