from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.ui.tables.sorting import Descending, SortedIds, SortKey

IDS = st.sampled_from(list("abcdefgh"))
KEYS = st.dictionaries(IDS, st.tuples(st.integers(0, 3)))
STEPS = st.lists(
    st.tuples(IDS, st.one_of(st.none(), st.integers(0, 3)), st.none() | st.text(max_size=2)), max_size=60
)


def sorted_ids(keys: dict[str, SortKey]) -> list[str]:
    return sorted(keys, key=lambda id_: (keys[id_], id_))


@given(STEPS, st.integers(0, 8))
def test_it_is_sorted_whatever_happens(steps: list[tuple[str, int | None, str | None]], read: int) -> None:
    keys: dict[str, SortKey] = dict.fromkeys("aceg", (1,))
    texts: dict[str, str | None] = dict.fromkeys(keys, "")
    ids = SortedIds(keys, texts=[""] * min(read, len(keys)))
    is_all_read = read >= len(ids)
    for id_, number, text in steps:
        was_at, before = ids.index(id_), keys.pop(id_, None)
        after = None if number is None else (number,)
        if after is not None:
            keys[id_] = after
        texts[id_] = text
        moved = ids.put(id_, before, after, text)
        assert moved == (was_at, ids.index(id_))
        assert list(ids) == sorted_ids(keys)
        assert [ids[index] for index in range(len(ids))] == list(ids)
        assert [ids.index(id_) for id_ in ids] == list(range(len(ids)))
        assert len(ids) == len(keys)
        assert ("a" in ids) == ("a" in keys)
        # As far as texts were read, each belongs to its id.
        assert ids.texts == [texts[id_] for id_ in ids][: len(ids.texts)]
        is_all_read = is_all_read and text is not None
        assert not is_all_read or len(ids.texts) == len(ids)


@given(KEYS, st.sets(IDS))
def test_choosing_keeps_the_order_and_the_texts(keys: dict[str, SortKey], wanted: set[str]) -> None:
    all_ids = SortedIds(keys, texts=sorted_ids(keys))
    chosen = all_ids.only([id_ in wanted for id_ in all_ids])
    assert list(chosen) == chosen.texts == [id_ for id_ in all_ids if id_ in wanted]
    assert [chosen.index(id_) for id_ in chosen] == list(range(len(chosen)))
    left_out = keys.keys() - wanted
    assert not any(id_ in chosen or chosen.index(id_) is not None for id_ in left_out)


@given(KEYS, IDS, IDS)
def test_what_was_chosen_changes_on_its_own_afterwards(
    keys: dict[str, SortKey], id_: str, other: str
) -> None:
    all_ids = SortedIds(keys)
    chosen = all_ids.only([id_ != other for id_ in all_ids])
    before, keys[id_] = keys.get(id_), (7,)
    all_ids.put(id_, before, (7,))
    chosen.put(id_, before, (7,))
    assert list(all_ids) == sorted_ids(keys)
    assert list(chosen) == [each for each in all_ids if each == id_ or each != other]
    chosen.put(id_, (7,), None)
    assert id_ in all_ids
    assert id_ not in chosen


def test_the_other_way_round() -> None:
    keys = {"a": (Descending("x"),), "b": (Descending("y"),), "c": (Descending("x"),)}
    assert list(SortedIds(keys)) == ["b", "a", "c"]
    assert len({Descending("x"), Descending("x")}) == 1
    assert Descending("x") != "x"
