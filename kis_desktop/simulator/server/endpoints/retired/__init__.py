"""What KIS has withdrawn and programs in use still ask for; not in the catalogue."""
