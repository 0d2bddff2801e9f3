"""What a person at the laptop waits for (DESIGN section 9): the real program in a terminal, beside a bare Textual app.

Start until a field takes keys, memory before unlocking, the echo of a letter, a committed answer until the next
question stands on the screen and is saved, a step back through earlier answers; with 0 and with 35 answers there.
Both programs take turns, so that a busy machine slows both; the starts have turns of their own, many and short.

Run: .venv/bin/python tests/benchmarks/bench_conversation.py [--rounds N] [--starts N] [--json FILE]
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from storage.cases import Register
from zet_tui.desk import Desk

try:
    from tests.benchmarks.watched_terminal import Watched, watched
except ImportError:  # run as a script: this folder is on the path, the project is not
    from watched_terminal import Watched, watched

PASSPHRASE: Final = "zes gewone woorden voor een meting"
TYPIST: Final = "Anouk de Wit"
QUESTIONS: Final = 45
ANSWERED: Final = (0, 35)
LETTERS: Final = "qdebriefkwamlaat"  # no other q stands on these screens
PRESSES: Final = 6
STEPS: Final = 6
KEY_REST: Final = 0.35  # two answer keys that come sooner count as one
REST: Final = 0.06
UP, ENTER, ESCAPE, BACKSPACE = "\x1b[A", "\r", "\x1b", "\x7f"
OTHERS: Final = frozenset({"NO_COLOR", "TMUX", "CI", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"})
"""What whoever measures has set for themselves, and nobody who uses a program."""

START, MEMORY, ECHO = "start until a field takes keys", "memory before unlocking", "echo of a letter"
NEXT, STEP = "answer until the next question, saved", "step to an earlier answer"
BUDGETS: Final[Mapping[str, tuple[str, float]]] = {
    START: ("x bare", 1.4),
    MEMORY: ("MB", 60.0),
    ECHO: ("ms", 16.0),
    NEXT: ("ms", 100.0),
    STEP: ("ms", 33.0),
}

Samples = dict[tuple[str, str], list[float]]
"""What was measured, by name and program ("bare", "ZET, 0 answers" …): milliseconds, or MB."""


def long_instrument() -> Instrument:
    """The resident's rated questions, as long as they are, over and over; each opens with its own number."""
    zet = load_instrument("zet")
    rated = [q for q in zet.questionnaire(Source.RESIDENT).questions if q.kind is QuestionKind.RATING]
    asked = [rated[at % len(rated)] for at in range(QUESTIONS)]
    questions = tuple(
        question.model_copy(
            update={"id": f"m{n}", "number": n, "text": f"Nummer {n}. {question.text}", "asked_if": None}
        )
        for n, question in enumerate(asked, start=1)
    )
    lists = tuple(
        each.model_copy(update={"questions": questions}) if each.source is Source.RESIDENT else each
        for each in zet.questionnaires
    )
    return zet.model_copy(update={"questionnaires": lists})


def fill(register: Register) -> None:
    """One case for each number of answers, with nothing but the resident's conversation to do."""
    register.define_evaluation(
        Evaluation(
            title="Meting",
            municipality="Oosterdam",
            organisation="wijkteam",
            fg_name="Noor",
            fg_phone="088",
            fg_email="fg@oosterdam.voorbeeld",
            fg_informed_on=register.now().date() - timedelta(days=1),
            return_address="Postbus 1, Oosterdam",
            team=(TeamMember(name=TYPIST, function="adviseur"), TeamMember(name="Bas Verhoeven")),
            sources=(Source.RESIDENT,),
        ),
        long_instrument(),
    )
    register.sit_down(TYPIST)
    today = register.now().astimezone().date()
    for answered in ANSWERED:
        case = register.register_case(f"Inwoner met {answered}", "per brief", "Karin Postma", "wijkteam")
        told = dict.fromkeys(
            ("told_in_easy_language", "told_back_in_own_words", "told_free_to_stop", "feedback_wanted"), True
        )
        signed = {**told, "talked_through_on": today, "signed_on": today}
        register.record_consent(case, register.draft_consent(case).model_copy(update=signed))
        interview = register.open_interview(case, Source.RESIDENT)
        for number in range(1, answered + 1):
            body = interview.answer(f"m{number}", ("groen", "mint")[number % 2])
            interview = interview.apply(register.append(case, Source.RESIDENT, body))


async def prepare(folder: Path) -> None:
    """A vault with these cases, closed again."""
    desk = Desk(folder, force=True)
    await desk.create(PASSPHRASE)
    await desk.ask(fill)
    await desk.close()


def milliseconds(start: float, end: float) -> float:
    return (end - start) * 1000


def begun(program: Watched, field: str, echoed: str) -> float:
    """Milliseconds from the start until a letter, typed as soon as the name of the field stands there, is shown."""
    program.shows(field)
    program.send("a")
    return milliseconds(program.started, program.shows(echoed))


def start_bare(program: Watched) -> float:
    return begun(program, "Een veld", "getypt: a.")


def start_zet(program: Watched) -> float:
    return begun(program, "Wachtwoord", "•")


def starts(
    turns: int, bare: list[str], zet: list[str], environment: Mapping[str, str], found: Samples
) -> None:
    """Only start, one after the other, each as often first; the first turn thrown away."""
    programs = [("bare", bare, start_bare), ("ZET", zet, start_zet)]
    for turn in range(turns + 1):
        for who, command, start in programs[:: 1 if turn % 2 else -1]:
            with watched(command, environment) as program:
                taken = start(program)
            if turn:
                add(found, START, who, taken)


def bare_round(command: list[str], environment: Mapping[str, str], found: Samples) -> None:
    """Start the bare app and type in it."""
    with watched(command, environment) as bare:
        start_bare(bare)
        bare.quiet(1.0)
        add(found, MEMORY, "bare", bare.memory())
        type_letters(bare, "bare", found)


def zet_round(command: list[str], environment: Mapping[str, str], answered: int, found: Samples) -> None:
    """Start ZET, unlock, go to the conversation with this many answers, and answer, look back and type there."""
    who = f"ZET, {answered} answers"
    with watched(command, environment) as zet:
        start_zet(zet)
        zet.quiet(1.5)
        add(found, MEMORY, "ZET", zet.memory())
        zet.send(BACKSPACE + PASSPHRASE + ENTER)
        zet.shows(TYPIST)
        zet.quiet(0.3)
        zet.send(ENTER)
        zet.shows("casus 1")
        zet.quiet(0.3)
        down = "\x1b[B" * (ANSWERED.index(answered) + 1)
        zet.send(down + ENTER)
        if not answered:
            zet.shows("Inleiding")
            zet.quiet(0.3)
            zet.send(ENTER)
        zet.shows(f"Nummer {answered + 1}.")
        converse(zet, answered, who, found)


def converse(zet: Watched, answered: int, who: str, found: Samples) -> None:
    zet.quiet(0.3)
    for number in range(answered + 1, answered + 1 + PRESSES):
        time.sleep(KEY_REST)
        sent = zet.send("g")
        add(found, NEXT, who, milliseconds(sent, zet.until(lambda t, n=number: saved_and_asked(t, n + 1))))
        zet.quiet(REST)
    for _ in range(STEPS):
        before = zet.text
        add(found, STEP, who, milliseconds(zet.send(UP), zet.until(lambda text, was=before: text != was)))
        zet.quiet(REST)
    zet.send(ESCAPE)
    zet.quiet(0.5)
    zet.send("o")
    zet.shows("Kort, zoveel mogelijk")
    zet.quiet(0.3)
    type_letters(zet, who, found)


def type_letters(program: Watched, who: str, found: Samples) -> None:
    """One letter after another; each until it stands in the field."""
    for end, letter in enumerate(LETTERS, start=1):
        add(found, ECHO, who, milliseconds(program.send(letter), program.shows(LETTERS[:end])))
        program.quiet(REST)


def saved_and_asked(screen: str, number: int) -> bool:
    """Whether this question stands below and the line on top says that all is saved."""
    return f"Nummer {number}." in screen and re.search(r"\bbewaard\b", screen.splitlines()[0]) is not None


def add(found: Samples, what: str, who: str, value: float | None) -> None:
    if value is not None:
        found.setdefault((what, who), []).append(value)


def surroundings(place: str) -> dict[str, str]:
    """The environment of both programs: folders of their own, and what Python compiled is kept.

    An installed program is not compiled at every start; where this environment forbids to keep it, ZET would be, and
    Textual, which came compiled, would not.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OTHERS}
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), place)
    return {**kept, **own, "PYTHONPYCACHEPREFIX": str(Path(place) / "bytecode")}


def measure(rounds: int, turns: int) -> Samples:
    """Every program in turn, the first turn thrown away: it fills the machine's caches."""
    found: Samples = {}
    with TemporaryDirectory(prefix="zet-meting-") as place:
        home, vault = Path(place), Path(place) / "kluis"
        asyncio.run(prepare(vault))
        environment = surroundings(place)
        bare = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
        zet = [sys.executable, "-c", "from zet_tui.cli import main; main()", "--kluis", str(vault)]
        starts(turns, bare, zet, environment, found)
        for turn in range(rounds + 1):
            taken: Samples = {} if turn == 0 else found
            for answered in ANSWERED:
                bare_round(bare, environment, taken)
                fresh = home / f"kluis-{turn}-{answered}"
                copy_vault(vault, fresh)
                zet_round([*zet[:-1], str(fresh)], environment, answered, taken)
    return found


def copy_vault(vault: Path, fresh: Path) -> None:
    """The same start for every round: what a round answers stays in its own copy."""
    fresh.mkdir()
    for each in vault.iterdir():
        (fresh / each.name).write_bytes(each.read_bytes())


def ratio_to_bare(what: str, values: Sequence[float], bare: Sequence[float]) -> float:
    """How much longer ZET takes. Of a start the median of the turns' own ratios: a start is as long as the machine
    is busy just then, and in one turn it is as busy for both.
    """
    if what == START:
        return statistics.median(mine / its for mine, its in zip(values, bare, strict=True))
    return statistics.median(values) / statistics.median(bare)


def rows(rounds: int, turns: int) -> list[dict[str, object]]:
    """One line per figure: median, least, 95th percentile, ratio to the bare app, budget and whether it holds."""
    found = measure(rounds, turns)
    made: list[dict[str, object]] = []
    for (what, who), values in sorted(
        found.items(), key=lambda item: (list(BUDGETS).index(item[0][0]), item[0])
    ):
        median = statistics.median(values)
        bare = found.get((what, "bare"))
        ratio = ratio_to_bare(what, values, bare) if bare and who != "bare" else None
        unit, budget = BUDGETS[what]
        held = None if who == "bare" else (ratio or 0.0) <= budget if unit == "x bare" else median <= budget
        made.append(
            {
                "what": what,
                "who": who,
                "unit": "MB" if unit == "MB" else "ms",
                "median": round(median, 2),
                "min": round(min(values), 2),
                "p95": round(sorted(values)[round(0.95 * (len(values) - 1))], 2),
                "n": len(values),
                "ratio": None if ratio is None else round(ratio, 2),
                "budget": None if who == "bare" else f"{budget:g} {unit}",
                "held": held,
            }
        )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="turns for each program (5)")
    parser.add_argument("--starts", type=int, default=20, help="turns in which they only start (20)")
    parser.add_argument("--json", type=Path, help="write the rows to this file as well")
    asked = parser.parse_args()
    table = rows(asked.rounds, asked.starts)
    say = sys.stdout.write
    say(f"{'':<40}{'':<18}{'median':>9}{'min':>9}{'p95':>9}{'n':>5}{'x bare':>8}  budget\n")
    for row in table:
        verdict = {None: "", True: "held", False: "MISSED"}[row["held"]]
        say(
            f"{row['what']:<40}{row['who']:<18}{row['median']:>9}{row['min']:>9}{row['p95']:>9}{row['n']:>5}"
            f"{row['ratio'] or '':>8}  {row['budget'] or '':<11}{verdict}\n"
        )
    if asked.json:
        asked.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
