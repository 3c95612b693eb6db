"""Rule sets tried over stored facts: what would be flagged otherwise. Nothing real is touched."""
