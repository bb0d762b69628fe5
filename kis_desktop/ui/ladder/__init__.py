"""The ladder: one painted widget, its switch and quantity, and the question before an order."""
