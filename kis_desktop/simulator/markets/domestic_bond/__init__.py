"""Bonds on the KRX."""
