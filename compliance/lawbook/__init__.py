"""The operator's own part of the law: directives, settings of switches, imported texts, beside the shipped sets."""
