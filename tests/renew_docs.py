"""`make docs`: renew the generated files, with the variables of a test run; nothing in them hangs on a variable."""

# ruff: noqa: I001  the order matters: the first import gives the variables their values
import os
from tests import environment  # noqa: F401

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "compliance.settings"
    execute_from_command_line(["manage.py", "generate_docs"])
