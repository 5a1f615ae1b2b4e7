# analytics: what people read about the pipeline in figures.

room-pipeline = Funnel
pipeline-now = as of today
pipeline-new-for = New in
pipeline-days = { $n ->
    [one] {$n} day
   *[other] {$n} days
}
pipeline-last-days = { $n ->
    [one] in {$n} day
   *[other] in {$n} days
}
pipeline-all = All deals
pipeline-open = Open
pipeline-won = Won
pipeline-mean = Mean of won
pipeline-mean-note = of the deals won
pipeline-new = New
pipeline-by-status = By status
pipeline-count = Deals
pipeline-funnel = Funnel
pipeline-funnel-note = share that came from the stage before
pipeline-conversion = Conversion
