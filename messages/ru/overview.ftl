# overview: what people read in this room.

room-overview = Обзор
overview-period = Период
overview-month = Месяц
overview-quarter = Квартал
overview-year = Год
overview-last-year = { $x }: последний год с заявками
overview-own = Период…
overview-from = С какого дня
overview-to = По какой день
overview-show = Показать
overview-requested = Запрошено поддержки
overview-requested-short = Запрошено
overview-granted = Одобрено
overview-granted-column = Одобрено, млн ₽
overview-jobs = Рабочие места
overview-jobs-note = по заявкам периода
overview-tax = Налоги в бюджет
overview-late = Дольше срока
overview-late-note = сейчас, по всем заявкам
overview-applied = Заявки
overview-granted-projects = С одобренной поддержкой
overview-of-district = Заявки района
overview-of-industry = Заявки отрасли
overview-of-period = поданы { $x }
overview-now = на сегодня
overview-funnel = Воронка заявок
overview-funnel-note = доля от предыдущего шага
overview-step = Шаг
overview-step-applied = Подано заявок
overview-step-full = Полная заявка
overview-step-commission = Дошли до комиссии
overview-step-support = На сопровождении
overview-step-ended = Завершено
overview-projects = Проектов
overview-share = Доля
overview-quarters = Суммы по кварталам, млн ₽
overview-as-table = Показать таблицей
overview-load = Нагрузка специалистов
overview-nobody = Не назначен
overview-ages = Сколько дней в состоянии
overview-ages-note = число проектов; цветом — дольше срока
overview-age-0 = до 7
overview-age-1 = 8–25
overview-age-2 = 26–90
overview-age-3 = больше 90
overview-norm-head = Срок
overview-norm = { $n ->
    [one] { $n } раб. день
    [few] { $n } раб. дня
    [many] { $n } раб. дней
   *[other] { $n } раб. дня
}
overview-districts = По районам, млн ₽
overview-industries = По отраслям, млн ₽
overview-without = Не указано
overview-others = { $n ->
    [one] Ещё { $n }
    [few] Остальные { $n }
    [many] Остальные { $n }
   *[other] Остальные { $n }
}
overview-none = За этот период заявок нет
overview-more = Показать ещё
overview-project = Проект
