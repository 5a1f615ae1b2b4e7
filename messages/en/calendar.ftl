# calendar: what people read about working days and norms.

settings-calendar = Calendar and terms
calendar-title = Working calendar
calendar-missing = No calendar is loaded for {$x}: terms are counted from Monday to Friday, holidays are not known.
calendar-not-loaded = not loaded, days are counted from Monday to Friday
calendar-year = Working days: {$working}, weekdays off: {$off}, weekend days worked: {$moved}
calendar-year-title = Calendar of {$x}
calendar-year-hint = Dates separated by spaces, commas or lines: 01.05 or 01.05.2026. Holidays of article 112 of the Labour Code are filled in; add the days moved by the Government's decree for this year.
calendar-days-off = Weekdays off: holidays and moved days
calendar-working-days = Weekend days worked
calendar-bad-day = “{$x}” is no day of this year
norms-title = Terms of states
norms-hint = How many working days a project may stay in a state. Beyond that it is marked as late. Empty: no term.
norms-unit = working days
norm-bad = From 1 to 2000 working days
