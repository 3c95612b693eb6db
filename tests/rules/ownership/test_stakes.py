from decimal import Context, Decimal, localcontext

import pytest

from rules.errors import FigureError
from rules.ownership.stakes import Stake, StakeRegister, known_percent


def test_nobody_holds_anything():
    register = StakeRegister.of([])
    assert register.names == ()
    assert list(register) == []
    assert register.stakes_in("A") == register.stakes_of("A") == ()
    assert register.unaccounted_percent("A") == 100


def test_a_register_does_not_keep_the_order_it_was_given():
    stakes = [Stake("C", "B", Decimal(10)), Stake("A", "B", None), Stake("A", "D", Decimal(1))]
    forwards, backwards = StakeRegister.of(stakes), StakeRegister.of(reversed(stakes))
    assert list(forwards) == list(backwards)
    assert [stake.holder for stake in forwards.stakes_in("B")] == ["A", "C"]
    assert [stake.held for stake in forwards.stakes_of("A")] == ["B", "D"]
    assert forwards.names == ("A", "B", "C", "D")


def test_what_is_left_is_computed_to_the_last_digit_whatever_the_context():
    stakes = [Stake("A", "B", Decimal("33.333333333333333333")), Stake("C", "B", Decimal("1e-30"))]
    with localcontext(Context(prec=5)):
        left = StakeRegister.of(stakes).unaccounted_percent("B")
        assert known_percent(stakes) == Decimal("33.333333333333333333000000000001")
    assert left == Decimal("66.666666666666666666999999999999")


@pytest.mark.parametrize("percent", ["-0.1", "100.01", "NaN", "Infinity"])
def test_impossible_percentages(percent):
    with pytest.raises(FigureError, match=r"A in B.*percent from 0 to 100"):
        Stake("A", "B", Decimal(percent))


@pytest.mark.parametrize(("holder", "held"), [("", "B"), ("A", " ")])
def test_both_parties_are_named(holder, held):
    with pytest.raises(FigureError, match="name both parties"):
        Stake(holder, held, Decimal(1))


def test_a_stake_kept_twice_is_refused_and_not_counted_twice():
    with pytest.raises(FigureError, match="A has two stakes in B"):
        StakeRegister.of([Stake("A", "B", Decimal(25)), Stake("A", "B", Decimal(25))])


def test_more_than_all_is_refused():
    whole = [Stake("A", "B", Decimal(60)), Stake("C", "B", Decimal(40))]
    assert StakeRegister.of(whole).unaccounted_percent("B") == 0
    with pytest.raises(FigureError, match=r"stakes in B add up to 100\.5 percent"):
        StakeRegister.of([*whole, Stake("D", "B", Decimal("0.5"))])
