"""The markets beside the Korean exchanges of shares: one package each, none knows another."""
