"""The queue: order, filters in the address, trays, pages, refresh."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from compliance.accounts.models import User
from compliance.casework.answer import approve, decline
from compliance.casework.propose import propose
from compliance.console.desks import Desk
from compliance.console.queue import ROWS_PER_PAGE, neighbours, read_page
from compliance.console.queue_filter import QueueFilter
from compliance.jobs.models import Job
from compliance.screening.models import Flag
from tests.compliance.casework.flags import RAISED_AT, make_flag, make_flags, make_tenant

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

CONTENT = {"disposition": "true_match", "measure": "report", "reason": "Seen."}


def shown(queue_filter: QueueFilter, user: User) -> list[Flag]:
    return [row.flag for row in read_page(queue_filter, after="", user=user).rows]


def rows_of(page: str) -> list[str]:
    return re.findall(r'data-row="([^"]+)"', page)


def test_an_empty_queue_says_that_it_is_empty(officer):
    page = officer.get("/").content.decode()
    assert "No flag lies here." in page
    assert "Everything that was pushed is screened" in page


@pytest.mark.parametrize(
    "query",
    ["severity=9", "severity=x", "status=guilty", "desk=nowhere", "after=flag_gone", "text=%00", "page=2"],
)
def test_a_filter_that_does_not_exist_asks_for_everything(officer, flag, query):
    response = officer.get(f"/?{query}")
    assert rows_of(response.content.decode()) == [flag.reference]


def test_severest_first_then_newest(cast):
    tenant = make_tenant(cast.provider)
    low = make_flag(tenant, rule="a", severity=2, raised_at=RAISED_AT + timedelta(days=9))
    older = make_flag(tenant, rule="b", severity=4)
    newer = make_flag(tenant, rule="c", severity=4, raised_at=RAISED_AT + timedelta(days=1))
    assert shown(QueueFilter(), cast.officer) == [newer, older, low]


def test_within_a_severity_what_is_met_comes_before_what_is_not_known(cast):
    tenant = make_tenant(cast.provider)
    lapsed = make_flag(tenant, rule="a", severity=4, status="lapsed", raised_at=RAISED_AT + timedelta(days=9))
    unknown = make_flag(
        tenant, rule="b", severity=4, status="undetermined", raised_at=RAISED_AT + timedelta(days=8)
    )
    met = make_flag(tenant, rule="c", severity=4, status="met")
    everything = QueueFilter(desk=Desk.ALL)
    assert shown(everything, cast.officer) == [met, unknown, lapsed]
    assert neighbours(everything, unknown) == (met.reference, lapsed.reference)


def test_each_filter_narrows(cast):
    here = make_flag(make_tenant(cast.provider, "aurora-labs"), severity=5)
    there = make_flag(
        make_tenant(cast.outside_provider),
        rule="kyc_completeness.incomplete",
        title="File incomplete",
        status=Flag.Status.UNDETERMINED,
        severity=2,
    )
    for queue_filter, wanted in [
        (QueueFilter(status="undetermined"), there),
        (QueueFilter(severity=5), here),
        (QueueFilter(provider=cast.outside_provider.key), there),
        (QueueFilter(rule="kyc_completeness.incomplete"), there),
        (QueueFilter(text="AURORA"), here),
        (QueueFilter(text="file incomp"), there),
        (QueueFilter(text=here.reference), here),
    ]:
        assert shown(queue_filter, cast.officer) == [wanted], queue_filter
    assert shown(QueueFilter(text="100%_"), cast.officer) == []


def test_a_filter_comes_back_from_its_own_address():
    asked = QueueFilter(desk=Desk.DECIDED, status="met", severity=4, provider="p", rule="r", text="a & b=c é")
    assert QueueFilter.from_query(QueryDict(asked.query_string())) == asked
    assert QueueFilter().query_string() == ""


def test_trays_follow_the_case(cast):
    untouched, proposed, declined, decided, again = make_flags(cast.provider, 5)
    propose(flag=proposed, by=cast.officer, **CONTENT)
    decline(decision=propose(flag=declined, by=cast.officer, **CONTENT), reason="No.", by=cast.approver)
    for flag in (decided, again):
        approve(decision=propose(flag=flag, by=cast.officer, **CONTENT), reason="Yes.", by=cast.approver)
    propose(flag=again, by=cast.officer, **CONTENT)
    lies = {desk: set(shown(QueueFilter(desk=desk), cast.officer)) for desk in Desk}
    assert lies == {
        Desk.OPEN: {untouched, proposed, declined, again},
        Desk.SECOND_PERSON: {proposed, again},
        Desk.DECIDED: {decided},
        Desk.ALL: {untouched, proposed, declined, decided, again},
    }
    assert QueueFilter().count_by_desk() == {desk: len(flags) for desk, flags in lies.items()}


def lies_in(flag: Flag) -> set[Desk]:
    return {desk for desk in Desk if QueueFilter(desk=desk).select().filter(pk=flag.pk).exists()}


def test_what_lapsed_before_anybody_took_it_up_waits_for_nobody(cast, officer):
    standing = make_flag(make_tenant(cast.provider), severity=5)
    lapsed = make_flag(make_tenant(cast.provider), severity=4, status=Flag.Status.LAPSED)
    assert lies_in(standing) == {Desk.OPEN, Desk.ALL}
    assert lies_in(lapsed) == {Desk.ALL}
    assert QueueFilter().count_by_severity() == {5: 1, 4: 0, 3: 0, 2: 0, 1: 0}
    assert QueueFilter(desk=Desk.ALL).count_by_severity() == {5: 1, 4: 1, 3: 0, 2: 0, 1: 0}
    assert QueueFilter().count_by_desk()[Desk.OPEN] == 1
    rows = read_page(QueueFilter(desk=Desk.ALL), after="", user=cast.officer).rows
    assert {row.flag: row.awaits for row in rows} == {standing: "an officer", lapsed: ""}


def test_what_lapsed_with_an_open_case_stays_until_the_case_is_closed(cast):
    flag = make_flag(make_tenant(cast.provider), severity=4)
    decision = propose(flag=flag, by=cast.officer, **CONTENT)
    Flag.objects.update(status=Flag.Status.LAPSED)
    assert lies_in(flag) == {Desk.OPEN, Desk.SECOND_PERSON, Desk.ALL}
    assert QueueFilter().count_by_severity()[4] == 1
    approve(decision=decision, reason="Yes.", by=cast.approver)
    assert lies_in(flag) == {Desk.DECIDED, Desk.ALL}


def test_of_all_flags_those_no_longer_met_can_be_asked_for(cast, officer):
    make_flag(make_tenant(cast.provider))
    lapsed = make_flag(make_tenant(cast.provider), status=Flag.Status.LAPSED)
    page = officer.get("/?desk=all&status=lapsed").content.decode()
    assert rows_of(page) == [lapsed.reference]
    assert '<option value="lapsed" selected>No longer met</option>' in page
    assert len(rows_of(officer.get("/?desk=all").content.decode())) == 2


def test_counts_of_severities_are_those_of_the_tray_and_the_filters(cast):
    make_flags(cast.provider, 7)
    decided = make_flag(make_tenant(cast.provider), severity=5)
    approve(decision=propose(flag=decided, by=cast.officer, **CONTENT), reason="Yes.", by=cast.approver)
    assert QueueFilter(severity=3).count_by_severity() == {5: 1, 4: 1, 3: 1, 2: 2, 1: 2}
    assert QueueFilter(desk=Desk.DECIDED).count_by_severity() == {5: 1, 4: 0, 3: 0, 2: 0, 1: 0}


def test_it_says_whom_a_case_waits_for(cast, flag, officer, approver):
    propose(flag=flag, by=cast.officer, **CONTENT)
    assert "Waits for an approver other than Ingrid Solheim" in officer.get("/").content.decode()
    assert "Waits for you" in approver.get("/").content.decode()


def test_facts_that_changed_after_a_decision_are_pointed_out(cast, flag, officer):
    approve(decision=propose(flag=flag, by=cast.officer, **CONTENT), reason="Yes.", by=cast.approver)
    page = officer.get("/?desk=decided").content.decode()
    assert "New facts since" not in page
    assert "with new facts" not in page
    case = flag.cases.get()
    Flag.objects.update(renewed_at=case.closed_at + timedelta(minutes=1))
    assert "New facts since" in officer.get("/?desk=decided").content.decode()
    assert "1 with new facts" in officer.get("/").content.decode()


def test_only_decided_flags_under_the_filters_count_as_having_new_facts(cast):
    untouched, proposed, decided, again, as_decided = make_flags(cast.provider, 5)
    for flag in (decided, again, as_decided):
        approve(decision=propose(flag=flag, by=cast.officer, **CONTENT), reason="Yes.", by=cast.approver)
    Flag.objects.exclude(pk=as_decided.pk).update(renewed_at=timezone.now())
    for flag in (proposed, again):
        propose(flag=flag, by=cast.officer, **CONTENT)
    assert QueueFilter().count_with_new_facts() == 1
    assert QueueFilter(desk=Desk.DECIDED, severity=decided.severity).count_with_new_facts() == 1
    assert QueueFilter(severity=untouched.severity).count_with_new_facts() == 0
    assert QueueFilter(provider=cast.outside_provider.key).count_with_new_facts() == 0
    approve(decision=propose(flag=decided, by=cast.officer, **CONTENT), reason="Yes.", by=cast.approver)
    assert QueueFilter().count_with_new_facts() == 0


def test_pages_follow_each_other_without_loss_or_repetition(cast, officer):
    flags = make_flags(cast.provider, 2 * ROWS_PER_PAGE + 3)
    found, after = [], ""
    for _ in range(3):
        page = officer.get("/", {"after": after}).content.decode()
        found += rows_of(page)
        after = (re.findall(r'rel="next" href="\?after=([^"]+)"', page) or [""])[0]
    assert after == ""
    assert len(found) == len(flags)
    assert set(found) == {flag.reference for flag in flags}


def test_a_flag_raised_meanwhile_moves_nothing_on_later_pages(cast):
    make_flags(cast.provider, ROWS_PER_PAGE + 5)
    first = read_page(QueueFilter(), after="", user=cast.officer)
    before = [row.flag for row in read_page(QueueFilter(), after=first.after, user=cast.officer).rows]
    make_flag(make_tenant(cast.provider), severity=5, raised_at=RAISED_AT + timedelta(days=99))
    assert [row.flag for row in read_page(QueueFilter(), after=first.after, user=cast.officer).rows] == before


def test_neighbours_are_those_of_the_filtered_queue(cast):
    flags = make_flags(cast.provider, 12)
    low = sorted(
        (flag for flag in flags if flag.severity == 2), key=lambda flag: flag.raised_at, reverse=True
    )
    before, after = neighbours(QueueFilter(severity=2), low[1])
    assert (before, after) == (low[0].reference, low[2].reference)
    assert neighbours(QueueFilter(severity=2), low[0])[0] is None
    assert neighbours(QueueFilter(severity=2), low[-1])[1] is None


@pytest.mark.parametrize("how_many", [1, 45])
def test_queries_do_not_grow_with_the_rows(cast, officer, how_many, django_assert_max_num_queries):
    for flag in make_flags(cast.provider, how_many):
        propose(flag=flag, by=cast.officer, **CONTENT)
    with django_assert_max_num_queries(12):
        assert len(rows_of(officer.get("/").content.decode())) == how_many


def test_a_hostile_name_is_text(cast, officer):
    cast.provider.name = '"><script>alert(2)</script>'
    cast.provider.save()
    make_flag(make_tenant(cast.provider, "<script>alert(1)</script>"))
    page = officer.get("/", {"text": '"><script>alert('}).content.decode() + officer.get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class TestRefresh:
    """The part of the page that htmx asks for."""

    HEADERS = {"HX-Request": "true"}

    def poll_address(self, page: str) -> str:
        return re.search(r'hx-get="([^"]+seen=[0-9a-f]+)"', page)[1].replace("&amp;", "&")

    def test_nothing_is_sent_while_nothing_changed(self, officer, flag):
        address = self.poll_address(officer.get("/?severity=3&text=&after=").content.decode())
        assert address.startswith("/?severity=3&seen=")
        response = officer.get(address, headers=self.HEADERS)
        assert (response.status_code, response.content) == (204, b"")

    def test_a_new_flag_comes_with_the_next_poll(self, cast, officer, flag):
        address = self.poll_address(officer.get("/").content.decode())
        another = make_flag(make_tenant(cast.provider))
        response = officer.get(address, headers=self.HEADERS)
        assert another.reference in rows_of(response.content.decode())
        assert "<html" not in response.content.decode()
        assert "HX-Push-Url" not in response

    def test_a_changed_filter_changes_the_address_without_empty_parts(self, officer, flag):
        response = officer.get("/?text=&status=met&provider=&rule=&severity=&desk=open", headers=self.HEADERS)
        assert response["HX-Push-Url"] == "/?status=met"

    def test_caches_tell_the_part_from_the_whole(self, officer):
        assert "HX-Request" in officer.get("/")["Vary"]

    def test_work_in_progress_is_shown(self, officer):
        Job.objects.create(kind="screen", subject="fjordlys", progress_done=30, progress_total=120)
        Job.objects.create(kind="account", subject="b", failure="EvidenceMissing: gone")
        page = officer.get("/").content.decode()
        assert "Screening in progress: 2 jobs" in page
        assert "1 failed and will be tried again" in page
        assert '<progress value="25" max="100"' in page
