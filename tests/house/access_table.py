"""URL x role x object, written by hand from what each role is for; never generated from the policies.

Objects belong to Kelurahan Terjun. Roles: `cnt` counter, `exa` examiner, `lur` lurah of Terjun; `oth` examiner of
another kelurahan; `kas` kasi, `sek` sekcam, `cam` camat, `per` personnel, `qua` quality, `edi` editor, `aud` auditor,
`adm` administrator of the kecamatan; `cit` a citizen's account; `out` the camat of another office; `dis` a disabled
account; `vis` a visitor.

A row: name -> (method, arguments, who gets in). Everybody else gets 404; visitors and disabled accounts are sent to
sign in. `PUBLIC` pages let everybody in; `HOLDER` pages open for the bearer of a link or a draft cookie only, so
without one everybody is turned away alike.
"""

PUBLIC = "PUBLIC"
HOLDER = "HOLDER"
STAFF = "cnt exa lur oth kas sek cam per qua edi aud adm out"
CASES = "cnt exa lur kas sek cam"  # may see the cases of Terjun
FILES = "exa lur kas sek cam"  # examine, or may sign
QUEUE = CASES + " oth"  # see a queue, each their own
LETTERS = "cnt exa lur kas"
HEADS = "lur kas sek cam"
EVALUATE = "lur kas sek cam qua"
PEOPLE = "lur kas sek cam per"
INFORM = "lur kas sek cam edi"

TABLE: dict[str, tuple[str, tuple[str, ...], str]] = {
    # web
    "web:home": ("GET", (), PUBLIC),
    "web:privacy": ("GET", (), PUBLIC),
    "web:accessibility": ("GET", (), PUBLIC),
    "web:complain": ("GET", (), PUBLIC),
    "web:health": ("GET", (), PUBLIC),
    "web:set_language": ("GET", ("language",), PUBLIC),
    "web:after_login": ("GET", (), STAFF + " cit"),
    "web:desk": ("GET", (), STAFF),
    "web:users": ("GET", (), "adm"),
    "web:user_new": ("GET", (), "adm"),
    "web:user": ("GET", ("user",), "adm"),
    "web:role_grant": ("GET", ("user",), "adm"),
    "web:role_end": ("GET", ("user", "role"), "adm"),
    "web:password_reset": ("GET", ("user",), "adm"),
    "web:user_active": ("POST", ("user",), "adm"),
    "web:office": ("GET", (), "adm"),
    "web:letterhead": ("GET", ("terjun",), "adm"),
    "web:arms": ("GET", ("terjun",), ""),  # nobody has drawn arms there
    "web:classification": ("GET", (), "adm"),
    "web:record": ("GET", (), "cam aud adm out"),
    "web:change_first_password": ("GET", (), STAFF + " cit"),
    # catalogue
    "catalogue:list": ("GET", (), PUBLIC),
    "catalogue:service": ("GET", ("service",), PUBLIC),
    "catalogue:desk": ("GET", (), "sek edi"),
    "catalogue:version": ("GET", ("service", "version"), "sek edi"),
    "catalogue:new_draft": ("POST", ("service",), "sek edi"),
    "catalogue:edit": ("GET", ("service", "version"), "sek edi"),
    "catalogue:publish": ("POST", ("service", "version"), "sek edi"),
    "catalogue:set_active": ("POST", ("service",), "sek edi"),
    # casework, citizen
    "casework:start": ("GET", ("service",), PUBLIC),
    "casework:agree": ("GET", ("service",), PUBLIC),  # what happens to the data, before anything is asked
    "casework:applicant": ("GET", ("service",), HOLDER),
    "casework:page": ("GET", ("service", "page"), HOLDER),
    "casework:files": ("GET", ("service",), HOLDER),
    "casework:upload": ("GET", ("service", "requirement"), HOLDER),
    "casework:look": ("GET", ("service", "requirement"), HOLDER),
    "casework:check": ("GET", ("service",), HOLDER),
    "casework:later": ("GET", ("service",), HOLDER),
    "casework:discard": ("POST", ("service",), HOLDER),
    "casework:track": ("GET", (), PUBLIC),
    "casework:recover": ("GET", (), PUBLIC),
    "casework:link": ("GET", ("token",), HOLDER),
    "casework:leave": ("POST", (), PUBLIC),
    "casework:status": ("GET", ("case",), HOLDER),
    "casework:receipt": ("GET", ("case",), HOLDER),
    "casework:data": ("GET", ("case",), HOLDER),
    "casework:mend": ("GET", ("case", "defect"), HOLDER),
    "casework:withdraw": ("GET", ("case",), HOLDER),
    "casework:download": ("POST", ("case",), HOLDER),
    # casework, office
    "casework:queue": ("GET", (), QUEUE),
    "casework:find": ("GET", (), "cnt exa kas oth"),
    "casework:receive": ("GET", (), "cnt exa kas oth"),
    "casework:receive_for": ("GET", ("service",), "cnt exa kas oth"),
    "casework:receive_files": ("GET", ("unknown_uuid",), ""),
    "casework:approvals": ("GET", (), HEADS),
    "casework:case": ("GET", ("case",), CASES),
    "casework:file": ("GET", ("case", "attachment"), FILES),
    "casework:letter": ("GET", ("ready_case",), FILES + " cnt"),
    "casework:slip": ("GET", ("case",), FILES),
    "casework:sent": ("POST", ("case",), CASES),
    "casework:take": ("POST", ("case",), CASES),
    "casework:send_back": ("GET", ("case",), CASES),
    "casework:propose": ("GET", ("case",), CASES),
    "casework:reject": ("GET", ("case",), CASES),
    "casework:delay": ("GET", ("case",), CASES),
    "casework:scan": ("GET", ("ready_case",), CASES),
    "casework:hand_over": ("GET", ("ready_case",), CASES),
    "casework:sign": ("GET", ("case",), CASES),
    "casework:give_back": ("GET", ("case",), CASES),
    "casework:mend_here": ("GET", ("case",), CASES),  # sends who may not back to the case, with words
    "casework:withdraw_here": ("GET", ("case",), CASES),
    "casework:reopen": ("GET", ("ready_case",), CASES),  # the page itself says no while the letter is good
    # letters
    "letters:verify": ("GET", ("code",), PUBLIC),
    "letters:register": ("GET", (), LETTERS + " oth"),
    "letters:reserve": ("GET", (), LETTERS + " oth"),
    "letters:block": ("GET", ("block",), LETTERS),
    "letters:void": ("GET", ("reserved",), LETTERS),
    "letters:late": ("GET", ("reserved",), LETTERS),
    "letters:letter": ("GET", ("letter",), LETTERS),
    "letters:pdf": ("GET", ("letter",), LETTERS),
    "letters:scan": ("GET", ("letter",), LETTERS),
    "letters:withdraw": ("POST", ("letter",), LETTERS),
    # surveys
    "surveys:answer": ("GET", ("survey",), PUBLIC),
    "surveys:thanks": ("GET", (), PUBLIC),
    "surveys:overview": ("GET", (), EVALUATE),
    "surveys:months": ("GET", (), EVALUATE),
    "surveys:export": ("GET", (), EVALUATE),
    "surveys:comments": ("GET", (), "qua"),
    "surveys:moderate": ("POST", ("comment",), "qua"),
    "surveys:imports": ("GET", (), "qua"),
    "surveys:import_new": ("GET", (), "qua"),
    "surveys:import": ("GET", ("batch",), EVALUATE),
    "surveys:import_map": ("POST", ("batch",), EVALUATE),  # who may only look is refused in words
    "surveys:import_keep": ("POST", ("batch",), EVALUATE),  # who may only look is refused in words
    "surveys:import_cancel": ("POST", ("batch",), EVALUATE),  # who may only look is refused in words
    "surveys:import_withdraw": ("POST", ("batch",), EVALUATE),  # who may only look is refused in words
    "surveys:import_refused": ("GET", ("batch",), EVALUATE),
    # information
    "information:list": ("GET", (), PUBLIC),
    "information:programme": ("GET", ("programme",), PUBLIC),
    "information:report_programme": ("GET", ("programme",), PUBLIC),
    "information:report_service": ("GET", ("service",), PUBLIC),
    "information:desk": ("GET", (), INFORM),
    "information:new": ("GET", (), INFORM),
    "information:edit": ("GET", ("programme_pk",), INFORM),
    "information:check": ("POST", ("programme_pk",), INFORM),
    "information:show": ("POST", ("programme_pk",), INFORM),
    "information:reports": ("GET", (), INFORM),
    "information:report": ("GET", ("report",), INFORM),
    # notices
    "notices:inbox": ("GET", (), STAFF + " cit"),
    "notices:mark_read": ("POST", ("unknown_uuid",), ""),
    # participation
    "participation:list": ("GET", (), PUBLIC),
    "participation:photo": ("GET", ("meeting_slug",), HOLDER),
    "participation:minutes": ("GET", ("meeting_slug",), HOLDER),
    "participation:desk": ("GET", (), EVALUATE),
    "participation:new": ("GET", (), EVALUATE),
    "participation:meeting": ("GET", ("meeting",), EVALUATE),
    "participation:change": ("GET", ("meeting",), EVALUATE),
    "participation:hold": ("POST", ("meeting",), EVALUATE),
    "participation:cancel": ("POST", ("meeting",), EVALUATE),
    "participation:desk_photo": ("GET", ("unknown_pk",), ""),
    "participation:desk_minutes": ("POST", ("meeting",), EVALUATE),
    "participation:minutes_file": ("GET", ("unknown_pk",), ""),
    "participation:publish": ("POST", ("meeting",), EVALUATE),
    "participation:record": ("GET", ("meeting", "part"), EVALUATE),
    "participation:remove": ("POST", ("unknown_pk", "part", "line"), ""),
    # personnel
    "personnel:list": ("GET", (), PEOPLE),
    "personnel:employee": ("GET", ("employee",), PEOPLE),
    "personnel:employee_new": ("GET", (), "per"),
    "personnel:employee_edit": ("GET", ("employee",), "per"),
    "personnel:training_new": ("GET", ("employee",), "per"),
    "personnel:import_new": ("GET", (), "per"),
    "personnel:import_sample": ("GET", (), "per"),
    "personnel:import": ("GET", ("staff_import",), "per"),
    "personnel:import_commit": ("POST", ("staff_import",), "per"),
    "personnel:import_discard": ("POST", ("staff_import",), "per"),
    "personnel:import_refused": ("GET", ("staff_import",), "per"),
    # competency
    "competency:me": ("GET", (), STAFF),
    "competency:gaps": ("GET", (), PEOPLE),
    "competency:competency": (
        "GET",
        ("competency",),
        PEOPLE + " out",
    ),  # the dictionary is common; teams are one's own
    "competency:person": ("GET", ("employee",), PEOPLE),
    "competency:assess": ("GET", (), "per"),
    "competency:positions": ("GET", (), "per"),
    "competency:events": ("GET", (), PEOPLE),
    "competency:event_new": ("GET", (), "per"),
    "competency:event": ("GET", ("event",), PEOPLE),
    "competency:enroll": ("GET", ("event",), PEOPLE),
    "competency:withdraw": ("POST", ("event",), PEOPLE),
    "competency:hold": ("GET", ("event",), "per"),
    "competency:cancel": ("GET", ("event",), PEOPLE),
    "competency:after": ("GET", ("event",), ""),  # the event has not been held
    # evaluation
    "evaluation:public": ("GET", (), PUBLIC),
    "evaluation:told": ("GET", (), PUBLIC),
    "evaluation:told_service": ("GET", ("service",), PUBLIC),
    "evaluation:meeting": ("GET", ("meeting_slug",), PUBLIC),
    "evaluation:overview": ("GET", (), EVALUATE),
    "evaluation:users": ("GET", (), EVALUATE),
    "evaluation:cell": ("GET", ("element",), EVALUATE),
    "evaluation:actions": ("GET", (), EVALUATE),
    "evaluation:action_new": ("GET", (), ""),  # without a cell in the address there is nothing to plan
    "evaluation:action": ("GET", ("action",), EVALUATE),
    "evaluation:action_day": ("GET", ("action", "act"), EVALUATE),
    "evaluation:action_draw": ("GET", ("action",), EVALUATE),
    "evaluation:action_cancel": ("GET", ("action",), EVALUATE),
    "evaluation:action_publish": ("GET", ("action",), EVALUATE),
    "evaluation:action_unpublish": ("GET", ("action",), EVALUATE),
}
