# imports: what people read in this room.

imports-title = Import from Excel
imports-drop = Drop a workbook here or choose a file
imports-read = Read the file
imports-none-way = A file is only read at first: nothing is written until you have seen the result.
imports-before = Earlier imports
imports-file = File
imports-state = State
imports-at = When
imports-all = All imports
import-state-reading = Reading the file
import-state-ready = Read, waits to be written
import-state-writing = Writing
import-state-done = Imported
import-state-failed = Not imported
import-state-undone = Undone
imports-may-close = The page may be closed: the work goes on at the server
imports-nothing-written = Nothing was written.
imports-nothing-found = Nothing to write: neither clients nor projects were found
imports-nothing-found-way = See below what was read on each sheet.
imports-again = Choose another file
imports-to-register = Open the register
imports-write = Write to the database
imports-write-hint = All or nothing: if anything goes wrong, the database stays as it was
imports-steps = Steps of the import
step-file = File
imports-kinds = What to check
imports-who = Brought by
imports-size = Size
imports-sending = Sending
unit-kilobytes = KB
import-clients-new = { $n ->
    [one] new client
   *[other] new clients
}
import-clients-matched = { $n ->
    [one] client known already
   *[other] clients known already
}
import-projects-new = { $n ->
    [one] new project
   *[other] new projects
}
import-supports-new = { $n ->
    [one] support measure
   *[other] support measures
}
import-decisions-new = { $n ->
    [one] decision
   *[other] decisions
}
import-rows-skipped = { $n ->
    [one] row left out: no data in it
   *[other] rows left out: no data in them
}
import-problems = { $n ->
    [one] remark
   *[other] remarks
}
imports-sheets = Sheets and columns
imports-hidden = hidden
imports-taken = taken
imports-column = Column of the file
sheet-register = A register
sheet-empty = An empty sheet
sheet-legend = Explains colours
sheet-summary = A summary: no single projects in it
sheet-no-header = No header row was found
sheet-no-records = Neither clients nor projects
target-custom = A custom field
target-skip = Left out
import-column-unnamed = (no heading)
imports-cell = Cell
imports-raw = In the file
import-no-file = Choose a .xlsx, .xls, .ods or .csv file.
import-too-large = The file is larger than {$n} MB. Save it in parts.
import-not-ready = This file cannot be written now: {$state}.
import-row = row {$n}
unit-megabytes = MB
imports-drop-hint = .xlsx, .xls, .ods or .csv, up to {$n} MB
import-refused-unreadable = The file could not be opened at the server.
import-refused-not-a-spreadsheet = This is no spreadsheet: by its content it is another kind of file, whatever its name.
import-refused-html = This is an HTML page named as a spreadsheet. Open it in Excel and save it as .xlsx.
import-refused-unsupported = This kind of workbook is not read. Save it as .xlsx.
import-refused-damaged = The file is damaged. Open it in Excel and save it anew.
import-refused-encrypted = The file is protected by a password. Remove the protection and bring it again.
import-refused-doctype = The file holds a forbidden DOCTYPE: dangerous content is hidden that way.
import-refused-bomb = The file unpacks to an unreasonable size.
import-refused-too-large = The file holds more than is read at once. Split it.
import-refused-too-many-rows = { $n ->
    [one] The file has more than {$n} row of data. Split it.
   *[other] The file has more than {$n} rows of data. Split it.
}
import-refused-no-data = There is no data in the file.
import-refused-unclosed-quote = The quote in row {$n} is not closed and hides the rows after it.
import-refused-broken = Something broke on our side. The file is kept, try again.
support-type-finance = Money
support-type-credit = Credit
support-type-land = Land
support-type-equipment = Equipment
support-type-technical = Technical connection
import-rows = { $n ->
    [one] {$n} row
   *[other] {$n} rows
}

# Problems by kind.
problem-hidden-sheet = A hidden sheet: taken
problem-non-data-sheet = The sheet is no register: left out
problem-duplicate-header = Two columns with one heading
problem-unnamed-column = A column without a heading
problem-too-many-columns = Too many columns: the rest become no fields
problem-state-by-fill = The state comes from the colour of the row
problem-section-row = A section heading, no project
problem-shifted-row = Values stood one column aside and were put back: please check
problem-orphan-project = A project without a client
problem-duplicate-project = The same project on another sheet
problem-duplicate-project-conflict = The same project with other values
problem-support-unmatched = A support measure: project not found
problem-decision-unmatched = A decision: project not found
problem-inn-bad-checksum = INN: wrong check digit
problem-inn-bad-length = INN: neither 10 nor 12 digits
problem-inn-lost-zero = INN: the leading zero was restored
problem-inn-scientific-text = INN: digits were lost in Excel
problem-inn-two-in-cell = Two INN in one cell
problem-inn-not-number = INN: not a number
problem-inn-mismatch = The INN does not fit the kind of client
problem-kpp-bad = KPP: not nine characters
problem-kpp-differs = Different KPP under one INN
problem-ogrn-bad-checksum = OGRN: wrong check digit
problem-ogrn-bad-length = OGRN: neither 13 nor 15 digits
problem-renamed-same-inn = Another name under the same INN
problem-same-name-other-inn = Same name, other INN: different clients
problem-client-name-unsure = A similar name: check whether it is the same client
problem-phone-bad = Phone: too many or too few digits
problem-phone-short = Phone without an area code
problem-email-bad = Not an e-mail address
problem-email-cyrillic-letter = A Cyrillic letter in an e-mail address
problem-post-code-bad = Post code: not six digits
problem-error-cell = An error value in the cell
problem-amount-currency = An amount in foreign currency
problem-amount-header-unit-mismatch = The amount is in another unit than the column
problem-amount-negative = A negative amount
problem-amount-not-money = Not money in a column of amounts
problem-amount-not-number = Amount: not a number
problem-amount-range = A range instead of an amount
problem-amount-two-values = Two amounts in one cell
problem-amount-ambiguous = The amount can be read in two ways
problem-amount-too-large = The amount is too large
problem-total-mismatch = The total differs from its parts
problem-date-impossible = No such date
problem-date-bad-year = Date: a senseless year
problem-date-month-text = Only the month is known
problem-date-quarter-text = Only the quarter is known
problem-date-year-text = Only the year is known
problem-date-not-date = Not a date
problem-jobs-unclear = Jobs: not a single number
problem-state-unknown = An unknown state
problem-responsible-unknown = No such specialist
problem-word-unknown = The word is in no directory
problem-custom-value-unread = The value does not fit the type of the column
problem-value-conflict = Rows disagree on a value

# Fields that a column can fill.
target-client-name = Client
target-client-full-name = Client, full name
target-client-legal-form = Legal form
target-client-kind = Kind of client
target-client-inn = INN
target-client-kpp = KPP
target-client-ogrn = OGRN
target-client-address = Address
target-client-district = District
target-client-city = City
target-client-post-code = Post code
target-client-street = Street
target-client-contact = Contacts
target-client-contact-name = Contact person
target-client-contact-position = Position
target-client-phone = Phone
target-client-email = E-mail
target-project-name = Project
target-project-number = Project number
target-project-industry = Industry
target-project-description = Description
target-project-own = Own amount
target-project-requested = Requested amount
target-project-total = Total cost
target-project-jobs = Jobs
target-project-taxes = Taxes
target-project-state = State
target-project-application-date = Application date
target-project-responsible = Specialist
target-project-note = Note in the timeline
target-support-type = Type of support
target-support-programme = Programme
target-support-level = Level of the programme
target-support-body = Granting body
target-support-amount = Amount of support
target-support-unit = Unit
target-support-start = Start of support
target-support-end = End of support
target-support-description = Description of the measure
target-decision-kind = Deciding body
target-decision-date = Date of decision
target-decision-protocol = Protocol
target-decision-outcome = Outcome

imports-undo = Undo the import
imports-undone = What this file made is no longer in the register.
imports-undoing = Undoing
imports-undo-hint = Removes all that this file made. What people have changed since stays. Possible for 30 days
import-not-undoable = This import can no longer be undone: {$state}.
imports-kept = Stayed, because people changed it since

# The wizard.
import-state-stopped = Stopped
step-columns = Columns and check
step-matches = Matches with what is here
step-result = Result
imports-stop = Stop
imports-stopping = Stopping
imports-read-again = Read again
imports-header-row = Header row
imports-to-columns = Columns
imports-hidden-ask = The workbook has hidden sheets. Check whether they are needed and untick those that are not.
imports-sheets-hint = A ticked sheet is imported. If the header row was found wrongly, type its number and check again.
imports-check-again = Check again
imports-next = Next
imports-back = Back
imports-which-rows = Which rows to show
imports-rows-all = { $n ->
    [one] row of data
   *[other] rows of data
}
imports-rows-ready = { $n ->
    [one] ready
   *[other] ready
}
imports-rows-warned = with remarks
imports-rows-bad = { $n ->
    [one] with something unread
   *[other] with something unread
}
imports-rows-here = here already
imports-preview = Columns of the file and its rows
imports-columns-before = Columns to the left
imports-columns-after = Columns to the right
imports-columns-shown = Columns {$from}–{$to} of {$all}
imports-row = Row
imports-field-for = What column “{$x}” becomes
imports-unit-for = The unit of column “{$x}”
imports-fills-of-rows = What the background of rows means
imports-no-fill = no background: {$x}
imports-fill-means = State for the background, {$x}
imports-fill-nothing = nothing
imports-leave-row = leave out
imports-row-stays = do not move
imports-no-rows = There are no such rows on this sheet.
imports-replace-in = { $n ->
    [one] Replace in {$n} cell
   *[other] Replace in {$n} cells
}
imports-replace-for = What to put instead of “{$x}”
imports-next-rows = { $n ->
    [one] Next: {$n} row
   *[other] Next: {$n} rows
}
imports-problem-book = Remarks in Excel
imports-problem-book-way = Rows with remarks can be mended in Excel and brought separately: what is here is not doubled.
imports-problem-file = To mend
imports-remarks = Import remarks
imports-accept-all = Accept all and write
imports-words = Words that no directory has
imports-word = Word in the file
imports-word-list = Directory
imports-word-means = What it is
imports-word-uses = { $n ->
    [one] {$n} time
   *[other] {$n} times
}
imports-means-for = What “{$x}” means
imports-leave-empty = leave empty
imports-words-accept = Accept the answers
imports-words-hint = The answer is remembered for the next files too. A name that the directory lacks becomes a new entry.
word-list-district = Districts
word-list-city = Cities
word-list-industry = Industries
word-list-programme = Programmes
word-list-body = Bodies
word-list-person = Members
word-list-state = States
money-unit-rub = RUB
money-unit-thousand = RUB thousand
money-unit-million = RUB million
money-unit-billion = RUB billion
imports-no-questions = No questions: nothing that is here already will change.
imports-pairs = One client or two
imports-pairs-answer = Save the answers
imports-pairs-hint = The answer is remembered, and this pair is not asked about again.
pair-same-name-other-inn = Same name, different INN
pair-same-name = Same name, one has no INN
pair-like-name = Similar names and a shared phone or e-mail
pair-other-kpp = One INN, different KPP
pair-same-name-here = A client here has the same name
pair-doubled-here = Several clients here have one INN
pair-reached = Phones and e-mail
pair-projects = Projects
pair-rows = Rows of the file
pair-here = here
pair-same = One client
pair-other = Different
imports-policies = What to do with fields that differ
imports-field = Field
imports-fills = Empty here
imports-conflicts = Different
imports-policy = What to do
imports-policy-for = What to do with field “{$x}”
policy-fill = Fill empty ones only
policy-overwrite = Replace with the file's values
policy-skip = Leave alone
imports-policies-save = Apply
imports-differences = What will change
imports-take = Take from the file
imports-record = Record
imports-here = Now
imports-there = In the file
imports-values-save = Save the choice
imports-will-be-written = What will be written
imports-refused = Not written: the rules do not allow the change
imports-unplaced = Decisions whose project was not found
imports-unplaced-way = Type the number of a project, and the decision goes to its card. The others are kept here.
imports-project-number = project number
imports-project-of = Number of the project of the decision: {$x}
imports-place = Save
imports-protocol = protocol {$x}
import-no-project = There is no project with this number.
imports-source = The row of the file as it stood
import-projects-changed = { $n ->
    [one] project will change
   *[other] projects will change
}
import-projects-same = { $n ->
    [one] project without changes
   *[other] projects without changes
}
import-projects-conflict = { $n ->
    [one] project differs from the file
   *[other] projects differ from the file
}
import-supports-changed = { $n ->
    [one] support measure will change
   *[other] support measures will change
}
import-values-written = { $n ->
    [one] value changed
   *[other] values changed
}
import-values-kept = { $n ->
    [one] value kept as it is
   *[other] values kept as they are
}
api-import-sheet = There is no such sheet in the file.
api-import-column = There is no such column on the sheet.
api-import-field = There is no such field or unit.
