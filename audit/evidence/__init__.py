"""Content-addressed immutable files, columnar segments, and questions over them."""
