"""Facts of a tenant, rules, flags."""
