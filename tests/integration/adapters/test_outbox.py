from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from guardian.adapters.outbox import Draft, Outbox
from guardian.adapters.state_file import OutboxError
from guardian.drift.episode import Episode, FindingView, decide, decide_reachable, decide_unreachable

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def outbox(tmp_path):
    with Outbox(tmp_path / "state") as outbox:
        yield outbox


def drain(outbox, now=NOW):
    """Settle everything that is due, as if sent, and return the texts in order."""
    texts = []
    while (entry := outbox.next_due(now)) is not None:
        texts.append(entry.html)
        outbox.mark_sent(entry, 100 + entry.id, now)
    return texts


def test_it_comes_out_in_order_and_once(outbox):
    outbox.enqueue("1", [Draft(html="a"), Draft(html="b")], NOW)
    outbox.enqueue("1", [Draft(html="c")], NOW)
    assert drain(outbox) == ["a", "b", "c"]
    assert drain(outbox) == []
    assert outbox.backlog().waiting == 0


def test_it_is_still_there_after_closing(tmp_path):
    with Outbox(tmp_path) as outbox:
        outbox.enqueue("1", [Draft(html="a")], NOW, remember={"episode:prod": "{}"})
    with Outbox(tmp_path) as outbox:
        assert outbox.recall("episode:") == {"episode:prod": "{}"}
        assert drain(outbox) == ["a"]


def test_one_that_waits_holds_up_its_chat_and_no_other(outbox):
    outbox.enqueue("1", [Draft(html="a"), Draft(html="b")], NOW)
    outbox.enqueue("2", [Draft(html="x")], NOW)
    first = outbox.next_due(NOW)
    outbox.mark_retry(first, LATER, "busy")
    assert drain(outbox) == ["x"]
    assert outbox.next_time() == LATER
    assert outbox.backlog().error == "busy"
    assert drain(outbox, LATER) == ["a", "b"]
    assert outbox.next_time() is None


def test_one_that_failed_stays_on_disk_and_holds_up_nothing(outbox):
    outbox.enqueue("1", [Draft(html="a"), Draft(html="b")], NOW)
    outbox.mark_failed(outbox.next_due(NOW), "too long", NOW)
    assert drain(outbox) == ["b"]
    backlog = outbox.backlog()
    assert (backlog.failed, backlog.waiting, backlog.error) == (1, 0, "too long")


def test_an_edit_gets_the_number_of_its_live_message_and_a_newer_one_replaces_it(outbox):
    outbox.enqueue("1", [Draft(html="live", key="k"), Draft(html="edit 1", key="k", edits=True)], NOW)
    outbox.enqueue("1", [Draft(html="edit 2", key="k", edits=True), Draft(html="answer", answers="k")], NOW)
    live = outbox.next_due(NOW)
    outbox.mark_sent(live, 77, NOW)
    edit = outbox.next_due(NOW)
    assert (edit.html, edit.edits, edit.live_id) == ("edit 2", True, 77)
    outbox.mark_sent(edit, 77, NOW)
    answer = outbox.next_due(NOW)
    assert (answer.html, answer.edits, answer.live_id) == ("answer", False, 77)


def test_a_moved_chat_takes_what_waits_and_what_comes_along(outbox):
    outbox.enqueue("-1", [Draft(html="live", key="k")], NOW)
    outbox.mark_sent(outbox.next_due(NOW), 7, NOW)
    outbox.enqueue("-1", [Draft(html="edit", key="k", edits=True)], NOW)
    outbox.move_chat("-1", "-1001")
    outbox.enqueue("-1", [Draft(html="later")], NOW)
    edit = outbox.next_due(NOW)
    assert (edit.chat, edit.live_id) == ("-1001", None)
    outbox.mark_sent(edit, 1, NOW)
    assert outbox.next_due(NOW).chat == "-1001"


def test_messages_and_state_are_stored_together_or_not_at_all(outbox):
    outbox.enqueue("1", [], NOW, remember={"episode:prod": "old"})
    with pytest.raises(OutboxError):
        outbox.enqueue("1", [Draft(html="a")], NOW, remember={"episode:prod": object()})
    assert outbox.recall() == {"episode:prod": "old"}
    assert drain(outbox) == []
    outbox.enqueue("1", [], NOW, remember={"episode:prod": None})
    assert outbox.recall() == {}


def test_an_episode_lives_through_a_restart(tmp_path):
    view = FindingView(id="a", severity="high", sentence="s", kind="table", name="t")
    with Outbox(tmp_path) as outbox:
        opened = decide(None, "prod", [view], NOW)
        drafts = [Draft.of_notice(notice) for notice in opened.notices]
        outbox.enqueue("1", drafts, NOW, remember={"episode:prod": opened.episode.to_json()})
    with Outbox(tmp_path) as outbox:
        episode = Episode.from_json(outbox.recall("episode:")["episode:prod"])
        assert decide(episode, "prod", [view], LATER).notices == ()
        drafts = [Draft.of_notice(notice) for notice in decide(episode, "prod", [], LATER).notices]
        assert [(d.key, d.edits, d.answers) for d in drafts] == [
            (episode.message_key, True, None),
            (None, False, episode.message_key),
        ]


def test_notices_of_an_outage_become_a_live_message_an_edit_and_an_answer():
    down = decide_unreachable(None, "prod", "refused", NOW)
    other = decide_unreachable(down.outage, "prod", "timeout", LATER)
    back = decide_reachable(other.outage, LATER)
    drafts = [Draft.of_notice(n) for d in (down, other, back) for n in d.notices]
    key = down.outage.message_key
    assert [(d.key, d.edits, d.answers) for d in drafts] == [(key, False, None), (key, True, None), (None, False, key)]


def test_pruning_removes_what_was_settled_long_ago_only(outbox):
    outbox.enqueue("1", [Draft(html="a")], NOW)
    drain(outbox)
    outbox.enqueue("1", [Draft(html="waits")], NOW)
    assert outbox.prune(NOW + timedelta(days=29)) == 0
    assert outbox.prune(NOW + timedelta(days=31)) == 1
    assert drain(outbox) == ["waits"]


def test_hurry_makes_everything_due(outbox):
    outbox.enqueue("1", [Draft(html="a")], NOW)
    outbox.mark_retry(outbox.next_due(NOW), LATER, "Unauthorized")
    outbox.hurry(NOW)
    assert drain(outbox) == ["a"]


def test_nobody_else_can_read_it(tmp_path):
    previous = os.umask(0)
    try:
        with Outbox(tmp_path / "state") as outbox:
            outbox.enqueue("1", [Draft(html="secret schema")], NOW)
            with outbox.delivering():
                modes = {p.name: p.stat().st_mode & 0o777 for p in (tmp_path / "state").iterdir()}
    finally:
        os.umask(previous)
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    assert modes == dict.fromkeys(("outbox.sqlite3", "outbox.sqlite3-wal", "outbox.sqlite3-shm", "outbox.lock"), 384)


def test_it_is_synced_before_enqueue_returns(outbox):
    assert outbox._file._connection.execute("pragma journal_mode").fetchone() == ("wal",)
    assert outbox._file._connection.execute("pragma synchronous").fetchone() == (2,)


def test_threads_may_share_it(outbox):
    def enqueue(name):
        for number in range(20):
            outbox.enqueue(name, [Draft(html=f"{name}{number}")], NOW)

    threads = [threading.Thread(target=enqueue, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = drain(outbox)
    assert len(texts) == 80
    for name in "abcd":
        assert [t for t in texts if t.startswith(name)] == [f"{name}{n}" for n in range(20)]


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from guardian.adapters.outbox import Draft, Outbox
with Outbox(Path(sys.argv[1])) as outbox:
    for number in range(20):
        outbox.enqueue("1", [Draft(html=f"{sys.argv[2]}{number}")], datetime.now(UTC))
"""


def test_processes_may_share_it_from_the_first_moment(tmp_path):
    state = tmp_path / "state"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(state), name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with Outbox(state) as outbox:
        texts = drain(outbox, datetime.now(UTC))
    assert sorted(texts) == sorted(f"{name}{n}" for name in "abc" for n in range(20))


def test_one_process_delivers_at_a_time(outbox):
    with Outbox(outbox.path.parent) as other:
        with outbox.delivering() as mine, other.delivering(0.1) as theirs:
            assert (mine, theirs) == (True, False)
        with other.delivering(0.1) as theirs:
            assert theirs


def test_a_damaged_file_is_named_with_what_to_do(tmp_path):
    (tmp_path / "outbox.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(OutboxError, match=r"outbox\.sqlite3: is damaged .* move it and its -wal"):
        Outbox(tmp_path)


def test_damage_in_the_middle_is_found_at_the_start(tmp_path):
    with Outbox(tmp_path) as outbox:
        outbox.enqueue("1", [Draft(html="x" * 3000) for _ in range(50)], NOW)
    content = bytearray((tmp_path / "outbox.sqlite3").read_bytes())
    content[8192:40960] = b"\xff" * 32768
    (tmp_path / "outbox.sqlite3").write_bytes(content)
    with pytest.raises(OutboxError, match="is damaged"):
        Outbox(tmp_path)


def test_a_newer_format_is_refused(tmp_path):
    Outbox(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "outbox.sqlite3")
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(OutboxError, match="upgrade guardian"):
        Outbox(tmp_path)


def test_a_full_disk_is_named_and_nothing_is_half_stored(outbox):
    outbox.enqueue("1", [Draft(html="kept")], NOW)
    pages = outbox._file._connection.execute("pragma page_count").fetchone()[0]
    outbox._file._connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(OutboxError, match="the disk is full; make room"):
        outbox.enqueue("1", [Draft(html="x" * 100_000)], NOW, remember={"episode:prod": "new"})
    assert outbox.recall() == {}
    assert drain(outbox) == ["kept"]


def test_a_state_directory_that_is_a_file_is_named(tmp_path):
    (tmp_path / "state").write_text("x")
    with pytest.raises(OutboxError, match=r"cannot be opened .* give guardian's user a directory"):
        Outbox(tmp_path / "state")


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="needs root and setpriv")
def test_a_directory_of_somebody_else_is_named(tmp_path):
    script = "import sys; sys.path.insert(0, '.'); from pathlib import Path\n"
    script += "from guardian.adapters.outbox import Outbox\nfrom guardian.adapters.state_file import OutboxError\n"
    script += "try: Outbox(Path('/nonexistent/guardian'))\nexcept OutboxError as error: print(error)"
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Permission denied" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
