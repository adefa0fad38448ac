"""Personal names as labels, and names with times as transcripts have them."""

from mindful.script.structure.speakers import label_end, names_of


def test_name_with_a_time_over_lines_labels_them_when_it_comes_back() -> None:
    lines = ["Jo Teacher 0:00", "Welcome.", "Jo Teacher (0:14)", "Sit.", "Body Scan 5:00"]
    names = names_of(lines)
    assert names == {"Jo Teacher"}
    assert [label_end(line, names) for line in lines] == [15, 0, 17, 0, 0]


def test_name_in_brackets_before_many_lines_labels_them() -> None:
    names = names_of(["[Jo]: Welcome.", "[Jo]: Sit.", "[Jo]: Breathe."])
    assert names == {"Jo"}
    assert label_end("[Jo]: Sit.", names) == len("[Jo]: ")


def test_without_names_no_line_has_a_label() -> None:
    assert label_end("Jo Teacher 0:00", frozenset()) == 0
