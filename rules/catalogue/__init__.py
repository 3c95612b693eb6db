"""The facts there are. Code computes them, rules name them; a name is never given a second meaning.

One module for each kind of subject; each yields its facts and is listed here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rules.catalogue.access import access_facts
from rules.catalogue.chips import chip_facts
from rules.catalogue.cloud_indicators import cloud_indicator_facts
from rules.catalogue.compute_thresholds import compute_threshold_facts
from rules.catalogue.end_uses import end_use_facts
from rules.catalogue.exceptions import exception_facts
from rules.catalogue.identity import KYC_ENTITY_KINDS, KYC_FIELDS, identity_facts
from rules.catalogue.kyc_template import kyc_template_facts
from rules.catalogue.models import model_facts
from rules.catalogue.red_flags import red_flag_facts
from rules.catalogue.settings import setting_fact_name, setting_facts
from rules.catalogue.supercomputers import supercomputer_facts
from rules.catalogue.systems import system_facts
from rules.catalogue.transfers import transfer_facts
from rules.catalogue.usage import WINDOWS, usage_facts
from rules.facts import Fact

__all__ = ["CATALOGUE", "KYC_ENTITY_KINDS", "KYC_FIELDS", "WINDOWS", "setting_fact_name"]

_KINDS = (
    chip_facts,
    system_facts,
    supercomputer_facts,
    model_facts,
    compute_threshold_facts,
    transfer_facts,
    access_facts,
    exception_facts,
    end_use_facts,
    usage_facts,
    identity_facts,
    red_flag_facts,
    cloud_indicator_facts,
    kyc_template_facts,
    setting_facts,
)

CATALOGUE: Mapping[str, Fact] = MappingProxyType({fact.name: fact for facts in _KINDS for fact in facts()})
