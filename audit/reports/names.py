"""Names by reference, and rows of a report with them in place."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from audit.reports.figures import decimal_text, hours_text, instant_shown, magnitude_text

Row = dict[str, Any]
CONTROLLED = frozenset({"3A090.a", "3A090.b"})
SEVERITIES = ("critical", "high", "medium", "low", "notice")
_CLASS_WORDS = {"not_3A090": "outside 3A090", "undetermined": "undetermined"}
_UNKNOWN_CHIP = {None, "unknown"}


class Words:
    """Names by reference, and rows with them in place."""

    def __init__(self, report: Mapping[str, Any]) -> None:
        totals = report["totals"]
        self._tenants = {row["reference"]: row["account"] for row in totals["by_tenant"]}
        self._chips = {row["slug"]: row for row in report["chips"]}
        self._rules = {
            (one["reference"], rule["id"]): rule for one in report["rule_sets"] for rule in one["rules"]
        }
        self._titles = {row["reference"]: self.flag_row(row)["title"] for row in report["flags"]}
        self._assumed = {
            row["key"]: row["assumed_chip"] for row in totals["by_facility"] if row["assumed_chip"]
        }
        self._controlled: Counter[str | None] = Counter()
        resting = [row for row in report["usage"] if self._rests_on_assumption(row)]
        self._assumed_tenants = {row["tenant"] for row in resting}
        self._assumed_chips = {row["chip"] for row in resting}
        for row in report["usage"]:
            if self.kind_of(row["chip"]) == "controlled":
                self._controlled[row["tenant"]] += row["accelerator_seconds"]
        self.assumptions = [
            {
                "facility": row["key"],
                "chip": self.chip_name(row["assumed_chip"]),
                "assumption": row["assumption"],
                "hours": hours_text(
                    sum(use["accelerator_seconds"] for use in resting if use["facility"] == row["key"])
                ),
            }
            for row in totals["by_facility"]
            if row["assumed_chip"]
        ]

    def account(self, tenant: str | None) -> str:
        """Return the account of a tenant, its reference where the report has no more."""
        return str(self._tenants.get(tenant, tenant or "not stated"))

    def by_account(self, row: Mapping[str, Any]) -> tuple[str, int]:
        """Return what sorts usage rows by account, most use first."""
        return self.account(row["tenant"]), -row["accelerator_seconds"]

    def chip_name(self, slug: str | None) -> str:
        """Return the product name of a chip."""
        if slug in _UNKNOWN_CHIP:
            return "chip not known"
        chip = self._chips.get(slug)
        return f"{chip['vendor']} {chip['name']}" if chip else str(slug)

    def kind_of(self, slug: str | None) -> str:
        """Return "controlled", "outside" or, where nothing can be said, "open"."""
        chip = self._chips.get(slug or "")
        if chip is None or chip["proposed_status"] == "undetermined":
            return "open"
        return "controlled" if chip["proposed_status"] in CONTROLLED else "outside"

    def class_name(self, slug: str | None) -> str:
        """Return the proposed class of a chip in words."""
        chip = self._chips.get(slug or "")
        return (
            "undetermined"
            if chip is None
            else _CLASS_WORDS.get(chip["proposed_status"], chip["proposed_status"])
        )

    def _rests_on_assumption(self, row: Mapping[str, Any]) -> bool:
        return self._assumed.get(row["facility"]) == row["chip"] and row["chip"] is not None

    def chip_row(self, row: Mapping[str, Any]) -> Row:
        """Return a chip with its figures, each with its unit in the table's head."""
        chip = self._chips.get(row["chip"] or "", {})
        return {
            "name": self.chip_name(row["chip"]),
            "class": self.class_name(row["chip"]),
            "kind": self.kind_of(row["chip"]),
            "clause": _led_there(chip),
            "tpp": decimal_text(chip.get("tpp"), places=1) or "unknown",
            "density": decimal_text(chip.get("performance_density"), places=2) or "unknown",
            "confidence": chip.get("confidence") or "none",
            "source": chip.get("source")
            or "The logs do not say which chip this was, or the registry does not know it.",
            "hours": hours_text(row["accelerator_seconds"]),
            "assumed": row["chip"] in self._assumed_chips,
        }

    def tenant_row(self, row: Mapping[str, Any]) -> Row:
        """Return a tenant with its use, the bounds of its operations, and H100 hours by each metric."""
        operations, without = row["operations"], row["accelerator_seconds_without_rate"]
        return {
            "account": row["account"],
            "reference": row["reference"],
            "hours": hours_text(row["accelerator_seconds"]),
            "controlled": hours_text(self._controlled[row["reference"]]),
            "lower": magnitude_text(operations["lower"]),
            "expected": magnitude_text(operations["expected"]),
            "upper": magnitude_text(operations["upper"]),
            "h100_tpp": decimal_text(row["h100_hours"].get("tpp"), places=1) or "unknown",
            "h100_bf16": decimal_text(row["h100_hours"].get("dense_bf16"), places=1) or "unknown",
            "without": hours_text(without) if without else "",
            "assumed": row["reference"] in self._assumed_tenants,
        }

    def usage_row(self, row: Mapping[str, Any]) -> Row:
        """Return who used which chip where."""
        return {
            "account": self.account(row["tenant"]),
            "chip": self.chip_name(row["chip"]),
            "class": self.class_name(row["chip"]),
            "kind": self.kind_of(row["chip"]),
            "facility": row["facility"] or "not stated",
            "hours": hours_text(row["accelerator_seconds"]),
            "assumed": self._rests_on_assumption(row),
        }

    def flag_row(self, row: Mapping[str, Any]) -> Row:
        """Return a flag with its rule's title; `order` sorts the gravest first, then by time."""
        rule = self._rules.get((row["rule_set"], row["rule"]), {})
        title, clause = rule.get("title") or row["rule"], row["clause"] or rule.get("clause") or ""
        severity = row["severity"] if row["severity"] in SEVERITIES else "notice"
        return {
            "reference": row["reference"],
            "severity": row["severity"],
            "status": row["status"],
            "account": self.account(row["tenant"]),
            "title": title,
            "clause": clause,
            "raised_at": instant_shown(row["raised_at"]) or "earlier",
            "leaf": f"{row['leaf']:,}",
            "order": [
                SEVERITIES.index(severity),
                title,
                clause,
                row["status"] == "lapsed",
                row["raised_at"] or "",
                row["reference"],
            ],
        }

    def decision_row(self, row: Mapping[str, Any]) -> Row:
        """Return a decision: on what, by whom, answered by whom."""
        flags = row.get("flags") or []
        return {
            "reference": row["reference"],
            "account": self.account(row.get("tenant")),
            "on": "; ".join(self._titles.get(flag, flag) for flag in flags) or "no flag",
            "disposition": str(row.get("disposition") or "").replace("_", " "),
            "measure": str(row.get("measure") or "").replace("_", " "),
            "proposer": row.get("proposer") or "",
            "proposed_at": instant_shown(row["proposed_at"]) or "earlier",
            "status": row["status"],
            "answerer": row.get("answerer") or "",
            "answered_at": instant_shown(row["answered_at"]) or "",
            "leaf": f"{row['leaf']:,}",
        }


def _led_there(chip: Mapping[str, Any]) -> str:
    """Return the clause behind a proposed class, and where another reading of the law gives another class."""
    if not chip:
        return ""
    is_met_or_excluded = chip["deciding_limb"] is not None or chip["proposed_status"] == "undetermined"
    clause = chip["deciding_clause"] if is_met_or_excluded else "no limb is met"
    other = chip["other_reading"]
    return f"{clause}; {_CLASS_WORDS.get(other, other)} if TF32 counts 32 bits" if other else str(clause)
