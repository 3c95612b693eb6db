"""`make bench`: how fast the service is, beside a limit or the usual way of doing it, measured in the same
run.
"""
