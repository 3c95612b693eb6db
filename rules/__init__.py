"""What the law says: pure functions over plain data, and dated data files. No Django."""
