"""The page for whoever makes a questionnaire: its example is one, and the page names every field and value."""

import re
from pathlib import Path

from flows.evaluation import Evaluation
from flows.instrument import VALUES, Question, QuestionKind, Source, check_instrument, load_instrument
from flows.instrument_plan import Limit
from flows.letter import load_letter

PAGE = Path(__file__).parents[2] / "docs" / "eigen-vragenlijst.md"
DERIVED = {"label", "actors"}
"""Fields that the page leaves to whoever looks at the shipped lists."""


def test_the_example_is_a_whole_instrument_with_a_letter(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    file = tmp_path / "buurtteam.toml"
    file.write_text(example[1], encoding="utf-8")
    assert check_instrument(file) == ()
    instrument = load_instrument(file)
    assert load_letter(file).themes == {"start"}
    agreed = Evaluation(title="t", municipality="m", organisation="o", instrument=str(file))
    questions = agreed.questionnaire(instrument, Source.RESIDENT).questions
    assert {question.kind for question in questions} == set(QuestionKind)
    assert [question.id for question in questions if question.may_stay_empty] == ["aanvulling"]


def test_every_field_of_a_question_and_every_value_is_named() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert set(Question.model_fields) - DERIVED <= named
    assert {value for values in VALUES.values() for value in values} <= named
    counted = set(Limit.model_fields) - {"from_"} | {"from"}
    assert counted <= named
