"""What the pages about law show: rule sets, chips, comparisons."""
