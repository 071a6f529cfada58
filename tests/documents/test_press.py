"""The printing process: bounded, apart, and replaced when it dies."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest

from backend.documents.frames import BrokenPipeFrame, read_frames, write_frames
from backend.documents.paper import PaperRefused, dump, load
from backend.documents.press import Press
from tests.documents.samples import paper


@pytest.fixture
def open_press():
    """Start presses and close them again."""
    presses = []

    def start(**limits):
        presses.append(Press(**limits))
        return presses[-1]

    yield start
    for press in presses:
        press.close()


def test_papers_are_printed_one_after_the_other_by_the_same_process(open_press):
    press = open_press()
    first = press.print(paper(shots=1))
    process = press._process.pid
    assert first.startswith(b"%PDF-")
    assert press.print(paper(shots=1)) == first
    assert press._process.pid == process


def test_a_refusal_has_its_code_and_leaves_the_process_alive(open_press):
    press = open_press()
    press.warm()
    process = press._process.pid
    with pytest.raises(PaperRefused, match="pdf_content_unreadable"):
        press.print(paper(work_minutes="74"))
    assert press.print(paper()).startswith(b"%PDF-")
    assert press._process.pid == process


def test_a_paper_that_takes_too_long_ends_the_process_and_the_next_gets_a_new_one(open_press):
    press = open_press(seconds=1)
    endless = paper(todo=[{"text": "a", "done": True}] * 20_000)
    with pytest.raises(PaperRefused, match="pdf_timeout"):
        press.print(endless)
    press._seconds = 60
    assert press.print(paper()).startswith(b"%PDF-")


def test_a_paper_that_needs_too_much_memory_is_refused(open_press):
    press = open_press(memory=340 * 1024 * 1024)
    big = paper(actions_done="mot " * 4_000_000)
    with pytest.raises(PaperRefused, match=r"pdf_too_large|pdf_failed"):
        press.print(big)


def test_a_process_that_is_killed_is_replaced(open_press):
    press = open_press()
    press.print(paper())
    os.kill(press._process.pid, signal.SIGKILL)
    press._process.wait()
    assert press.print(paper()).startswith(b"%PDF-")


def test_the_process_holds_no_key_and_no_database(open_press, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    press = open_press()
    press.warm()
    given = Path(f"/proc/{press._process.pid}/environ").read_bytes()
    assert b"do not tell" not in given
    assert b"DATABASE_URL" not in given


def test_a_paper_survives_the_pipe():
    one = paper(shots=2)
    pipe = io.BytesIO()
    head, photos = dump(one)
    write_frames(pipe, head, *photos)
    pipe.seek(0)
    frames = read_frames(pipe)
    assert frames is not None
    head, *photos = frames
    assert load(head, photos) == one
    assert read_frames(pipe) is None


@pytest.mark.parametrize("bytes_", [b"\0", b"\xff" * 8, b"\0" * 7 + b"\1" + b"\0" * 7 + b"\5ab"])
def test_a_pipe_that_breaks_in_the_middle_is_noticed(bytes_):
    with pytest.raises(BrokenPipeFrame):
        read_frames(io.BytesIO(bytes_))
