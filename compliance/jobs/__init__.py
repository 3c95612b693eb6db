"""What must happen: rows that say which background work is wanted and which is done."""
