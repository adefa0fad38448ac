"""What has been spoken and measured before, on disk: a damaged entry is a miss, and nothing here can fail a render.

A spoken sentence is one file: a line of JSON, then its samples. The length of every measured sentence is a line of one
text file, to which several processes may append.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.voices.port import WordTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

SUFFIX = ".speech"
PRUNE_TO = 0.8
"""Of the limit: pruning a little further makes the next one come later."""
LENGTHS_LIMIT_BYTES = 8_000_000
"""About 100,000 measured sentences; then the older half is dropped."""
_KEY_CHARACTERS = 32
"""Of the SHA-256 in hexadecimal: 128 bits, no two sentences will ever meet."""


def key_of(fingerprint: str, words: str) -> str:
    """Return the key of a sentence: a hash of its words and of all else that shapes its samples."""
    return hashlib.sha256(f"{fingerprint}\0{words}".encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_CHARACTERS]


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Entry:
    """A sentence as kept."""

    samples: NDArray[np.float32]
    """float32 ``[frames, 1]``, tail included."""
    speech_frames: int
    """Without the tail."""
    word_times: tuple[WordTime, ...]


class SpeechCache:
    """A folder of spoken sentences. Safe for several threads and several processes."""

    def __init__(self, folder: Path, *, limit_bytes: int) -> None:
        """Take a folder, which need not be there, and the size it is pruned to."""
        self._folder, self._limit_bytes = folder, limit_bytes
        self._lengths_file = folder / "lengths.txt"
        self._lengths: dict[str, int] | None = None
        self._lock = threading.Lock()

    def load(self, key: str) -> Entry | None:
        """Return a sentence, or None when it is not kept or damaged; a damaged one is removed."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            entry = _unpacked(data)
        except (ValueError, KeyError, TypeError):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return entry

    def keep(self, key: str, entry: Entry) -> None:
        """Keep a sentence; where the folder takes nothing, do without."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=key, suffix=".part", dir=path.parent)
            aside = Path(name)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_packed(entry))
                aside.replace(path)
            finally:
                aside.unlink(missing_ok=True)

    def has(self, key: str) -> bool:
        """Tell whether a sentence is kept, without looking into it."""
        return self._path(key).is_file()

    def frames(self, key: str) -> int | None:
        """Return the frames of a sentence that was measured before, without its tail, or None."""
        return self._known_lengths().get(key)

    def keep_frames(self, key: str, count: int) -> None:
        """Remember the frames of a measured sentence."""
        self._known_lengths()[key] = count
        with self._lock, suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # One short write in append mode is never torn apart by another process's.
            with self._lengths_file.open("ab", buffering=0) as stream:
                stream.write(f"{key} {count}\n".encode("ascii"))

    def prune(self) -> int:
        """Drop what was not used for longest until the folder is well below its limit; return the bytes dropped."""
        self._prune_lengths()
        files = sorted(_files(self._folder))
        surplus = sum(size for _, size, _ in files) - self._limit_bytes
        if surplus <= 0:
            return 0
        surplus += round(self._limit_bytes * (1 - PRUNE_TO))
        dropped = 0
        for _, size, path in files:
            if dropped >= surplus:
                break
            with suppress(OSError):
                path.unlink()
                dropped += size
        return dropped

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{SUFFIX}"

    def _known_lengths(self) -> dict[str, int]:
        with self._lock:
            if self._lengths is None:
                self._lengths = dict(_lengths_in(self._lengths_file))
            return self._lengths

    def _prune_lengths(self) -> None:
        with suppress(OSError):
            if self._lengths_file.stat().st_size <= LENGTHS_LIMIT_BYTES:
                return
            kept = list(_lengths_in(self._lengths_file))
            text = "".join(f"{key} {count}\n" for key, count in kept[len(kept) // 2 :])
            aside = self._lengths_file.with_suffix(f".{os.getpid()}.part")
            aside.write_text(text, encoding="ascii")
            aside.replace(self._lengths_file)


def _lengths_in(path: Path) -> Iterator[tuple[str, int]]:
    """Read the lengths file; a line that makes no sense is passed over."""
    try:
        lines = path.read_bytes().decode("ascii", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        key, _, count = line.partition(" ")
        if len(key) == _KEY_CHARACTERS and count.isdecimal() and 0 < int(count) < 2**31:
            yield key, int(count)


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Return the time of last use, the size and the path of every kept sentence."""
    for path in folder.glob(f"*/*{SUFFIX}"):
        with suppress(OSError):
            status = path.stat()
            yield status.st_mtime, status.st_size, path


def _packed(entry: Entry) -> bytes:
    import numpy as np

    samples = np.ascontiguousarray(entry.samples, dtype="<f4").tobytes()
    head = {
        "speech_frames": entry.speech_frames,
        "frames": len(entry.samples),
        "crc32": zlib.crc32(samples),
        "word_times": [[time.word, time.start_s, time.end_s] for time in entry.word_times],
    }
    return json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n" + samples


def _unpacked(data: bytes) -> Entry:
    """Read an entry; ValueError, KeyError or TypeError when it is damaged."""
    import numpy as np

    end = data.index(b"\n")
    head = json.loads(data[:end])
    payload = memoryview(data)[end + 1 :]
    if len(payload) != 4 * head["frames"] or zlib.crc32(payload) != head["crc32"]:
        raise ValueError("the samples are not those that were kept")
    samples = np.frombuffer(payload, dtype="<f4").astype(np.float32, copy=False).reshape(-1, 1)
    times = tuple(WordTime(word=word, start_s=start, end_s=end_s) for word, start, end_s in head["word_times"])
    return Entry(samples=samples, speech_frames=int(head["speech_frames"]), word_times=times)
