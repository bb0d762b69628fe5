"""The watchlist's own widgets."""
