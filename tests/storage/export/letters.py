"""Letters of one invented resident, and templates of a municipality to make them in."""

import io

import docx

from storage.export.letter_fields import NAMES

HENK = ("Henk Visser", "per brief", "Youssef Amari", "wijkteam")
FIELDS = [*NAMES, "onderwerpen", "periode"]


def house_style(*paragraphs: str, header: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.author = "Ontwerpbureau"
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def own_words(without: str = "", extra: str = "") -> bytes:
    lines = [f"Over {name}: {{{{ {name} }}}}." for name in NAMES if name != without]
    lines += [f"{{{{ {name} }}}}" for name in ("onderwerpen", "periode") if name != without]
    return house_style("Wilt u meedoen?", *lines, *filter(None, [extra]))


def nothing_happened(register, case, folder) -> bool:
    return (
        list(folder.iterdir()) == []
        and register.letters.last(case) is None
        and register.outside.files() == ()
    )
