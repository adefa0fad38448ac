"""Includes: other files in their place, and what keeps them from growing without end."""

from mindful.errors import ScriptError
from mindful.script.include import MOST_NODES, join
from mindful.script.model import Script
from mindful.script.reader import read
from mindful.script.takes.expand import expand


def joined(files: dict[str, str]) -> Script:
    def fetch(name: str, beside: str | None) -> Script:
        del beside
        if name not in files:
            raise ScriptError(f'The file "{name}" is not there.')
        return read(files[name], file=name)

    return join(fetch("main.md", None), fetch)


def said(script: Script) -> list[str]:
    return [sentence.text for sentence in expand(script).sentences]


def test_included_file_is_read_in_its_place_without_its_title() -> None:
    script = joined({"main.md": "# T\n\nOne.\n\n[include part.md]\n\nThree.", "part.md": "# Part\n\nTwo."})
    assert said(script) == ["One.", "Two.", "Three."]
    assert script.title == "T"


def test_included_file_gives_variables_and_words_that_are_not_set_elsewhere() -> None:
    script = joined(
        {
            "main.md": "---\nvars: {a: mine}\n---\n[include part.md] {a} and {b}.",
            "part.md": "---\nvars: {a: theirs, b: given}\nlexicon: {sati: sah-tee}\n---\nSati.",
        }
    )
    take = expand(script)
    assert [sentence.words for sentence in take.sentences] == ["sah-tee.", "mine and given."]


def test_findings_of_an_included_file_name_it_with_line_and_column() -> None:
    script = joined({"main.md": "One. [include part.md]", "part.md": "Two.\n\n\tThree [pause 8x] four."})
    assert [(finding.code, str(finding.place)) for finding in script.findings] == [("E107", "part.md:3:8")]


def test_file_that_is_not_there_is_an_error_at_the_include() -> None:
    script = joined({"main.md": "One.\n\nTwo. [include gone.md] Three."})
    (finding,) = script.findings
    assert (finding.code, str(finding.place)) == ("E114", "main.md:3:6")
    assert "gone.md" in finding.message
    assert said(script) == ["One.", "Two.", "Three."]


def test_file_that_includes_itself_through_others_is_told_with_the_way_round() -> None:
    script = joined({"main.md": "One. [include a.md]", "a.md": "A. [include b.md]", "b.md": "B. [include a.md]"})
    (finding,) = script.findings
    assert (finding.code, str(finding.place)) == ("E114", "b.md:1:4")
    assert "a.md -> b.md -> a.md" in finding.message
    assert said(script) == ["One.", "A.", "B."]


def test_same_file_may_be_included_twice() -> None:
    assert said(joined({"main.md": "[include a.md] [include a.md]", "a.md": "A."})) == ["A.", "A."]


def test_files_that_multiply_are_stopped_and_told() -> None:
    files = {f"{level}.md": f"[include {level + 1}.md]\n\n" * 10 for level in range(8)}
    script = joined({"main.md": "One. [include 0.md]", **files, "8.md": "A."})
    assert "E114" in {finding.code for finding in script.findings}
    assert len(script.findings) < 10
    assert len(script.body) <= MOST_NODES


def test_part_that_is_open_at_the_end_of_a_file_does_not_reach_into_the_next() -> None:
    script = joined({"main.md": "[repeat 2] One. [include a.md] [end]", "a.md": "[repeat 3] A."})
    assert [finding.code for finding in script.findings] == ["E113"]
    assert said(script) == ["One.", "A.", "One.", "A."]
