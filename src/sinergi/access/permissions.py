"""Who may hold which permission: permission names and the role table (house: "Permissions, three questions").

A role is held at a unit and covers everything below that unit.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role allows. Names are verb + noun."""

    CASE_RECEIVE = "case.receive"  # enter an application for a citizen
    CASE_VIEW = "case.view"
    CASE_EXAMINE = "case.examine"  # examine, send back, propose, refuse
    CASE_HAND_OVER = "case.hand_over"
    LETTER_ISSUE = "letter.issue"  # number, print, store the signed scan, withdraw
    APPROVE_KASI = "approve.kasi"
    APPROVE_SEKCAM = "approve.sekcam"
    APPROVE_CAMAT = "approve.camat"
    APPROVE_LURAH = "approve.lurah"
    CATALOGUE_EDIT = "catalogue.edit"
    INFORMATION_EDIT = "information.edit"
    SURVEY_VIEW = "survey.view"
    SURVEY_IMPORT = "survey.import"
    COMMENT_MODERATE = "comment.moderate"
    EVALUATION_VIEW = "evaluation.view"
    EVALUATION_ACT = "evaluation.act"  # add follow-up actions, draw waves, publish
    EMPLOYEE_VIEW = "employee.view"
    EMPLOYEE_EDIT = "employee.edit"
    COMPETENCY_VIEW = "competency.view"
    COMPETENCY_ASSESS = "competency.assess"
    TRAINING_MANAGE = "training.manage"
    MEETING_MANAGE = "meeting.manage"
    USER_MANAGE = "user.manage"
    OFFICE_CONFIGURE = "office.configure"
    AUDIT_VIEW = "audit.view"


class Role(models.TextChoices):
    """Roles of an office; each is held at a unit from a date."""

    COUNTER = "counter", _("Petugas loket")
    EXAMINER = "examiner", _("Petugas pemeriksa")
    KASI = "kasi", _("Kepala seksi")
    LURAH = "lurah", _("Lurah")
    SEKCAM = "sekcam", _("Sekretaris camat")
    CAMAT = "camat", _("Camat")
    PERSONNEL = "personnel", _("Pengelola kepegawaian")
    EDITOR = "editor", _("Pengelola informasi")
    QUALITY = "quality", _("Pengelola mutu layanan")
    AUDITOR = "auditor", _("Pemeriksa internal")
    ADMIN = "admin", _("Administrator")


_COUNTER = {Permission.CASE_RECEIVE, Permission.CASE_VIEW, Permission.CASE_HAND_OVER, Permission.LETTER_ISSUE}
_EXAMINER = {*_COUNTER, Permission.CASE_EXAMINE}
_HEAD = {
    Permission.CASE_VIEW,
    Permission.SURVEY_VIEW,
    Permission.EVALUATION_VIEW,
    Permission.EVALUATION_ACT,
    Permission.COMPETENCY_VIEW,
    Permission.EMPLOYEE_VIEW,
    Permission.MEETING_MANAGE,
    Permission.INFORMATION_EDIT,
}

ROLE_PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    Role.COUNTER: frozenset(_COUNTER),
    Role.EXAMINER: frozenset(_EXAMINER),
    Role.KASI: frozenset({*_EXAMINER, *_HEAD, Permission.APPROVE_KASI}),
    Role.LURAH: frozenset({*_HEAD, Permission.APPROVE_LURAH, Permission.LETTER_ISSUE}),
    Role.SEKCAM: frozenset({*_HEAD, Permission.APPROVE_SEKCAM, Permission.CATALOGUE_EDIT}),
    Role.CAMAT: frozenset({*_HEAD, Permission.APPROVE_CAMAT, Permission.AUDIT_VIEW}),
    Role.PERSONNEL: frozenset(
        {
            Permission.EMPLOYEE_VIEW,
            Permission.EMPLOYEE_EDIT,
            Permission.COMPETENCY_VIEW,
            Permission.COMPETENCY_ASSESS,
            Permission.TRAINING_MANAGE,
        }
    ),
    Role.EDITOR: frozenset({Permission.INFORMATION_EDIT, Permission.CATALOGUE_EDIT}),
    Role.QUALITY: frozenset(
        {
            Permission.SURVEY_VIEW,
            Permission.SURVEY_IMPORT,
            Permission.COMMENT_MODERATE,
            Permission.EVALUATION_VIEW,
            Permission.EVALUATION_ACT,
            Permission.MEETING_MANAGE,
        }
    ),
    Role.AUDITOR: frozenset({Permission.AUDIT_VIEW}),
    Role.ADMIN: frozenset({Permission.USER_MANAGE, Permission.OFFICE_CONFIGURE, Permission.AUDIT_VIEW}),
}


def roles_with(permission: Permission) -> frozenset[str]:
    """The roles whose holders have ``permission``."""
    return frozenset(role for role, held in ROLE_PERMISSIONS.items() if permission in held)
