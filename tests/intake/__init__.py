"""Tests of taking logs in."""
