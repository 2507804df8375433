"""What the abuse filter is taught, and that the network in NumPy is the one that was trained."""

from pathlib import Path

import numpy as np
import pytest

from dialogue.filters.compact.groups import TARGETS
from dialogue.filters.compact.network import Network, Reading
from dialogue.filters.labels import LABELS
from dialogue.training.abuse_sentences import own_clean, own_mentions
from dialogue.training.abuse_sets import READERS, Example, read
from dialogue.training.abuse_thresholds import best_f1
from dialogue.training.measure_abuse import f1, ranking_precision

torch = pytest.importorskip("torch")

from dialogue.training import abuse  # noqa: E402
from dialogue.training.abuse_net import Convolved, Runs  # noqa: E402


def test_our_hard_clean_sentences_are_many_and_none_stands_twice() -> None:
    hard = [one.text for one in own_clean() if one.source == "own_hard"]
    assert len(hard) == len(set(hard)) >= 500
    assert not any(one.abuse for one in own_clean())


def test_every_group_is_named_kindly_as_often_as_hatefully() -> None:
    told = list(own_mentions())
    for target in TARGETS:
        assert any(one.kinds == (target,) for one in told)
    kind, hateful = (sum(one.source == source for one in told) for source in ("own_kind", "own_hateful"))
    assert kind == hateful > 1000


def test_an_unknown_set_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unsmile"):
        read("unsmile", tmp_path)
    for name in READERS:
        with pytest.raises(FileNotFoundError, match="--data"):
            read(name, tmp_path)


def test_the_direction_of_each_sets_labels(tmp_path: Path) -> None:
    folder = tmp_path / "toxicity"
    for name in ("hatescore", "malicious_comments", "curse_detection", "apeach"):
        (folder / name).mkdir(parents=True)
    (folder / "hatescore/HateScore_part.csv").write_text(
        ',comment,macrolabel,microlabel,source\n0,가,Clean,None,위키\n1,나,혐오발언,"종교, 지역",댓글\n', "utf-8"
    )
    (folder / "malicious_comments/Dataset.tsv").write_text("content\tlable\n나쁨\t0\n좋음\t1\n", "utf-8")
    (folder / "curse_detection/dataset.txt").write_text("나쁨|1\n좋|음|0\n", "utf-8")
    (folder / "apeach/apeach_test.csv").write_text(
        "text,user_age,user_gender,text_topic,class,age,text_topic_eng\n나쁨,3,f,x,Spoiled,3,Racism\n", "utf-8"
    )
    (tmp_path / "emotion/kote").mkdir(parents=True)
    for part in ("val", "test"):
        (tmp_path / f"emotion/kote/{part}.tsv").write_text("1\t나쁨\t0,31\n2\t그냥\t20\n3\t좋음\t\n", "utf-8")
    hatred, contempt, joy = [one.abuse for one in read("kote", tmp_path)[:3]]
    assert hatred > 0.5 > contempt > joy == 0
    clean, hateful = read("hatescore", tmp_path)
    assert (clean.abuse, clean.kinds) == (0, ())
    assert (hateful.abuse, hateful.kinds) == (1, ("종교", "지역"))
    assert [one.abuse for one in read("malicious_comments", tmp_path)] == [1, 0]
    assert [(one.text, one.abuse) for one in read("curse_detection", tmp_path)] == [("나쁨", 1), ("좋|음", 0)]
    assert read("apeach", tmp_path)[0].kinds == ("인종/국적",)


def kind(text: str, *told: str) -> str:
    shares = abuse.kinds_of(Example(text, 1.0, told), Reading.of(text))
    assert shares.sum() == pytest.approx(1)
    return TARGETS[int(np.argmax(shares))]


def test_the_kind_of_abuse_is_told_by_the_set_else_by_the_words() -> None:
    assert kind("짱깨들 꺼져") == "인종/국적"
    assert kind("짱깨들 꺼져", "지역") == "지역"
    assert kind("야 이 멍청아") == "악플/욕설"


def test_clean_speech_is_also_learnt_as_it_is_misheard() -> None:
    spoken = [Example("기초연금은 언제부터 나오나요", 0.0, comment=False)] * 200
    copies = abuse.misheard(spoken, np.random.default_rng(1))
    assert 30 < len(copies) < 100
    assert any(one.text != spoken[0].text for one in copies)
    assert {one.abuse for one in copies} == {0.0}


def test_the_exported_network_says_what_the_trained_one_says() -> None:
    torch.manual_seed(3)
    runs, convolved = Runs(), Convolved()
    with torch.no_grad():
        runs.odds.weight.uniform_(-0.5, 0.5)
    learnt = [Example("짱깨들 다 꺼져라", 1.0, source="a"), Example("연금은 언제 나와요", 0.0, source="a")] * 20
    lessons = [abuse.lesson(one, ["a", "others"]) for one in learnt]
    abuse.fit(convolved, lessons, 2, 1, np.random.default_rng(0))
    runs.eval()
    network = Network.of({**runs.arrays(), **convolved.arrays(), "thresholds": np.zeros(len(LABELS), np.float32)})
    for text in ("짱깨들 다 꺼져라", "가", "연금은 언제 나와요 네"):
        reading = Reading.of(text)
        with torch.no_grad():
            expected = (runs([reading]) + convolved([reading]))[0, 0] / 2
        assert network.kinds(reading)[-1] == pytest.approx(float(expected), abs=0.02)


def test_learning_tells_abuse_from_a_question() -> None:
    torch.manual_seed(0)
    learnt = [Example("짱깨들 다 꺼져라", 1.0, source="a"), Example("연금은 언제 나와요", 0.0, source="a")] * 100
    lessons = [abuse.lesson(one, ["a", "others"]) for one in learnt]
    runs = Runs()
    abuse.fit(runs, lessons, 2, 20, np.random.default_rng(0))
    with torch.no_grad():
        bad, good = runs([lessons[0].reading, lessons[1].reading])[:, 0]
    assert bad > good + 1


def test_a_threshold_is_where_f1_is_best() -> None:
    scores, right = np.array([3.0, 2.0, 1.0, 0.0], np.float32), np.array([True, True, False, False])
    assert best_f1(scores, right) == (1.0, 2.0)
    with pytest.raises(ValueError, match="no text"):
        best_f1(scores, np.zeros(4, bool))


def test_ranking_precision_is_one_for_a_perfect_order_and_small_for_the_worst() -> None:
    right = np.array([[True, False, False, False], [False, False, True, True]])
    perfect = np.array([[0.9, 0.1, 0.2, 0.3], [0.1, 0.2, 0.8, 0.7]], np.float32)
    assert ranking_precision(right, perfect) == 1
    assert ranking_precision(right[:1], -perfect[:1]) == pytest.approx(1 / 4)
    assert ranking_precision(right[:1], np.zeros((1, 4), np.float32)) == pytest.approx(1 / 4)


def test_f1_counts_labels_over_all_texts() -> None:
    right = np.array([[True, False], [True, True]])
    assert f1(right, right) == 1
    assert f1(right, np.array([[True, False], [False, False]])) == pytest.approx(0.5)
