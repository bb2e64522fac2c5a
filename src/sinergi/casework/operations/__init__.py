"""Everything that writes cases."""

from sinergi.casework.operations.counter import enter, mend_at_counter, withdraw_at_counter
from sinergi.casework.operations.drafting import (
    Applicant,
    Started,
    attach,
    detach,
    erase_draft,
    save_answers,
    save_applicant,
    send_draft_link,
    start_draft,
)
from sinergi.casework.operations.examining import Finding, delay, propose, reject, send_back, take
from sinergi.casework.operations.handover import collect_online, hand_over, mark_message_sent
from sinergi.casework.operations.intake import Changed, Incomplete, submit
from sinergi.casework.operations.mending import mend_answers, mend_applicant, mend_file, withdraw
from sinergi.casework.operations.signing import approve, reopen, return_to_examiner, store_scan
from sinergi.casework.operations.steps import Conflict, Gone
from sinergi.casework.operations.tracking import (
    Tracked,
    ask_for_reference,
    opened_by_link,
    send_reference,
    track,
)
from sinergi.casework.operations.unfinished import drop_unfinished, keep_unfinished
from sinergi.casework.operations.upkeep import (
    erase_expired,
    follow_defects,
    note_overdue,
    sweep_doors,
    sweep_drafts,
    sweep_survey_keys,
)
from sinergi.casework.operations.withdrawn_letters import follow_withdrawn_letter

__all__ = [
    "Applicant",
    "Changed",
    "Conflict",
    "Finding",
    "Gone",
    "Incomplete",
    "Started",
    "Tracked",
    "approve",
    "ask_for_reference",
    "attach",
    "collect_online",
    "delay",
    "detach",
    "drop_unfinished",
    "enter",
    "erase_draft",
    "erase_expired",
    "follow_defects",
    "follow_withdrawn_letter",
    "hand_over",
    "keep_unfinished",
    "mark_message_sent",
    "mend_answers",
    "mend_applicant",
    "mend_at_counter",
    "mend_file",
    "note_overdue",
    "opened_by_link",
    "propose",
    "reject",
    "reopen",
    "return_to_examiner",
    "save_answers",
    "save_applicant",
    "send_back",
    "send_draft_link",
    "send_reference",
    "start_draft",
    "store_scan",
    "submit",
    "sweep_doors",
    "sweep_drafts",
    "sweep_survey_keys",
    "take",
    "track",
    "withdraw",
    "withdraw_at_counter",
]
