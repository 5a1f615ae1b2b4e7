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
step-reading = Reading
step-check = Check
step-writing = Into the register
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
import-projects-matched = { $n ->
    [one] project known already
   *[other] projects known already
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
imports-becomes = Becomes
sheet-register = A register
sheet-empty = An empty sheet
sheet-legend = Explains colours
sheet-summary = A summary: no single projects in it
sheet-no-header = No header row was found
sheet-no-records = Neither clients nor projects
target-custom = A custom field
target-skip = Left out
import-column-unnamed = (no heading)
imports-problem-list = Remarks by cell
severity-all = All
severity-error = Not read
severity-warning = Check
severity-note = For information
imports-cell = Cell
imports-what = What is wrong
imports-raw = In the file
imports-value = Becomes
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
problem-state-by-fill = The state comes from the colour of the row
problem-section-row = A section heading, no project
problem-shifted-row = Values are shifted by a column
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
