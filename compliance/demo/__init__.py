"""`make demo`: the whole service on this machine, from an empty folder to a report that verifies. Started as
a module.
"""
