"""The simulated market spoken in the wire language of KIS: REST, websocket, master files."""
