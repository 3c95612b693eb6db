"""Which chip a log line means, with the shipped registry."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.registry.names import family_of, normal_name
from compliance.registry.questions import Catalogue, Resolved

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

PLAIN = Resolved("", Decimal(0), "plain")
UNKNOWN = Resolved("unknown", None, "unknown")
H100 = "nvidia-h100-sxm5-80gb"


@pytest.fixture(scope="module")
def registry(shipped, django_db_blocker):
    with django_db_blocker.unblock():
        return Catalogue()


def resolve(registry, catalogue="aws", instance_type=None, model=None, assumed=""):
    return registry.resolve(
        catalogue=catalogue, instance_type=instance_type, accelerator_model=model, assumed_chip=assumed
    )


def test_a_line_that_says_nothing_is_unknown(registry):
    assert resolve(registry) == UNKNOWN
    assert resolve(registry, instance_type="", model="") == UNKNOWN


@pytest.mark.parametrize(
    ("catalogue", "instance_type"),
    [
        ("aws", "t3.micro"),
        ("aws", "T3.Micro"),
        ("aws", "ml.m5.large"),
        ("aws", "u-6tb1.metal"),
        ("aws", "c7i-flex.large"),
        ("gcp", "e2-medium"),
        ("gcp", "n2-custom-4-8192"),
        ("gcp", "zones/europe-west4-a/machineTypes/c3-standard-4"),
        ("azure", "Standard_D4s_v5"),
        ("azure", "Standard_DC8ads_v5"),
        ("azure", "Basic_A1"),
    ],
)
def test_a_plain_machine_carries_none_whatever_is_assumed(registry, catalogue, instance_type):
    assert resolve(registry, catalogue, instance_type) == PLAIN
    assert resolve(registry, catalogue, instance_type, assumed=H100) == PLAIN


@pytest.mark.parametrize(
    ("catalogue", "instance_type"),
    [
        ("aws", "p9.48xlarge"),
        ("aws", "p5.unheard"),
        ("aws", "f1.2xlarge"),
        ("aws", ".micro"),
        ("aws", "t3"),
        ("gcp", "n1-standard-4"),
        ("gcp", "a9-ultragpu-8g"),
        ("azure", "Standard_NC999_v9"),
        ("azure", "t3.micro"),
        ("azure", "D4s_v5"),
        ("nobody", "t3.micro"),
    ],
)
def test_an_unheard_of_type_is_unknown_and_not_plain(registry, catalogue, instance_type):
    assert resolve(registry, catalogue, instance_type) == UNKNOWN


def test_an_unheard_of_type_of_a_known_catalogue_is_not_what_is_assumed(registry):
    assert resolve(registry, "aws", "p9.48xlarge", assumed="nvidia-a100-sxm4-80gb") == UNKNOWN


def test_where_types_mean_nothing_an_assumption_fills_the_silence(registry):
    expected = Resolved("nvidia-p100-pcie-16gb", None, "assumed")
    assert resolve(registry, "philly", assumed="nvidia-p100-pcie-16gb") == expected
    assert resolve(registry, "philly", "rack-7", assumed="nvidia-p100-pcie-16gb") == expected


def test_an_assumption_of_a_chip_that_the_registry_lacks_is_no_knowledge(registry):
    assert resolve(registry, "philly", assumed="nvidia-z9") == UNKNOWN


@pytest.mark.parametrize(
    ("catalogue", "instance_type", "slug", "count"),
    [
        ("aws", "p5.48xlarge", H100, "8"),
        ("aws", "ml.p5.48xlarge", H100, "8"),
        ("aws", "g6f.xlarge", "nvidia-l4", "0.125"),
        ("gcp", "a2-highgpu-1g", "nvidia-a100-sxm4-40gb", "1"),
        ("azure", "standard_nd96isr_h100_v5", H100, "8"),
        ("latitude-sh", "g3.small.x86", "nvidia-h100-pcie-80gb", "1"),
    ],
)
def test_a_type_of_the_catalogue_names_chip_and_count(registry, catalogue, instance_type, slug, count):
    assert resolve(registry, catalogue, instance_type) == Resolved(slug, Decimal(count), "catalogue")


@pytest.mark.parametrize(
    ("model", "slug"),
    [
        (H100, H100),
        ("NVIDIA-H100-80GB-HBM3", H100),
        ("NVIDIA H100 80GB HBM3", H100),
        ("nvidia h100 pcie", "nvidia-h100-pcie-80gb"),
        ("Tesla V100-SXM2-32GB", "nvidia-v100-sxm2-32gb"),
        ("l4", "nvidia-l4"),
        ("Instinct MI300X", "amd-mi300x"),
        ("MI300X", "amd-mi300x"),
    ],
)
def test_a_stated_name_is_found_by_slug_product_name_or_alias(registry, model, slug):
    assert resolve(registry, "", model=model) == Resolved(slug, None, "stated")
    assert resolve(registry, "", model=model, assumed="nvidia-t4") == Resolved(slug, None, "stated")


def test_a_stated_name_outranks_the_type_and_takes_its_count_only_if_they_agree(registry):
    assert resolve(registry, "aws", "p5.48xlarge", H100) == Resolved(H100, Decimal(8), "stated")
    assert resolve(registry, "aws", "p5.48xlarge", "l4") == Resolved("nvidia-l4", None, "stated")
    assert resolve(registry, "aws", "t3.micro", "l4") == Resolved("nvidia-l4", None, "stated")


def test_a_name_of_several_chips_is_unknown_until_something_settles_it(registry):
    assert len(registry.candidates("slurm", "h100")) == 4
    assert resolve(registry, "slurm", model="h100") == UNKNOWN
    assert resolve(registry, "slurm", model="h100", assumed="nvidia-t4") == UNKNOWN
    assert resolve(registry, "aws", "t3.micro", "h100") == UNKNOWN
    assert resolve(registry, "aws", "p4d.24xlarge", "h100") == UNKNOWN
    assert resolve(registry, "aws", "p5.48xlarge", "h100") == Resolved(H100, Decimal(8), "catalogue")
    assert resolve(registry, "slurm", model="h100", assumed=H100) == Resolved(H100, None, "assumed")


def test_a_catalogue_may_be_more_definite_than_the_world(registry):
    assert resolve(registry, "gcp", model="nvidia-tesla-v100").chip_slug == "nvidia-v100-sxm2-16gb"
    assert resolve(registry, "slurm", model="nvidia-tesla-v100") == UNKNOWN


def test_a_name_nobody_knows_is_not_passed_over(registry):
    assert resolve(registry, "slurm", model="foo9000") == UNKNOWN
    assert resolve(registry, "slurm", model="foo9000", assumed=H100) == UNKNOWN
    assert resolve(registry, "aws", "t3.micro", "foo9000") == UNKNOWN
    assert resolve(registry, "aws", "p5.48xlarge", "foo9000") == Resolved(H100, Decimal(8), "catalogue")


def test_answers_ask_the_database_nothing(registry, django_assert_num_queries):
    with django_assert_num_queries(0):
        resolve(registry, "aws", "p5.48xlarge", "h100", "nvidia-t4")
    with django_assert_num_queries(4):
        Catalogue()


@given(st.text(max_size=40))
def test_normal_names_are_stable(name):
    assert normal_name(normal_name(name)) == normal_name(name)
    assert normal_name(name.replace(" ", "-")) == normal_name(name)


@given(st.sampled_from(["aws", "gcp", "azure", "other"]), st.text(max_size=40))
def test_a_family_is_a_piece_of_the_name(catalogue, name):
    assert family_of(catalogue, name) in name
