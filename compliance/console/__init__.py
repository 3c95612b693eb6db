"""The human face: no logic of its own."""
