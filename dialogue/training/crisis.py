"""`python -m dialogue.training.crisis --data FOLDER`: learns the crisis detector and measures it on lines held out.

FOLDER holds text/chatbot_data and public_service/welfare_qa_2023 (both MIT), which are everyday talk and questions.
"""

import argparse
import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dialogue import networks
from dialogue.crisis import NOW, patterns
from dialogue.crisis.concepts import spoken_of
from dialogue.crisis.detector import LONGEST, Detector, letters_of, save
from dialogue.crisis.features import SIZE, features
from dialogue.training.crisis_net import learn_network
from dialogue.training.crisis_texts import CALM, lines, told_of, varied, wordings
from dialogue.training.manifest import enter
from dialogue.training.texts import own_entries, small_talk, welfare_questions

KINDS: Final = (*NOW, CALM)
TERMS: Final = "Learnt from Malbeot's own sentences and from Chatbot_data, Question_pair and Welfare-QA (MIT)."
FOLDS: Final = 5
WORDINGS: Final = 4
"""of each line, learnt from"""
TALK: Final = 5000
"""sentences of each of the two borrowed sets"""
PENALTY: Final = 2e-5
THRESHOLD: Final = 0.85
DOUBT: Final = 0.4
THRESHOLDS: Final = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
BORROWED: Final = "borrowed:"
TOLD: Final = 0.2
"""share of crises also learnt as something seen, dreamt or long past, which is calm"""
TOLD_OF: Final = frozenset({"emergency", "fire", "violence", "elder-abuse", "missing", "fraud", "hunger"})
ABOUT_CRISES: Final = (
    "voice-phishing-call", "voice-phishing-paid", "smishing-link", "family-impersonation", "finance-call-1332",
    "pushy-sales", "elder-abuse", "missing-senior", "emergency-119", "report-112", "card-delivery-scam",
    "invest-fraud", "illegal-private-loan", "romance-scam", "gas-leak", "spouse-violence-1366", "fire-escape",
    "mind-counsel", "emergency-welfare", "account-lending", "app-install-safety", "heavy-rain",
    "phone-identity-theft", "dementia-lost-prevention", "animal-bite", "tick-disease", "fire-emergency-housing",
    "free-meal", "emergency-safety-device", "basic-livelihood", "discount-rice", "food-poisoning", "tetanus-wound",
    "floor-noise", "power-outage", "hospice-palliative", "hospice-advance-directive",
)  # fmt: skip
"""entries whose wordings may tell of a crisis, and so are no calm examples"""


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    kind: str
    group: str


def examples(count: int, random: np.random.Generator) -> list[Example]:
    """Wordings of all lines as written."""
    return [Example(text, line.kind, line.name) for line in lines() for text in wordings(line, count, random)]


def borrowed(data: Path, random: np.random.Generator) -> list[Example]:
    """Calm questions and talk; each is a group of its own."""
    own = [wording for entry in own_entries() if entry.id not in ABOUT_CRISES for wording in entry.questions]
    asked = [row.question for row in welfare_questions(data)]
    talk = [text for text, _ in small_talk(data, measured=False)]
    chosen = [*own]
    pairs = question_pairs(data)
    for texts in (asked, talk, pairs):
        chosen += [str(text) for text in random.permutation(np.array(texts, object))[:TALK]]
    harmless = [text for text in chosen if "죽" not in text and patterns.read(letters_of(text)) is None]
    return [Example(text, CALM, BORROWED + text) for text in harmless]


def question_pairs(data: Path) -> list[str]:
    """Everyday questions of Question_pair."""
    path = data / "text/question_pair/kor_pair_train.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted({text for row in csv.DictReader(file) for text in (row["question1"], row["question2"])})


def fold(group: str) -> int:
    return hashlib.blake2b(group.encode(), digest_size=2).digest()[0] % FOLDS


def augmented(given: Sequence[Example], times: int, random: np.random.Generator) -> list[Example]:
    fillers = [example.text for example in given if example.kind == CALM and len(example.text) < 40]
    found = []
    for example in given:
        repeats = 1 if example.group.startswith(BORROWED) else times
        found.append(example)
        if example.kind in TOLD_OF and random.random() < TOLD:
            found.append(Example(told_of(example.text, random)[:LONGEST], CALM, example.group))
        for _ in range(repeats):
            text = varied(example.text, fillers, random)
            letters = letters_of(text)
            if len(letters) > LONGEST:
                if example.kind != CALM:
                    place = letters.find(letters_of(example.text)[:4])
                    start = max(0, min(max(place, 0) - int(random.integers(15)), len(letters) - LONGEST))
                else:
                    start = int(random.integers(len(letters) - LONGEST))
                text = letters[start : start + LONGEST]
            found.append(Example(text, example.kind, example.group))
    return found


def matrix(given: Sequence[Example]) -> csr_matrix:
    columns, values, ends = [], [], [0]
    for example in given:
        piece = letters_of(example.text)[:LONGEST]
        places, strengths = features(piece, spoken_of(piece))
        columns.append(places)
        values.append(strengths)
        ends.append(ends[-1] + len(places))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), (len(given), SIZE))


def learn(
    given: Sequence[Example], truth: NDArray[np.int64], weight: NDArray[np.float64], steps: int = 60
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (SIZE, kinds) and bias of a softmax layer. `truth`: places of kinds; `weight` of each kind."""
    table = matrix(given)
    turned = table.T.tocsr()
    each = weight[truth]
    each /= each.sum()
    rows = np.arange(len(truth))
    shape = (SIZE, len(KINDS))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = flat[: -len(KINDS)].reshape(shape), flat[-len(KINDS) :]
        scores = table @ weights + bias
        scores -= scores.max(1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(1, keepdims=True)
        value = each @ (np.log(total[:, 0]) - scores[rows, truth]) + PENALTY / 2 * float((weights**2).sum())
        odds /= total
        odds[rows, truth] -= 1
        odds *= each[:, None]
        slope = turned @ odds + PENALTY * weights
        return float(value), np.concatenate([slope.ravel(), odds.sum(0)])

    start = np.zeros(SIZE * len(KINDS) + len(KINDS))
    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    flat = found.x.astype(np.float32)
    return flat[: -len(KINDS)].reshape(shape), flat[-len(KINDS) :]


def weights_of_kinds(truth: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rarer kinds weigh more; crises and calm weigh the same in sum, one on average."""
    share = np.bincount(truth, minlength=len(KINDS)).astype(float)
    weight = 1 / np.sqrt(np.maximum(share, 1))
    weight[-1] = weight[:-1] @ share[:-1] / share[-1]
    weight *= len(truth) / (weight @ share)
    return np.asarray(weight)


def detector(given: Sequence[Example], random: np.random.Generator, threshold: float = 0.5) -> Detector:
    truth = np.array([KINDS.index(example.kind) for example in given])
    weight = weights_of_kinds(truth)
    weights, bias = learn(given, truth, weight)
    network = learn_network([example.text for example in given], truth, weight, random)
    return Detector(KINDS[:-1], weights, bias, network, threshold, DOUBT)


def heard(found: Detector, text: str) -> tuple[str, float, str | None]:
    """Likeliest kind, danger, and what the patterns say where they are believed."""
    reading = found.read(letters_of(text))
    told = patterns.read(letters_of(text))
    return reading.kind, reading.danger, told if reading.danger >= found.doubt else None


def cross(given: Sequence[Example], times: int, folds: int, random: np.random.Generator) -> None:
    """Prints recall, right kinds and false alarms on lines held out, by threshold."""
    told: list[tuple[Example, str, float, str | None]] = []
    for held in range(folds):
        model = detector(augmented([one for one in given if fold(one.group) != held], times, random), random)
        told += [(one, *heard(model, one.text)) for one in given if fold(one.group) == held]
    crises = [row for row in told if row[0].kind != CALM]
    ours = [row for row in told if row[0].kind == CALM and not row[0].group.startswith(BORROWED)]
    talk = [row for row in told if row[0].group.startswith(BORROWED)]
    print(f"{len(crises)} crises, {len(ours)} that only sound like it, {len(talk)} borrowed")
    print("threshold | recall, learnt alone | recall | right kind | false: ours | false: borrowed")
    for threshold in THRESHOLDS:
        alarms = [[row for row in rows if row[2] >= threshold or row[3]] for rows in (crises, ours, talk)]
        right = [(row[1] if row[2] >= threshold else row[3]) == row[0].kind for row in alarms[0]]
        print(
            f"{threshold:.2f} | {np.mean([row[2] >= threshold for row in crises]):.3f} | "
            f"{len(alarms[0]) / len(crises):.3f} | {np.mean(right):.3f} | "
            f"{len(alarms[1]) / len(ours):.4f} | {len(alarms[2]) / len(talk):.4f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cross", type=int, default=0, help="parts of five to hold out in turn; 0 learns from all")
    parser.add_argument("--times", type=int, default=2, help="variations of each wording")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--out", type=Path, default=networks.PACKAGED, help="folder of the weights")
    options = parser.parse_args()
    random = np.random.default_rng(1)
    given = [*examples(WORDINGS, random), *borrowed(options.data, random)]
    print(len(given), "sentences")
    if options.cross:
        cross(given, options.times, options.cross, random)
        return
    path = options.out / "crisis.npz"
    save(detector(augmented(given, options.times, random), random, options.threshold), path)
    enter(options.out, "crisis", path.name, TERMS)
    print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
