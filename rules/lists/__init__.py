"""What published lists say and mean: rows, effects in law, and where the lists come from."""
