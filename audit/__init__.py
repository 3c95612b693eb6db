"""What happened, and proof of it.

State here only grows. This file stays import-free: `audit.proofs` runs without Django.
"""
