"""One reader a market: its rows in, its order fields out."""
