"""Who may call what: every endpoint of the application, and the roles it opens for.

An endpoint that is not here fails tests/api/test_matrix.py. What a role may call still shows only
what each person has a right to: that is tried where the thing itself is tried.
"""

from __future__ import annotations

from backend.domain.actors import Role

Who = frozenset[Role]

SIGNED_IN: Who = frozenset(Role)
ANYBODY: Who = frozenset()  # signed in or not: no role is asked for
T, D, X, B, H, A = (
    Role.TECHNICIAN,
    Role.DISPATCHER,
    Role.DIRECTOR,
    Role.BACK_OFFICE,
    Role.HR,
    Role.ADMIN,
)
DESK: Who = frozenset({D})
PLANNING: Who = frozenset({D, X})
OFFICE: Who = frozenset({D, X, B})
DIRECTOR: Who = frozenset({X})
REVIEW: Who = frozenset({X, H})
BACK_OFFICE: Who = frozenset({B})
BILLING: Who = frozenset({B, X})
PRINTING: Who = frozenset({B, D})
PLANNERS: Who = frozenset({D, B})
ADMIN: Who = frozenset({A})

MATRIX: dict[str, Who] = {
    # what stands before any account
    "static": ANYBODY,
    "ops.alive": ANYBODY,
    "ops.metrics": ANYBODY,
    "shell.app_shell": ANYBODY,
    "shell.manifest": ANYBODY,
    "shell.service_worker": ANYBODY,
    "docs.openapi_json": ANYBODY,
    "docs.read": ANYBODY,
    "session.who_am_i": ANYBODY,
    "session.sign_in": ANYBODY,
    "session.sign_out": ANYBODY,
    # a phone; what it may see is decided by its grants
    "blobs.abilities": ANYBODY,
    "blobs.begin": SIGNED_IN,
    "blobs.piece": SIGNED_IN,
    "blobs.read": SIGNED_IN,
    "blobs.where": SIGNED_IN,
    "devices.act_on": SIGNED_IN,
    "devices.enrol": SIGNED_IN,
    "devices.list_devices": SIGNED_IN,
    "devices.rename": SIGNED_IN,
    "review.decide": SIGNED_IN,
    "review.list_conflicts": SIGNED_IN,
    "review.list_quarantine": SIGNED_IN,
    "review.settle": SIGNED_IN,
    "sync.forgotten": SIGNED_IN,
    "sync.pull_changes": SIGNED_IN,
    "sync.push_mutations": SIGNED_IN,
    "sync.sums": SIGNED_IN,
    # things as JSON; what each person may see of them is decided by its door
    "missions.list_missions": SIGNED_IN,
    "missions.show": SIGNED_IN,
    "reports.show": SIGNED_IN,
    "tickets.list_tickets": SIGNED_IN,
    "tickets.show": SIGNED_IN,
    "users.list_users": SIGNED_IN,
    "users.show": SIGNED_IN,
    # pages
    "console_access.decide": DIRECTOR,
    "console_access.index": REVIEW,
    "console_access.withdraw": DIRECTOR,
    "console_billing.export": BILLING,
    "console_billing.index": BILLING,
    "console_billing.show": BILLING,
    "console_billing.take": BACK_OFFICE,
    "console_home.show": ANYBODY,
    "console_clients.index": OFFICE,
    "console_clients.show": OFFICE,
    "console_desk.board": PLANNING,
    "console_desk.mission": PLANNING,
    "console_desk.show": PLANNING,
    "console_desk.ticket": PLANNING,
    "console_intake.client": DESK,
    "console_intake.save": DESK,
    "console_intake.search": DESK,
    "console_intake.show": DESK,
    "console_invitations.choose": ANYBODY,
    "console_invitations.show": ANYBODY,
    "console_missions.cancel": PLANNERS,
    "console_missions.show": OFFICE,
    "console_planning.book": PLANNERS,
    "console_planning.candidates": PLANNERS,
    "console_planning.make_new": PLANNERS,
    "console_planning.show_new": PLANNERS,
    "console_planning.show_slot": PLANNERS,
    "console_preferences.choose": ANYBODY,
    "console_reports.paper": OFFICE,
    "console_reports.print_again": PRINTING,
    "console_reports.show": OFFICE,
    "console_search.show": OFFICE,
    "console_sign_in.enter": ANYBODY,
    "console_sign_in.leave": ANYBODY,
    "console_sign_in.show": ANYBODY,
    "console_tickets.change": DESK,
    "console_tickets.index": OFFICE,
    "console_tickets.show": OFFICE,
    "console_users.act": ADMIN,
    "console_users.end_device": ADMIN,
    "console_users.end_session": ADMIN,
    "console_users.index": ADMIN,
    "console_users.invite": ADMIN,
    "console_users.new": ADMIN,
    "console_users.save": ADMIN,
    "console_users.show": ADMIN,
}
