# supports: what people read in this room.

support-new = New support measure
support-title = Support measure
support-add = Add a measure
support-type = Type of support
support-programme = Programme
support-level = Level
support-body = Granting body
support-requested = Requested
support-unit = Unit
support-granted = Granted
support-paid = Paid
support-granted-short = granted
support-paid-short = paid
support-start = From
support-end = Until
support-choose = Choose from the list
support-required = Fill in this field
support-negative = It cannot be negative
support-amount-bad = A number is needed, such as 48.5 mln or 2.5
support-date-bad = A day is needed, such as 14/10/2026
support-end-bad = It ends before it begins
support-unit-bad = The unit does not fit the type: money in roubles, land in hectares or metres, the rest in pieces
support-remove = Remove the measure
support-is-decided = Something was decided about this measure, or it is on an agenda. It can be withdrawn by a decision
decision-is-annulled = Another decision took the place of this one already
decision-annulled = annulled
decision-instead = In place of an annulled one: {$x}
done-support-made = Measure added
done-support-removed = Measure removed
measures-title = Support measures
measures-tab-all = All measures
measures-tab-requested = Requested
measures-tab-granted = Granted
measures-table = Table of support measures, scrolls
measures-caption = Register of support measures. Arrows move by cells, Enter edits.
measures-empty = There are no support measures yet.
measures-empty-way = They are added on the card of a project.
measures-none = No measures match.
measures-none-way = Remove one of the filters.
supports-on-project = A measure is added on the card of its project
measures-rows = { $n ->
    [one] {$n} measure
   *[other] {$n} measures
}
