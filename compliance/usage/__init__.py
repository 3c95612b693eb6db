"""Compute per tenant, chip, facility and hour: derived, may be dropped and rebuilt from audit."""
