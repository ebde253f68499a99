"""A city with very many funded projects: the benchmark's records, each application with its award and its notice."""

import datetime
import re

from kic.core.snapshot import Snapshot
from kic.documents.site.page import Site
from kic.domain.chapters import KINDS
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.bench import generate

DAY = datetime.date.fromisoformat(generate.TODAY)

_DECISION = """\
kind: decision
id: {call}-d1
call: {call}
meeting: sitzung-1
date: {year}-05-15
basis:
  kic: 0.1.0
  rule: ranked
  problem: c62e3d25b9eab49463973b9cd54e4f787c5c86ea623e137634ede559469bd5f7
  budget: 7100.00
proposal: []
awards:
"""
_NOTICE = """\
kind: notice
id: {id}-n1
call: {call}
application: {id}
notice: award
decision: {call}-d1
amount: {amount}
period: {{start: {year}-06-01, end: {year}-12-15}}
steps:
  - {{date: {year}-05-20, event: issued}}
"""


def snapshot(projects: int) -> Snapshot:
    """So many projects that got their whole request, in calls of sixty; the newest may be smaller."""
    files: dict[str, bytes] = {}
    awards: dict[str, list[str]] = {}
    calls = -(-projects // generate.APPLICATIONS_PER_CALL)
    left = projects
    records = calls * generate.PER_CALL * 6 // 5 + 400
    for path, content in generate.files(records).items():
        folder, _, name = path.rpartition("/")
        if not re.fullmatch(r"applications/[0-9]+-[0-9]+", folder) or name == "call.yaml":
            if "/scores/" not in path:
                files[path] = content.replace(b"state: closed", b"state: decided")
            continue
        if not left:
            continue
        left -= 1
        call, id_ = folder.rpartition("/")[2], name.removesuffix(".yaml")
        found = re.search(rb"^requested: (\S+)$", content, re.MULTILINE)
        assert found is not None
        amount, year = found[1].decode(), call[:4]
        files[path] = content
        notice = _NOTICE.format(id=id_, call=call, amount=amount, year=year)
        files[f"{folder}/notices/{id_}-n1.yaml"] = notice.encode()
        awards.setdefault(call, []).append(f"  - {{application: {id_}, item: top-1, amount: {amount}}}\n")
    assert not left
    for call, lines in awards.items():
        decision = _DECISION.format(call=call, year=call[:4]) + "".join(lines)
        files[f"applications/{call}/decisions/{call}-d1.yaml"] = decision.encode()
    return load(Memory(files), KINDS)


def site(projects: int) -> Site:
    """The public site of such a city."""
    return Site(snapshot(projects), DAY)
