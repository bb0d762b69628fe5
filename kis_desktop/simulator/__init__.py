"""A KIS server of our own: exchange, accounts, REST and websocket, for demo and tests."""
