"""What the law book and replays refuse, as problem documents."""

from collections.abc import Iterator
from contextlib import contextmanager

from compliance.api.problems import Problem
from compliance.lawbook.errors import (
    Complaint,
    DirectiveRefused,
    NotAllowed,
    StatementRefused,
    WrongState,
)
from compliance.replays import errors as replays


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """Turn every refusal of a verb into its problem document; what is no refusal of theirs goes on."""
    try:
        yield
    except (NotAllowed, replays.NotAllowed) as error:
        raise Problem(403, "permission_denied", "Forbidden.", str(error)) from error
    except WrongState as error:
        raise Problem(409, "wrong_state", "Wrong state.", str(error)) from error
    except DirectiveRefused as error:
        raise Problem(
            422,
            "directive_refused",
            "Directive refused.",
            "The directive does not pass its check; complaints says all that is wrong with it.",
            complaints=[complaint_document(one) for one in error.complaints],
        ) from error
    except (StatementRefused, replays.ReplayRefused) as error:
        raise Problem(422, "refused", "Refused.", str(error)) from error


def complaint_document(complaint: Complaint) -> dict[str, object]:
    """Return one thing that is wrong with a directive."""
    return {
        "line": complaint.line,
        "place": complaint.place,
        "column": complaint.column,
        "message": complaint.message,
    }
