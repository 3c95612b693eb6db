"""CEL for rules: what an expression may say, its tree, and answers kept by how the facts stand to it."""
