"""Python's search for cycles is off while anything large is built, and on again when the last builder has left."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from harvester.unswept import unswept


@pytest.fixture(autouse=True)
def _on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_the_search_is_off_inside_and_on_again_afterwards() -> None:
    with unswept():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_inside_turns_it_on_again() -> None:
    with pytest.raises(KeyError), unswept():
        raise KeyError
    assert gc.isenabled()


def test_who_turned_it_off_before_finds_it_off() -> None:
    gc.disable()
    with unswept():
        pass
    assert not gc.isenabled()


def test_it_stays_off_until_the_last_of_several_threads_has_left() -> None:
    inside, leave = threading.Event(), threading.Event()

    def build() -> None:
        with unswept():
            inside.set()
            leave.wait(60)

    other = threading.Thread(target=build)
    other.start()
    assert inside.wait(60)
    with unswept():
        pass
    assert not gc.isenabled()
    leave.set()
    other.join()
    assert gc.isenabled()
