# overview: what people read in this room.

room-overview = Overview
overview-period = Period
overview-month = Month
overview-quarter = Quarter
overview-year = Year
overview-last-year = { $x }: the last year with applications
overview-own = Period…
overview-from = From
overview-to = To
overview-show = Show
overview-requested = Support requested
overview-requested-short = Requested
overview-granted = Granted
overview-granted-column = Granted, mln ₽
overview-jobs = Jobs
overview-jobs-note = in applications of the period
overview-tax = Taxes
overview-late = Longer than the norm
overview-late-note = now, of all applications
overview-applied = Applications
overview-granted-projects = With support granted
overview-of-district = Applications of the district
overview-of-industry = Applications of the industry
overview-of-period = applied { $x }
overview-now = as of today
overview-funnel = Funnel of applications
overview-funnel-note = share of the step before
overview-step = Step
overview-step-applied = Applied
overview-step-full = Full application
overview-step-commission = Came to the commission
overview-step-support = On support
overview-step-ended = Ended
overview-projects = Projects
overview-share = Share
overview-quarters = Sums by quarter, mln ₽
overview-as-table = Show as a table
overview-load = Workload of specialists
overview-nobody = Nobody
overview-ages = Days in the state
overview-ages-note = number of projects; coloured past the norm
overview-age-0 = up to 7
overview-age-1 = 8–25
overview-age-2 = 26–90
overview-age-3 = over 90
overview-norm-head = Norm
overview-norm = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
overview-districts = By district, mln ₽
overview-industries = By industry, mln ₽
overview-without = Not given
overview-others = { $n ->
    [one] { $n } more
   *[other] { $n } others
}
overview-none = No applications in this period
overview-more = Show more
overview-project = Project
