#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main() -> None:
    """Run the command given on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from compliance.management.without_setup import lend_settings

    lend_settings(sys.argv)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"chokepoint: {error}")


if __name__ == "__main__":
    main()
