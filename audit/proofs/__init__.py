"""Proofs about the ledger and the reports drawn from it: made here, and checked by anyone, offline.

Pure: standard library and `cryptography` only, no Django, no network, no clock. `python -m audit.proofs
verify` is the verifier. Every module names the specification it follows.
"""
