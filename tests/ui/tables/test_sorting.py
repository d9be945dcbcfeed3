from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.ui.tables.sorting import Descending, SortedIds

IDS = st.sampled_from(list("abcdefgh"))
STEPS = st.lists(st.tuples(IDS, st.one_of(st.none(), st.integers(0, 3))), max_size=60)


@given(STEPS)
def test_it_is_sorted_whatever_happens(steps: list[tuple[str, int | None]]) -> None:
    sorted_ids: SortedIds[str] = SortedIds()
    model: dict[str, tuple[int]] = {}
    for id_, key in steps:
        before = sorted_ids.index(id_)
        if key is None:
            assert sorted_ids.drop(id_) == before
            model.pop(id_, None)
        else:
            moved = sorted_ids.put(id_, (key,))
            assert (moved is None) == (model.get(id_) == (key,))
            model[id_] = (key,)
            if moved is not None:
                assert moved == (before, sorted_ids.index(id_))
        assert list(sorted_ids) == sorted(model, key=lambda id_: (model[id_], id_))
        assert [sorted_ids[index] for index in range(len(sorted_ids))] == list(sorted_ids)
        assert all(sorted_ids.index(id_) == index for index, id_ in enumerate(sorted_ids))
        assert len(sorted_ids) == len(model)
        assert ("a" in sorted_ids) == ("a" in model)


@given(st.dictionaries(IDS, st.tuples(st.integers(0, 3))), st.sets(IDS))
def test_choosing_keeps_the_order(keys: dict[str, tuple[int]], wanted: set[str]) -> None:
    all_ids = SortedIds(keys.items())
    chosen = all_ids.only([entry for entry in all_ids.entries if entry[1] in wanted])
    assert list(chosen) == [id_ for id_ in all_ids if id_ in wanted]
    assert all(chosen.index(id_) == index for index, id_ in enumerate(chosen))
    left_out = keys.keys() - wanted
    assert not any(id_ in chosen or chosen.index(id_) is not None or chosen.key_of(id_) for id_ in left_out)


@given(st.dictionaries(IDS, st.tuples(st.integers(0, 3)), min_size=1), st.data())
def test_what_was_chosen_changes_on_its_own_afterwards(
    keys: dict[str, tuple[int]], data: st.DataObject
) -> None:
    all_ids = SortedIds(keys.items())
    chosen = all_ids.only(all_ids.entries[:])
    id_ = data.draw(st.sampled_from(sorted(keys)))
    all_ids.put(id_, (7,))
    # The others have moved already when it is told.
    assert chosen.put(id_, (7,)) is not None
    assert list(chosen) == list(all_ids)
    chosen.drop(id_)
    assert id_ in all_ids
    assert id_ not in chosen


def test_the_other_way_round() -> None:
    keys = {"a": (Descending("x"),), "b": (Descending("y"),), "c": (Descending("x"),)}
    assert list(SortedIds(keys.items())) == ["b", "a", "c"]
    assert len({Descending("x"), Descending("x")}) == 1
    assert Descending("x") != "x"
