# deals: что читают люди о сделках.

room-deals = Сделки
deal-won-amount = Чтобы выиграть сделку, укажите сумму больше нуля.
deal-new = Новая сделка
deal-change = Изменить сделку
deal-change-do = Изменить
deal-make = Добавить сделку
deal-title = Название
deal-contact = Контакт
deal-choose-contact = Выберите контакт
deal-contact-needed = Выберите контакт, с которым сделка
deal-amount = Сумма
deal-currency = Валюта
deal-status = Состояние
deal-status-new = Новая
deal-status-in-progress = В работе
deal-status-won = Выиграна
deal-status-lost = Проиграна
deal-stage = Этап
deal-stage-qualification = Знакомство
deal-stage-proposal = Предложение
deal-stage-negotiation = Переговоры
deal-stage-closed = Завершение
deal-owner = Ответственный
deal-made = Создана
deal-move = Перенести сделку «{$x}»
deal-timeline = Лента
deal-timeline-none = Пока ничего не произошло.
deal-task-made = новая задача «{$x}»
deal-comment-hint = Комментарий
deal-comment-needed = Напишите комментарий: до 10 000 знаков.
deal-delete = В корзину
deal-order-created-at = По дате создания
deal-order-updated-at = По дате изменения
deal-order-amount = По сумме
deal-order-title = По названию
deals-view = Вид
deals-board = Доска
deals-list = Список
deals-filter = Фильтр
deals-filters = Фильтры сделок
deals-min = Сумма от
deals-max = Сумма до
deals-all-owners = Все
deals-order = Порядок
deals-ascending = По возрастанию
deals-more = Показать все
deals-none = Сделок пока нет.
deals-none-such = Попробуйте другой фильтр.
deals-none-way = Первая сделка начинается с контакта.
deals-since = созданы с {$x}
deals-sum = Всего {$x}
deals-count = { $n ->
    [one] {$n} сделка
    [few] {$n} сделки
    [many] {$n} сделок
   *[other] {$n} сделки
}
page-before = Назад
page-after = Дальше
done-deal-made = Сделка добавлена
done-deal-deleted = Сделка в корзине
