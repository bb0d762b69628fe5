"""Warrants on Korean shares (ELW)."""
