"""The order book's own painting."""
