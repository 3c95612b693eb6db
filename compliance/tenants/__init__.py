"""Account holders at a provider and what is known of them."""
