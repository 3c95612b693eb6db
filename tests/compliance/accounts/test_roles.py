"""Roles: denied unless allowed, duties kept apart, one role for each."""

import pytest
from django.db import IntegrityError, transaction

from compliance.accounts.models import User
from compliance.accounts.roles import ALLOWED, Act, Role, may


@pytest.mark.parametrize("role", ["", "officers", "superuser", "Officer"])
def test_an_unknown_role_may_do_nothing(role):
    assert not any(may(role, act) for act in Act)


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        (Act.READ_CASEWORK, {Role.OFFICER, Role.APPROVER, Role.AUDITOR}),
        (Act.PROPOSE, {Role.OFFICER, Role.APPROVER}),
        (Act.APPROVE, {Role.APPROVER}),
        (Act.READ_REPORTS, {Role.OFFICER, Role.APPROVER, Role.AUDITOR}),
        (Act.REQUEST_REPORT, {Role.OFFICER, Role.APPROVER}),
        (Act.READ_LEDGER, {Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR}),
        (Act.READ_INTAKE, {Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR}),
        (Act.PUSH_LOGS, {Role.PROVIDER_CLIENT}),
        (Act.READ_LAW, set(Role)),
        (Act.READ_DIRECTIVES, {Role.OFFICER, Role.APPROVER, Role.AUDITOR}),
        (Act.WRITE_DIRECTIVES, {Role.OFFICER, Role.APPROVER}),
        (Act.PUBLISH_DIRECTIVES, {Role.APPROVER}),
        (Act.STATE_LAW, {Role.APPROVER, Role.ADMINISTRATOR}),
        (Act.REPLAY, {Role.OFFICER, Role.APPROVER}),
        (Act.ADMINISTER, {Role.ADMINISTRATOR}),
    ],
)
def test_who_may(act, roles):
    assert {role for role in Role if may(role, act)} == roles


def test_every_act_is_spoken_of_above():
    spoken = {
        mark.args[1][index][0] for mark in test_who_may.pytestmark for index in range(len(mark.args[1]))
    }
    assert spoken == set(Act)


def test_nobody_who_administers_decides_and_no_machine_sees_casework():
    assert not {Act.PROPOSE, Act.APPROVE, Act.READ_CASEWORK} & ALLOWED[Role.ADMINISTRATOR]
    assert ALLOWED[Role.PROVIDER_CLIENT] == {Act.PUSH_LOGS, Act.READ_LAW}
    assert not {Act.PROPOSE, Act.APPROVE, Act.REQUEST_REPORT, Act.ADMINISTER} & ALLOWED[Role.AUDITOR]


def test_a_directive_is_read_by_those_who_decide_and_audit_and_by_nobody_else():
    directives = {Act.READ_DIRECTIVES, Act.WRITE_DIRECTIVES, Act.PUBLISH_DIRECTIVES}
    assert not directives & (ALLOWED[Role.ADMINISTRATOR] | ALLOWED[Role.PROVIDER_CLIENT])
    assert directives & ALLOWED[Role.AUDITOR] == {Act.READ_DIRECTIVES}


@pytest.mark.engines
@pytest.mark.django_db
class TestUsers:
    def test_a_user_may_what_its_role_may(self, cast):
        assert cast.approver.may(Act.APPROVE)
        assert not cast.officer.may(Act.APPROVE)

    def test_a_closed_account_may_nothing(self, cast):
        cast.approver.is_active = False
        assert not any(cast.approver.may(act) for act in Act)

    @pytest.mark.parametrize("role", ["", "superuser"])
    def test_the_database_refuses_a_role_that_is_none(self, cast, role):
        with pytest.raises(IntegrityError, match="user_has_a_known_role"), transaction.atomic():
            User.objects.filter(pk=cast.officer.pk).update(role=role)
        with pytest.raises(ValueError, match="is not a valid Role"):
            User.objects.create_user("x", role=role)

    def test_without_a_password_nobody_can_log_in(self, cast, client):
        assert not cast.key.user.has_usable_password()
        for password in ("", "None", "!"):
            assert not cast.key.user.check_password(password)

    def test_two_spellings_of_one_name_are_one_name(self, cast):
        User.objects.create_user("e\u0301va", role=Role.AUDITOR)  # decomposed
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user("\u00e9va", role=Role.AUDITOR)  # composed

    def test_a_person_is_called_by_name_and_else_by_user_name(self, cast):
        assert str(cast.officer) == "Ingrid Solheim"
        assert str(User(username="plain")) == "plain"
