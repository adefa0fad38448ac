"""`mindful render`: scripts -> finished tracks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION, desk_from, order_from, order_options
from mindful.cli.show import explain, print_json
from mindful.config import CHAINS, FORMATS, LOUDNESS
from mindful.errors import FINDINGS, MindfulError

if TYPE_CHECKING:
    from mindful.studio.desk import Desk
    from mindful.studio.order import Order, Track


@click.command(
    epilog=examples(
        "mindful render body-scan --length 10m",
        "mindful render evening.md -o evening.m4b --captions vtt",
        "mindful render scripts/ --soundscape ocean --format opus",
    )
)
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT|FOLDER...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File of the track, or folder of the tracks.")
@order_options
@click.option("--format", "form", type=click.Choice(FORMATS), help="Kind of file; else the output's suffix tells.")
@click.option("--captions", type=click.Choice(["vtt", "srt", "lrc"]), multiple=True, help="Captions beside the track.")
@click.option("--chain", type=click.Choice(CHAINS), help="How the voice is treated.")
@click.option("--room-tone/--no-room-tone", default=None, help="Let the air of a room be heard in silence.")
@click.option("--chapter-tail/--no-chapter-tail", default=None, help="Let the last words of chapters ring on.")
@click.option("--loudness", type=click.Choice(LOUDNESS), help="Level of the voice.")
@click.option("--timeline", type=click.Path(path_type=Path, dir_okay=False), help="Write the timeline here, as JSON.")
@click.option("--preview", "preview_s", type=DURATION, help="Make only so much of the beginning, as NAME-preview.")
@click.option("--jobs", type=click.IntRange(0, 256), help="Sentences spoken at once; 0 is one for each core.")
@click.option("--strict", is_flag=True, help="Exit with 3 where a track comes with a warning of its level.")
@click.option("--force", is_flag=True, help="Make tracks again even when nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@shared_options
@pass_invocation
def command(
    invocation: Invocation,
    /,
    scripts: tuple[str, ...],
    *,
    output: Path | None,
    form: str | None,
    captions: tuple[str, ...],
    timeline: Path | None,
    preview_s: float | None,
    jobs: int | None,
    strict: bool,
    force: bool,
    as_json: bool,
    **given: Any,
) -> int:
    """Make finished tracks from scripts: files, folders, or names of the practices that ship.

    A track whose script and settings have not changed is left as it is. What was spoken before is kept, so another
    length of the same script takes seconds. Where one of many scripts cannot be rendered, the others still are.
    """
    from mindful.library import find_scripts

    paths = find_scripts(scripts, invocation.folders.library)
    order, desk = order_from(invocation, **given), desk_from(invocation, jobs)
    if timeline and len(paths) > 1:
        raise click.UsageError("--timeline takes one script; there are several.")
    if preview_s is not None and (timeline or captions):
        raise click.UsageError("--preview makes sound alone; leave --timeline and --captions out.")
    pairs = list(zip(paths, _outputs(paths, output, form, order, invocation), strict=True))
    if preview_s is not None:
        made = _previews(pairs, order, desk, preview_s, invocation)
        if as_json:
            print_json(made)
        return 0
    wish = {
        "format_name": form,
        "caption_formats": tuple(dict.fromkeys(captions)),
        "timeline_file": timeline,
        "force": force,
    }
    tracks, failures = _tracks(pairs, order, desk, wish, invocation)
    if as_json:
        print_json([track.as_json() for track in tracks])
    if failures:
        invocation.say(f"{len(tracks)} of {len(paths)} tracks are there; the others need a look, see above.")
        return failures[0].exit_code
    return FINDINGS if strict and any(track.warnings for track in tracks) else 0


def _previews(
    pairs: list[tuple[Path, Path]], order: Order, desk: Desk, length_s: float, invocation: Invocation
) -> list[dict[str, Any]]:
    """Make the beginning of each track beside its place; return what was made."""
    from mindful.studio.samples import render_beginning

    made = []
    for path, out in pairs:
        beside = out.with_stem(f"{out.stem}-preview")
        seconds = render_beginning(path, beside, order, desk, length_s=length_s)
        invocation.say(f"{beside} is ready: the first {seconds:.0f} s.")
        made.append({"script": str(path), "path": str(beside), "duration_s": seconds})
    return made


def _tracks(
    pairs: list[tuple[Path, Path]], order: Order, desk: Desk, wish: dict[str, Any], invocation: Invocation
) -> tuple[list[Track], list[MindfulError]]:
    """Make the tracks; one script of many that cannot be rendered keeps nobody from the others."""
    from mindful.cli.watch import Watch
    from mindful.studio.rendering import render

    tracks: list[Track] = []
    failures: list[MindfulError] = []
    for number, (path, out) in enumerate(pairs, start=1):
        name = path.stem if len(pairs) == 1 else f"{path.stem} ({number} of {len(pairs)})"
        try:
            with Watch(name, quiet=invocation.quiet) as watch:
                track = render(path, out, order, desk, progress=watch, **wish)
        except MindfulError as error:
            if len(pairs) == 1:
                raise
            explain(error)
            failures.append(error)
            continue
        tracks.append(track)
        invocation.say(_told(track))
        for warning in track.warnings:
            invocation.say(f"warning: {warning}")
    return tracks, failures


def _outputs(
    paths: list[Path], output: Path | None, form: str | None, order: Order, invocation: Invocation
) -> list[Path]:
    """Return where each track goes: the file that was named, or a file in the folder under the script's own name."""
    if output and not output.is_dir() and output.suffix and len(paths) == 1:
        ending = output.suffix.removeprefix(".").lower()
        if form and ending in FORMATS and ending != form:
            raise click.UsageError(f'--format {form} does not go with the name "{output.name}".')
        return [output]
    if output and output.is_file():
        raise click.UsageError(f'"{output}" is a file; several tracks need a folder.')
    folder = output or invocation.settings.value("output") or invocation.folders.audio
    suffix = form or invocation.settings.value("format")
    length = f"-{_short_length(order.length_s)}" if order.length_s is not None else ""
    return [folder / f"{name}{length}.{suffix}" for name in _distinct(paths)]


def _distinct(paths: list[Path]) -> list[str]:
    """Return a name for each path that no other has: its stem, with as many folders before it as that takes."""
    return [_name_among(path, [peer for peer in paths if peer.stem == path.stem and peer != path]) for path in paths]


def _name_among(path: Path, peers: list[Path]) -> str:
    steps, others = _steps(path), [_steps(peer) for peer in peers]
    for depth in range(1, len(steps) + 1):
        if all(other[-depth:] != steps[-depth:] for other in others):
            return "-".join(steps[-depth:])
    # Beside it lies the same name with another suffix.
    return f"{path.stem}-{path.suffix.removeprefix('.')}"


def _steps(path: Path) -> tuple[str, ...]:
    return (*path.absolute().parts[1:-1], path.stem)


def _short_length(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes:.0f}m" if minutes else "") + (f"{rest:g}s" if rest or not minutes else "")


def _told(track: Track) -> str:
    from mindful.units import clock

    what = "unchanged" if track.skipped else "ready"
    sentences = "1 sentence" if track.sentences == 1 else f"{track.sentences} sentences"
    unsafe = "".join(f"\n{finding.place}: {finding.code} {finding.message} {finding.hint}" for finding in track.unsafe)
    return f"{track.path} is {what}: {clock(track.duration_s)}, {sentences}.{unsafe}"
