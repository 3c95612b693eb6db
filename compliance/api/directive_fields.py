"""The forms of directives and of what is said about them. The verbs judge what is in them."""

from rest_framework.serializers import CharField, DateField

from compliance.api.strict_forms import StrictForm
from compliance.lawbook.check_directive import LONGEST_CONTENT_BYTES
from compliance.lawbook.decline_directive import LONGEST_REASON_CHARACTERS
from compliance.lawbook.write_directive import LONGEST_TITLE_CHARACTERS

DIRECTIVE_LIMIT_BYTES = 1024 * 1024
"""Of a request: what is a line end in TOML has two characters in JSON, and other letters up to six."""


def _content() -> CharField:
    return CharField(
        max_length=LONGEST_CONTENT_BYTES,
        trim_whitespace=False,
        help_text="a rule set as TOML, standing directive",
    )


class DirectiveForm(StrictForm):
    """A draft as its author writes it. The text need not pass its check yet."""

    title = CharField(max_length=LONGEST_TITLE_CHARACTERS, help_text="what people here call it")
    content = _content()


class CheckForm(StrictForm):
    """A text to be checked."""

    content = _content()


class PublishForm(StrictForm):
    """Which text is published."""

    sha256 = CharField(
        min_length=64, max_length=64, help_text="of the text that was read; if it changed, nothing is"
    )


class DeclineForm(StrictForm):
    """Why it is declined."""

    reason = CharField(max_length=LONGEST_REASON_CHARACTERS)


class EndForm(StrictForm):
    """When a published directive is to end."""

    ends_on = DateField(help_text="the first day without it", input_formats=["iso-8601"])


class NothingForm(StrictForm):
    """A step that takes no words."""
