"""`python -m tests.journeys.prepare PROVIDER ...`: make the tables and the providers, print their keys as JSON."""

import json
import sys

import django


def main() -> None:
    """Run in a process of its own, with the environment of the service."""
    django.setup()
    from django.core.management import call_command

    from compliance.providers.enrol import enrol_provider, issue_key

    call_command("migrate", verbosity=0)
    call_command("load_registry", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    keys = {}
    for name in sys.argv[1:]:
        provider = enrol_provider(key=name, name=name, by="setup")
        keys[name] = issue_key(provider=provider, by="setup")[1]
    print(json.dumps(keys))  # noqa: T201  what the caller reads


if __name__ == "__main__":
    main()
