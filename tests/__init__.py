"""Tests; this file keeps `tests/rules` from shadowing the package `rules`."""
