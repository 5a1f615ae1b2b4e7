# api: what people read behind the programs that talk to /api/v1.

api-not-json = The body must be a JSON object.
api-not-json-type = The body must be JSON.
api-unknown-field = There is no such field.
api-nothing-to-change = Name at least one field to change.
api-whole-number = A whole number is needed.
api-may-not-be-empty = This field may not be empty.
api-required = This field is required.
api-boolean = true or false is needed.
api-object = An object is needed.
api-text = A text is needed.
api-list = A list is needed.
api-blank = The text may not be blank.
api-email = This does not look like an e-mail address.
api-id = A UUID is needed.
api-negative = The number may not be below zero.
api-decimal = A number is needed: up to 16 digits before the point and 2 after it.
api-date = A date such as 2026-01-31 is needed.
api-moment = A date or a time such as 2026-01-31T08:15:30Z is needed.
api-currency = Three capital Latin letters are needed.
api-order-by = The list cannot be ordered by this field.
api-order = The order is asc or desc.
api-out-of-range = A whole number from {$least} to {$most} is needed.
api-unknown-word = Possible values: {$words}.
api-too-long = { $n ->
    [one] At most {$n} character.
   *[other] At most {$n} characters.
}
api-digits = { $n ->
    [one] {$n} digit is needed.
   *[other] {$n} digits are needed.
}
api-no-token = A valid access token is needed.
api-organization-needed = Name the organization in the header X-Organization-Id.
api-confirmation-needed = A change of all rows is confirmed by the parameter all=true.
api-no-such-row = A row that the request refers to does not exist.
api-stale-version = The row was changed: this version is stale.
api-incomplete = A full application needs more.
api-in-conflict = This goes against what is stored already.
api-key-length = Idempotency-Key has 1 to 200 characters.
api-key-reused = Another request was sent with this Idempotency-Key.
api-no-such-person = There is nobody with this address.
api-member-already = This person is a member already.
api-registration-closed = New accounts are made by invitation only.
api-comment-only = Only a comment is written by hand.
api-one-subject = Name one of them: a deal, a project or a client.
api-cannot-change = This field cannot be changed.
api-retired = This entry of the directory is not used any more.
api-options-of-choice = Only choice and choices have options.
api-link = A link that begins with https:// or http:// is needed.
api-number = A number is needed, up to 18 digits.
api-client-in-use = The client has projects or contacts, so it cannot be removed.
api-first-state = A new project begins as a short application.
api-unit = The unit does not fit the type.
api-date-end = The end cannot be before the start.
api-not-our-account = Only this person changes their own name, e-mail and password.
api-file-refused = The file was not read. {$x}
api-decision-of-meeting = A meeting made this decision: only an annulment replaces it.
api-cursor = This is no cursor of this list in this order.
docs-title = API reference
docs-lead = Everything on the pages is open to programs too. Bodies and answers are JSON in UTF-8.
docs-families = Sections
docs-token = Access token:
docs-organization = Organization:
docs-errors = A refusal, 400 and above:
docs-versions = Simultaneous changes:
docs-key = A request sent again without harm:
docs-paging = Lists in parts:
docs-json = The description in OpenAPI 3.1
docs-required = required
docs-open = Without a token.
docs-needs-token = Needs a token.
docs-needs-both = Needs a token and an organization.
docs-parameters = Parameters
docs-body = Body
