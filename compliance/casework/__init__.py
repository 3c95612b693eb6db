"""Cases, decisions, four eyes."""
