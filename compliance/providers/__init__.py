"""Operators that push logs: their keys and facilities."""
