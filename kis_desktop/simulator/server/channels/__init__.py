"""Writers of realtime records: one module per channel of the websocket."""
