"""report.json as a page shows it: names looked up, figures formatted, assumptions marked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from audit.reports.figures import hours_text, instant_shown
from audit.reports.names import SEVERITIES, Row, Words

ROWS_MAX = 5000
CHARTED_TENANTS = 10


def view_of(report: Mapping[str, Any]) -> Row:
    """Return what the template needs of a report document, as texts and lists of texts."""
    words = Words(report)
    used = [row for row in report["totals"]["by_tenant"] if row["accelerator_seconds"]]
    return {
        "head": _head(report),
        "summary": _summary(report, words),
        "chart": _chart(report, words),
        "chips": [words.chip_row(row) for row in report["totals"]["by_chip"]],
        "tenants": _capped([words.tenant_row(row) for row in sorted(used, key=_most_first)]),
        "usage": _capped([words.usage_row(row) for row in sorted(report["usage"], key=words.by_account)]),
        "flags": _grouped(
            _capped(sorted((words.flag_row(row) for row in report["flags"]), key=lambda row: row["order"]))
        ),
        "decisions": _capped([words.decision_row(row) for row in report["decisions"]]),
        "rule_sets": [
            {name: row[name] for name in ("reference", "title", "citation", "standing", "sha256")}
            for row in report["rule_sets"]
        ],
        "assumptions": words.assumptions,
    }


def _grouped(flags: Row) -> Row:
    """Return capped flags by severity, rule and clause, so that each row says only what is its own."""
    groups = []
    for (severity, title, clause), rows in groupby(
        flags["rows"], key=lambda row: (row["severity"], row["title"], row["clause"])
    ):
        of_group = list(rows)
        count = f"{len(of_group):,} flag{'' if len(of_group) == 1 else 's'}"
        groups.append(
            {"severity": severity, "title": title, "clause": clause, "count": count, "rows": of_group}
        )
    return {"groups": groups, "shown": flags["shown"], "total": flags["total"]}


def _most_first(row: Mapping[str, Any]) -> tuple[int, str]:
    return -row["accelerator_seconds"], row["account"]


def _capped(rows: Sequence[Row]) -> Row:
    return {
        "rows": list(rows[:ROWS_MAX]),
        "shown": f"{min(len(rows), ROWS_MAX):,}",
        "total": f"{len(rows):,}",
    }


def _head(report: Mapping[str, Any]) -> Row:
    ledger = report["ledger"]
    return {
        "reference": report["reference"],
        "provider": report["provider"],
        "provider_name": ledger["provider_name"],
        "from": instant_shown(report["period"]["from"]),
        "until": instant_shown(report["period"]["until"]),
        "issued_at": instant_shown(report["issued_at"]),
        "as_of_law": report["as_of_law"],
        "origin": ledger["origin"],
        "size_from": f"{ledger['size_from']:,}",
        "size_until": f"{ledger['size_until']:,}",
        "root": ledger["root_sha256"],
    }


def _summary(report: Mapping[str, Any], words: Words) -> Row:
    by_class: Counter[str] = Counter()
    for row in report["totals"]["by_chip"]:
        by_class[words.kind_of(row["chip"])] += row["accelerator_seconds"]
    flags, decisions = report["flags"], report["decisions"]
    by_severity = Counter(row["severity"] for row in flags if row["status"] != "lapsed")
    answered = Counter(row["status"] for row in decisions)
    return {
        "hours": hours_text(report["totals"]["accelerator_seconds"]),
        "controlled": hours_text(by_class["controlled"]),
        "open_question": hours_text(by_class["open"]),
        "tenants": f"{report['totals']['tenants']:,}",
        "flags": f"{len(flags):,}",
        "standing": ", ".join(f"{by_severity[word]:,} {word}" for word in SEVERITIES if by_severity[word])
        or "none standing",
        "lapsed": f"{sum(row['status'] == 'lapsed' for row in flags):,}",
        "decisions": f"{len(decisions):,}",
        "answers": ", ".join(f"{answered[word]:,} {word}" for word in sorted(answered)) or "none",
        "is_empty": not (report["usage"] or flags or decisions),
    }


def _chart(report: Mapping[str, Any], words: Words) -> list[Row]:
    """Return the tenants with most use: what part was on chips proposed as controlled, and parts of the longest bar."""
    totals: Counter[str | None] = Counter()
    controlled: Counter[str | None] = Counter()
    for row in report["usage"]:
        totals[row["tenant"]] += row["accelerator_seconds"]
        if words.kind_of(row["chip"]) == "controlled":
            controlled[row["tenant"]] += row["accelerator_seconds"]
    top = sorted(totals.items(), key=lambda item: (-item[1], str(item[0])))[:CHARTED_TENANTS]
    longest = top[0][1] if top else 1
    return [
        {
            "account": words.account(tenant),
            "hours": hours_text(seconds),
            "controlled_permille": max(controlled[tenant] * 1000 // longest, 0),
            "other_permille": max((seconds - controlled[tenant]) * 1000 // longest, 0),
        }
        for tenant, seconds in top
        if seconds > 0
    ]
