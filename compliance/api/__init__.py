"""The machine face: no logic of its own."""
