"""Reports built from sealed entries."""
