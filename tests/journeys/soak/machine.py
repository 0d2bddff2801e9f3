"""The first half of the soak, preparing and talking: two laptops, a team of three, and all that they may do.

Every rule tells the model what it would change; `Laptop` checks all invariants after every step.
"""

import itertools
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows.events import Body, InterviewStarted
from flows.instrument import TEXT, Source, load_instrument
from flows.interview import Interview, Status
from storage.anonymise import Review
from storage.cases import ConsentIncomplete, ConsentOnRecord, ConsentRefused, Draft, TermPassed
from tests.journeys.soak import model as m
from tests.journeys.soak.checks import check
from tests.journeys.soak.disk import Trouble
from tests.journeys.soak.laptop import (
    CANARY,
    EVALUATION,
    PROFESSIONAL,
    RESIDENTS,
    Clock,
    Laptop,
)

ZET = load_instrument("zet")
VIEWERS = (m.TEAM, m.TEAM, m.TEAM, m.TEAM[:2], m.TEAM[1:])
READ = "Het duurde lang."

sides = st.integers(0, 1)
numbers = st.integers(0, 11)
several = st.lists(st.integers(0, 40), min_size=1, max_size=6)
troubles = st.one_of(
    st.none(),
    st.none(),
    st.builds(
        Trouble, st.sampled_from(["full", "broken", "cut", "cut"]), st.integers(1, 60), st.integers(0, 9)
    ),
)


class Talking(RuleBasedStateMachine):
    done: ClassVar[Counter[str]] = Counter()
    """How often each thing was done, over all runs in this process."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="zet-lange-proef-"))
        ids = (f"{number:032x}" for number in itertools.count(1))
        self.clock = Clock()
        self.laptops = [Laptop(self.home / name, self.clock, ids, self.done) for name in ("een", "twee")]
        self.words = itertools.count(1)

    def teardown(self) -> None:
        for laptop in self.laptops:
            laptop.let_go()
        shutil.rmtree(self.home)

    # -- help ----------------------------------------------------------------------------------------

    def at(self, side: int) -> Laptop:
        self.clock.tick()
        return self.laptops[side]

    def said(self) -> str:
        return f"Mevrouw zag {CANARY}{next(self.words)} en wachtte lang"

    def pick(self, number: int, *, signed: bool | None = None) -> tuple[Laptop, str]:
        """One of the cases of both laptops."""
        self.clock.tick()
        found = self.cases(signed=signed)
        return found[number % len(found)]

    def cases(self, *, signed: bool | None = None) -> list[tuple[Laptop, str]]:
        return [
            (laptop, name)
            for laptop in self.laptops
            for name, case in sorted(laptop.model["cases"].items())
            if signed is None or bool(case["consents"]) is signed
        ]

    def id_of(self, laptop: Laptop, name: str) -> str:
        return m.ids(laptop.open)[name]

    # -- how it begins ---------------------------------------------------------------------------------

    @initialize(cases=st.integers(1, 4))
    def begin(self, cases: int) -> None:
        self.define(0, None)
        self.sit(0, 0)
        for number in range(cases):
            self.register(0, number, None)
            self.sign(0, 0, feedback=number == 1, trouble=None, again=None)

    # -- preparing ---------------------------------------------------------------------------------------

    @precondition(lambda self: any(not one.model["evaluation"] and one.person for one in self.laptops))
    @rule(side=sides, trouble=troubles)
    def define(self, side: int, trouble: Trouble | None) -> None:
        laptop = self.at(side)
        if laptop.model["evaluation"]:
            return
        self.count("define")
        laptop.act(
            lambda register: register.define_evaluation(EVALUATION, ZET),
            lambda model: model.update(evaluation=True),
            trouble=trouble,
        )
        if laptop.model["evaluation"] and laptop.person is not None:
            laptop.open.sit_down(laptop.person)

    @rule(side=sides, who=st.integers(0, 2))
    def sit(self, side: int, who: int) -> None:
        laptop = self.at(side)
        if laptop.model["evaluation"]:
            laptop.open.sit_down(m.TEAM[who])
            laptop.person = m.TEAM[who]

    @rule(side=sides, number=st.integers(0, len(RESIDENTS) - 1), trouble=troubles)
    def register(self, side: int, number: int, trouble: Trouble | None) -> None:
        laptop, name = self.at(side), RESIDENTS[number]
        cases = laptop.model["cases"]
        if not laptop.model["evaluation"] or laptop.person is None or name in cases:
            return
        self.count("register a case")
        free = max((case["number"] for case in cases.values()), default=0) + 1
        laptop.act(
            lambda register: register.register_case(name, "per brief", PROFESSIONAL, "wijkteam De Schakel"),
            lambda model: model["cases"].update({name: m.new_case(free)}),
            trouble=trouble,
        )

    @precondition(lambda self: self.cases(signed=False))
    @rule(
        number=numbers,
        who=st.integers(0, len(VIEWERS) - 1),
        feedback=st.booleans(),
        trouble=troubles,
        again=troubles,
    )
    def sign(
        self, number: int, who: int, feedback: bool, trouble: Trouble | None, again: Trouble | None
    ) -> None:
        laptop, name = self.pick(number, signed=False)
        if laptop.person is None:
            return
        case, today, viewers = self.id_of(laptop, name), self.clock.today, VIEWERS[who]
        consent = laptop.open.draft_consent(case, viewers).model_copy(
            update={
                "talked_through_on": today,
                "signed_on": today,
                "told_in_easy_language": True,
                "told_back_in_own_words": True,
                "told_free_to_stop": True,
                "feedback_wanted": feedback,
            }
        )
        if today < m.FG_INFORMED:
            laptop.refused(
                lambda register: register.record_consent(case, consent), ConsentIncomplete, TermPassed
            )
            return
        self.count("sign")
        signed = {
            "viewers": list(viewers),
            "signed": str(today),
            "feedback": feedback,
            "at": str(self.clock.moment),
        }
        laptop.act(
            lambda register: register.record_consent(case, consent),
            lambda model: model["cases"][name]["consents"].append(signed),
            trouble=trouble,
            again=again,
        )

    @precondition(lambda self: self.cases())
    @rule(number=numbers, trouble=troubles)
    def does_not_want_to(self, number: int, trouble: Trouble | None) -> None:
        laptop, name = self.pick(number)
        case = self.id_of(laptop, name)
        if laptop.model["cases"][name]["consents"]:
            laptop.refused(lambda register: register.refused(case), ConsentOnRecord)
            return
        self.count("does not want to")
        laptop.act(lambda register: register.refused(case), m.drop(name, "refused"), trouble=trouble)

    # -- conversations -------------------------------------------------------------------------------------

    @precondition(lambda self: self.cases())
    @rule(number=numbers, source=st.sampled_from(Source), whats=several, trouble=troubles, again=troubles)
    def talk(
        self, number: int, source: Source, whats: list[int], trouble: Trouble | None, again: Trouble | None
    ) -> None:
        """One thing after another; the trouble comes at the last."""
        *before, last = whats
        for what in before:
            self.say(number, source, what)
        self.say(number, source, last, trouble, again)

    def say(
        self,
        number: int,
        source: Source,
        what: int,
        trouble: Trouble | None = None,
        again: Trouble | None = None,
    ) -> None:
        laptop, name = self.pick(number)
        case = self.id_of(laptop, name)
        if not laptop.allowed(name):
            body = InterviewStarted(instrument="zet", version="1", sha256="0", source=source)
            laptop.refused(lambda register: register.append(case, source, body), ConsentRefused, TermPassed)
            laptop.refused(lambda register: register.set_names(case, ("x",)), ConsentRefused)
            draft = Draft(question="3", field="reden", text=self.said())
            laptop.refused(lambda register: register.save_draft(case, source, draft), ConsentRefused)
            return
        interview = self.opened(laptop, name, source)
        if interview is None:
            return
        bodies = self.possible(interview)
        self.append(laptop, name, source, bodies[what % len(bodies)], trouble, again)

    def opened(self, laptop: Laptop, name: str, source: Source) -> Interview | None:
        """The conversation, begun when it was not; None once the planned day of destruction is over."""
        case, begun = self.id_of(laptop, name), laptop.model["cases"][name]["journals"][source.value]
        first = InterviewStarted(instrument=ZET.id, version=ZET.version, sha256=ZET.sha256, source=source)
        changes = [] if begun else [_event(name, source, laptop.stamped(first))]
        return laptop.act(lambda register: register.open_interview(case, source), *changes)

    def append(
        self,
        laptop: Laptop,
        name: str,
        source: Source,
        body: Body,
        trouble: Trouble | None = None,
        again: Trouble | None = None,
    ) -> Interview:
        self.count(body.kind)
        case = self.id_of(laptop, name)
        laptop.act(
            lambda register: register.append(case, source, body),
            _event(name, source, laptop.stamped(body)),
            trouble=trouble,
            again=again,
        )
        stands = laptop.open.read_interview(case, source)
        assert len(stands.events) == len(laptop.model["cases"][name]["journals"][source.value])
        return stands

    def possible(self, interview: Interview) -> list[Body]:
        """What may be said now, in an order that a smaller number makes simpler."""
        if interview.closure is not None:
            return [interview.reopen(self.said())]
        found: list[Body] = []
        question = interview.next_open()
        if question is not None:
            if interview.status(question.id) is Status.REASON_MISSING:
                found += [
                    interview.give_reason(question.id, self.said()),
                    interview.decline_reason(question.id),
                ]
            found += [
                interview.answer(question.id, value, self.said() if value == TEXT else None)
                for value in question.values
                if value != "tijdlijn"
            ]
        else:
            found.append(interview.complete())
        for asked in interview.route():
            if asked.kind == "janee" and interview.view(asked.id).value is not None:
                found += [interview.answer(asked.id, value) for value in ("ja", "nee")]
        first = interview.route()[0]
        found.append(interview.set_remark(first.id, self.said()))
        found.append(interview.add_entry(self.said(), "voorjaar 2024", f"{next(self.words):032x}"))
        if interview.can_undo:
            found.append(interview.undo())
        if interview.can_redo:
            found.append(interview.redo())
        return [*found, interview.stop(self.said()), interview.unavailable(self.said())]

    @precondition(lambda self: self.cases(signed=True))
    @rule(number=numbers, seed=st.integers(0, 20))
    def finish_case(self, number: int, seed: int) -> None:
        """Every source of a case is closed, one of them answered to the end."""
        laptop, name = self.pick(number, signed=True)
        if laptop.allowed(name):
            self.finish(laptop, name, seed)

    def finish(self, laptop: Laptop, name: str, seed: int) -> None:
        self.count("finish a case")
        for source in Source:
            interview = self.opened(laptop, name, source)
            if interview is None or interview.closure is not None:
                continue
            if source is not Source.PROFESSIONAL:
                self.append(laptop, name, source, interview.unavailable(self.said()))
                continue
            while (question := interview.next_open()) is not None:
                if interview.status(question.id) is Status.REASON_MISSING:
                    body: Body = interview.give_reason(question.id, self.said())
                else:
                    value = question.values[(seed + len(interview.events)) % len(question.values)]
                    body = interview.answer(question.id, value, self.said())
                interview = self.append(laptop, name, source, body)
            self.append(laptop, name, source, interview.complete())

    @precondition(lambda self: self.cases(signed=True))
    @rule(number=numbers, source=st.sampled_from(Source), drop=st.booleans(), trouble=troubles)
    def type(self, number: int, source: Source, drop: bool, trouble: Trouble | None) -> None:
        laptop, name = self.pick(number, signed=True)
        if not laptop.allowed(name):
            return
        self.count("draft")
        if self.opened(laptop, name, source) is None:
            return
        case, text = self.id_of(laptop, name), None if drop else self.said()
        draft = Draft(question="3", field="reden", text=text or "")

        def change(model: m.Model) -> None:
            model["cases"][name]["drafts"][source.value] = text

        if drop:
            laptop.act(lambda register: register.discard_draft(case, source), change, trouble=trouble)
        else:
            laptop.act(lambda register: register.save_draft(case, source, draft), change, trouble=trouble)

    @precondition(lambda self: self.cases(signed=True))
    @rule(number=numbers, count=st.integers(0, 3), trouble=troubles)
    def list_names(self, number: int, count: int, trouble: Trouble | None) -> None:
        laptop, name = self.pick(number, signed=True)
        if not laptop.allowed(name):
            return
        self.count("names")
        case = self.id_of(laptop, name)
        words = tuple(f"{CANARY.title()}{next(self.words)}" for _ in range(count))
        laptop.act(
            lambda register: register.set_names(case, words),
            lambda model: model["cases"][name].update(names=list(words)),
            trouble=trouble,
        )

    @rule(side=sides, leave=st.booleans(), most=st.sampled_from([1, 500]), trouble=troubles)
    def read_once_more(self, side: int, leave: bool, most: int, trouble: Trouble | None) -> None:
        laptop = self.at(side)
        cases = laptop.model["cases"]
        signed = [name for name, case in cases.items() if case["consents"]]
        if not signed or not all(map(laptop.allowed, signed)):
            return
        self.count("read once more")
        review = Review(laptop.open)
        names = {case: name for name, case in m.ids(laptop.open).items()}
        for text in [text for text in review.texts() if text.decision is None][:most]:
            decision = [None if leave else READ, laptop.now_text]
            done = laptop.act(
                lambda _, text=text: (
                    Review(laptop.open).leave_out(text) if leave else Review(laptop.open).accept(text, READ)
                ),
                lambda model, text=text, decision=decision: model["cases"][names[text.case_id]][
                    "read"
                ].update({text.key: decision}),
                trouble=trouble,
            )
            if done is None:
                break

    # -- always ------------------------------------------------------------------------------------------------

    def count(self, what: str) -> None:
        self.done[what] += 1

    @invariant()
    def everything_holds(self) -> None:
        for laptop in self.laptops:
            check(laptop)


def _event(name: str, source: Source, event: dict[str, Any]) -> Callable[[m.Model], None]:
    def change(model: m.Model) -> None:
        model["cases"][name]["journals"][source.value].append(event)

    return change
