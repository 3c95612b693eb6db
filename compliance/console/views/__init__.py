"""Pages: each reads with a question, changes with a verb, and decides nothing itself."""
