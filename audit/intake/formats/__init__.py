"""The formats a provider can push, by name. A new format is one file here and one line in `FORMATS`."""
