"""Chips and instance types."""
