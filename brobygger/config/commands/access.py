"""`brobygger access`: the policy table as a document that data protection can read and sign."""

from __future__ import annotations

from argparse import Namespace

from brobygger.config.commands.base import DONE, Groups, command

_YES, _NO = "●", ""


def add(groups: Groups) -> None:
    command(groups, "access", show_policy, help="hvem må hvad: adgangsreglerne som tabel (Markdown)")


def show_policy(chosen: Namespace) -> int:
    """Three tables: actions by role, fields by role, and what may leave the municipality."""
    from brobygger.registry.access import policy
    from brobygger.registry.access.roles import UNGIVEN, Role

    roles = [role for role in Role if role not in UNGIVEN]
    print("# Adgang\n\nSkrevet af `brobygger access` ud fra den tabel, som siderne og databasen selv bruger.\n")
    print("## Hvem må gøre hvad\n")
    _row("handling", "formål i opslagsloggen", *roles)
    _row(*["---"] * (len(roles) + 2))
    for action, right in policy.RIGHTS.items():
        _row(action, right.purpose or "læser ingen borger", *[_YES if role in right.roles else _NO for role in roles])
    print("\n## Hvem må læse hvilke oplysninger\n")
    _row("roller", "rækkevidde", "formål", "kræver samtykke", "oplysninger")
    _row(*["---"] * 5)
    for rule in policy.FIELD_RULES:
        _row(
            ", ".join(sorted(rule.roles)),
            rule.scope,
            ", ".join(sorted(rule.purposes)),
            "ja, og kun det, samtykket nævner" if rule.with_consent else "nej",
            ", ".join(sorted(rule.fields)),
        )
    print("\n## Hvad der kan deles uden for kommunen, når borgeren siger ja\n")
    print(", ".join(sorted(policy.SHAREABLE)) + ". Aldrig andet.")
    return DONE


def _row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |")
