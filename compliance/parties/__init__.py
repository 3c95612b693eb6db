"""Legal and natural persons behind tenants."""
