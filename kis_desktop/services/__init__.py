"""The application without a screen: asyncio, owner of all mutable state."""
