# analytics: что читают люди о воронке сделок.

room-pipeline = Воронка
pipeline-now = на сегодня
pipeline-new-for = Новые за
pipeline-days = { $n ->
    [one] {$n} день
    [few] {$n} дня
    [many] {$n} дней
   *[other] {$n} дня
}
pipeline-last-days = { $n ->
    [one] за {$n} день
    [few] за {$n} дня
    [many] за {$n} дней
   *[other] за {$n} дня
}
pipeline-all = Всего сделок
pipeline-open = Открытые
pipeline-won = Выиграно
pipeline-mean = Средняя выигранная
pipeline-mean-note = по выигранным сделкам
pipeline-new = Новые
pipeline-by-status = По состоянию
pipeline-count = Сделок
pipeline-funnel = Воронка
pipeline-funnel-note = доля дошедших с предыдущего этапа
pipeline-conversion = Конверсия
