"""Files that were sealed for us by somebody else's program: refused by name, whatever is in them."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.events import UnknownEventVersion
from storage.cases import Register, RegisterError
from storage.transfer import FileUnreadable, TransferError, make_key, take_in
from storage.transfer.messages import Message, MessageKind, read_message
from storage.transfer.package import Package
from storage.transfer.sealing import ReceivingKey, recipient_of, seal

ODD = st.sampled_from(
    [b"", b"[]", b"{}", b"null", b"1", b'"x"', b"\xff", b'{"decisions": []}', b'{"number": 1}']
)
STREAMS = st.sampled_from(
    ["entry", "consents", "names", "review", "journal/inwoner", "draft/inwoner", "x", "origin"]
)


@pytest.fixture
def honest(register: Register, case: str) -> Callable[..., Package]:
    """A package as ZET makes it, with changes."""
    whole, agreements = register.places.content(case), register.places.agreements()

    def make(changes: dict[str, list[bytes]], evaluation: dict[str, bytes]) -> Package:
        return Package.make(
            transfer="ab" * 16,
            token="cd" * 32,
            kept=False,
            agreements=(agreements[0], {**agreements[1], **evaluation}),
            origin=case,
            case={**whole, **changes},
        )

    return make


@given(
    changes=st.dictionaries(STREAMS, st.lists(ODD, max_size=2), max_size=3),
    evaluation=st.dictionaries(st.sampled_from(["evaluation", "instrument", "letter"]), ODD, max_size=1),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_sealed_file_holds_it_is_taken_in_or_refused_by_name(honest, other, changes, evaluation):
    key = make_key(other.vault)
    before = set(other.vault.compartments())
    try:
        take_in(other, seal(honest(changes, evaluation).encode(), key), "Bas")
    except (TransferError, RegisterError, UnknownEventVersion):
        assert set(other.vault.compartments()) == before
    else:
        for case in other.cases():
            other.vault.drop_compartment(case.id)
    for compartment in other.vault.compartments("receiving"):
        other.vault.drop_compartment(compartment)
    assert other.vault.check().whole


@pytest.mark.parametrize("field", ["transfer", "token", "origin", "evaluation_origin"])
@pytest.mark.parametrize("odd", ["", "zz" * 16, "AB" * 16, "ab" * 15, "ab" * 33, "ab" * 15 + "../"])
def test_an_id_that_zet_never_gives_is_refused_before_anything_is_written(honest, other, field, odd):
    key = make_key(other.vault)
    package = honest({}, {}).model_copy(update={field: odd})
    before = set(other.vault.compartments())
    with pytest.raises(FileUnreadable):
        take_in(other, seal(package.encode(), key), "Bas")
    assert set(other.vault.compartments()) == before


def test_nothing_but_the_agreements_comes_in_beside_a_case(honest, other):
    package = honest({}, {"gone": b"ab" * 16, "links": b"{}", "outside": b"x"})
    take_in(other, seal(package.encode(), make_key(other.vault)), "Bas")
    (evaluation,) = other.vault.compartments("evaluation")
    assert not {"gone", "outside"} & set(other.vault.streams(evaluation))
    assert [link.incoming for link in other.places.links()] == [True]


@given(data=st.binary(max_size=60) | st.binary(max_size=60).map(lambda more: b"ZETCASUS\x00\x01" + more))
def test_no_bytes_make_the_reading_of_a_file_crash(data):
    with pytest.raises(TransferError):
        ReceivingKey.make().open(data)
    if not data.startswith(b"ZETCASUS"):
        with pytest.raises(TransferError):
            recipient_of(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["zet", "format", "over", "x"]), inner)
    ),
    max_leaves=8,
)


NEARLY = st.fixed_dictionaries(
    {"zet": st.sampled_from([*MessageKind, "x"]), "format": st.sampled_from([1, 1, 2, "1", None])},
    optional={"over": st.just([["ab" * 16, "cd" * 32]]) | JSON, "afspraak": st.just("YQ==") | JSON},
)


@given(found=JSON | NEARLY)
def test_no_json_makes_the_reading_of_a_message_crash(found):
    try:
        read = read_message(json.dumps(found).encode())
    except TransferError:
        return
    assert isinstance(read, Message)
