# notices: what people are told in the application.

notices-title = Уведомления
notices-none = Уведомлений пока нет.
notices-none-way = Здесь появится, кто вас упомянул или назначил.
notices-new = новое
notices-unread = { $n ->
    [one] Уведомления: {$n} новое
    [few] Уведомления: {$n} новых
    [many] Уведомления: {$n} новых
   *[other] Уведомления: {$n} новых
}
notice-mentioned = упоминает вас:
notice-assigned = назначает вас на проект
notice-handed-over = передаёт вам дела коллеги:
