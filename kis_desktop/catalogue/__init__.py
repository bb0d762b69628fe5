"""What KIS and the exchanges offer, as dated data."""
