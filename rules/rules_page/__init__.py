"""The whole of the shipped law as one page of Markdown: sets, switches, country groups, facts. For people to read.

The text follows from the data files alone, so it can be held against the file in the repository.
"""

from rules.rules_page.page import rules_page

__all__ = ["rules_page"]
