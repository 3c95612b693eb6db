"""Tests of `rules.regulation_text`; every text in them is invented."""
