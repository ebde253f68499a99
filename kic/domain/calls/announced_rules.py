"""What must hold of the money and the terms of a call that has been announced."""

from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.record import declared
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.core.values import Money, Number, Share
from kic.domain.calls import Call, CallMoney, CallState, Guideline, Terms

_MONEY = frozenset({"amount", "source", "remainder_of"})
"""What a call has to give; a reservation that is fulfilled is no other money."""

_SHOWN = (Money, Number, Share)


@change_rule("KIC454", "announced-money-changed")
def announced_money_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """The money and the terms of a call that is public change only with a reason.

    Why: Everybody has calculated under the same sum and the same highest rate. Who changes them after the
    announcement treats those who have applied, or stayed away, unequally. What was unknown may be added.

    Fix: Put it back. If the change was announced to all, say so in the call's `note`: when, where and why.
    Terms are best fixed before the call opens (`kic call freeze`).

    Source: Equal treatment (Art. 3 GG); terms of the call.
    """
    for old in before.all(Call):
        new = after.get(Call, old.id)
        if new is None or new is old or old.state is CallState.DRAFT or old.note != new.note:
            continue
        for field, was, now in _changes(old, new):
            yield found(
                new,
                field if now is not None else field[:1],
                _said(field[-1], was, now),
                help=text(
                    "put it back by hand or with kic undo FILE, or say in the call's note when and why this was "
                    "announced anew"
                ),
            )


def _changes(old: Call, new: Call) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """What was said and is said otherwise; terms only until they are frozen, since then KIC441 speaks of them."""
    nothing, none_of_it = CallMoney(), Terms()
    for name, key, _ in declared(CallMoney):
        was, now = getattr(old.money, name), getattr(new.money, name)
        if name in _MONEY and was not in (now, getattr(nothing, name)):
            yield ("money", key), was, now
    if old.terms.frozen is not None:
        return
    for name, key, _ in declared(Terms):
        was, now = getattr(old.terms, name), getattr(new.terms, name)
        if was in (now, getattr(none_of_it, name)) or (name == "guideline" and _same(was, now)):
            continue
        yield ("terms", key), was, now


def _same(old: Guideline, new: Guideline | None) -> bool:
    """Whether it is the same guideline; its digest follows its file until the terms are fixed."""
    return new is not None and (old.title, old.file) in ((new.title, new.file), (new.title, None))


def _said(key: str, was: object, now: object) -> Text:
    name = Label("field", key)
    if isinstance(was, _SHOWN) and isinstance(now, _SHOWN):
        return text("{field} was announced as {was}, and is {now}", field=name, was=was, now=now)
    return text("{field} is not as it was announced", field=name)


@rule("KIC455", "open-terms-not-frozen", Severity.WARNING)
def open_terms_not_frozen(repository: Snapshot) -> Iterator[Finding]:
    """The terms of a call are fixed when it opens.

    Why: Until then whoever edits the file can change weights, caps or the threshold, and nothing speaks against
    it. Applicants have to rely on the terms under which they apply.

    Fix: Fix the terms: kic call freeze. What is not known any more is named in `gaps` (`terms.frozen`).

    Source: Equal treatment (Art. 3 GG); allocation rules of kic: one rule, fixed before scores are known.
    """
    for call in repository.all(Call):
        if call.state is CallState.OPEN and call.terms.frozen is None and not call.tells("terms.frozen"):
            yield found(
                call,
                "state",
                text("{state}, but the terms are not fixed", state=call.state),
                help=text("kic call freeze {id} fixes them", id=call.id),
            )


RULES: tuple[Rule, ...] = (announced_money_changed, open_terms_not_frozen)
