"""Who stands behind a party: shares as a fixed point, the ultimate parent, each test of law by itself."""
