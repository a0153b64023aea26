"""What is missing or not yet so is a gap with an owner, what to do, and a place; what is there is none."""

from datetime import date

from milepost.program.compiler import compile_program
from milepost.roadmap.canvas.canvas import canvas_of
from milepost.roadmap.canvas.known import Known
from program.overlay import overlay

FULL = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year, reach: 1000}
needs:
  data: crm
  governance: {step: a review, owner: cmo, by: 2026-12-01, evidence: reviewed}
  operations: {step: a weekly send, owner: crm-lead, by: 2026-12-01, evidence: sent}
decision: who gets a mail
customer_outcome: fewer mails
channels: mailing
training: {team: crm, of: writing, by: 2026-12-01, evidence: trained}
adoption: {team: crm, target: 80%, by: 2026-12-01, evidence: adopted}
costs: [{kind: compute, amount: 0.05 USD, per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
---
kind: Channel
id: mailing
medium: email
owner: crm-lead
integrations: relay
---
kind: Integration
id: relay
system: the relay
owner: crm-lead
direction: out
sla: {repaired_within: 1d}
test: {kind: smtp}
"""
FULL = FULL.replace("training: {", "training:\n  - {").replace("adoption: {", "adoption:\n  - {")
ALL_KNOWN = Known(
    today=date(2026, 11, 1),
    loaded=frozenset({"crm"}),
    attested=dict.fromkeys(("reviewed", "sent", "trained", "adopted"), date(2027, 1, 1)),
)


def gaps(text=FULL, known=Known()):  # noqa: B008  it is frozen
    files = overlay(text)
    made = compile_program(files)
    found = canvas_of(made.draft, known).gaps
    for each in found:
        assert each.todo
        assert each.span is not None
        assert each.span.path in files
    return [(str(each.of), each.what, each.is_first, each.owner) for each in found]


def test_a_whole_capability_has_no_gap():
    assert gaps() == []
    assert gaps(known=ALL_KNOWN) == []


def test_a_kpi_path_that_is_missing_holds_work_up():
    text = "\n".join(line for line in FULL.splitlines() if not line.startswith("moves:")) + "\n"
    assert gaps(text) == [("capability/mail", "no KPI is moved", True, "crm-lead")]


def test_each_word_that_lacks_is_a_gap():
    for name in ("decision", "customer_outcome", "channels", "training", "adoption"):
        kept, skips = [], False
        for line in FULL.splitlines():
            skips = line.startswith(f"{name}:") or (skips and line.startswith(" "))
            kept += [] if skips else [line]
        found = gaps("\n".join(kept) + "\n")
        assert len(found) == 1, (name, found)
        assert found[0][0] == "capability/mail"


def test_a_step_says_what_it_lacks():
    text = FULL.replace("{step: a review, owner: cmo, by: 2026-12-01, evidence: reviewed}", "[a review]")
    said = "governance step “a review” has no owner, date or evidence"
    assert gaps(text) == [("capability/mail", said, False, "crm-lead")]
    text = FULL.replace(", by: 2026-12-01, evidence: reviewed", "")
    assert gaps(text) == [("capability/mail", "governance step “a review” has no date or evidence", False, "cmo")]


def test_with_a_record_what_nobody_signed_or_loaded_is_a_gap():
    unsigned = Known(today=date(2026, 11, 1), loaded=frozenset({"crm"}), attested={"sent": date(2026, 10, 1)})
    said = [what for _, what, _, _ in gaps(known=unsigned)]
    assert said == [
        "governance step “a review”: reviewed not signed",
        "operational step “a weekly send”: sent expired on 2026-10-01",
        "training of crm: trained not signed",
        "adoption of crm: adopted not signed",
    ]
    (first, *_) = gaps(known=Known(today=date(2026, 11, 1), attested=ALL_KNOWN.attested))
    assert first == ("source/crm", "it was never loaded", True, "analyst")


def test_sources_roles_kpis_and_integrations_are_told_once():
    source = "---\nkind: Source\nid: crm\nowner: analyst\ncontract: crm-mail\naccess: requested\ngap: no export yet\n"
    role = "---\nkind: Role\nid: analyst\nfunction: data\n---\nkind: Role\nid: crm-lead\nfunction: marketing\n"
    kpi = "---\nkind: Kpi\nid: margin\nbenefit: revenue\nowner: crm-lead\nmetric: contribution\n"
    bare = FULL.replace("sla: {repaired_within: 1d}\n", "").replace("test: {kind: smtp}\n", "")
    found = gaps(bare + source + role + kpi)
    assert found == [
        ("kpi/margin", "the KPI has no baseline: nothing could be compared", True, "crm-lead"),
        ("source/crm", "access is asked for, not granted", True, "analyst"),
        ("source/crm", "no export yet", True, "analyst"),
        ("role/crm-lead", "nobody holds the role, and nobody says by when", True, "cmo"),
        ("integration/relay", "nothing is promised of it", False, "crm-lead"),
        ("integration/relay", "no live test tells whether it works", False, "crm-lead"),
    ]


def test_a_retired_capability_stays_out():
    text = FULL.replace("limits:", "retired: {on: 2026-11-01, because: done}\nlimits:")
    canvas = canvas_of(compile_program(overlay(text)).draft, Known())
    assert (canvas.lines, canvas.gaps) == ((), ())
