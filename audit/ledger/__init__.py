"""What was recorded: outbox, entries, checkpoints."""
