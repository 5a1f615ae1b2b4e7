# webhooks: что читают люди об адресах, которым сообщают об изменениях.

settings-webhooks = Вебхуки
webhooks-none = Адресов пока нет. По вебхуку другая программа узнаёт об изменениях сразу.
webhook-new = Новый адрес
webhook-title = Вебхук
webhook-url = Адрес
webhook-url-hint = Начинается с https:// или http://
webhook-url-bad = Нужен адрес, который начинается с https:// или http://
webhook-url-private = Это адрес внутренней сети: на него ничего не отправляется
webhook-kinds = О чём сообщать
webhook-kinds-needed = Выберите хотя бы одно
webhook-kind-contact = Контакты
webhook-kind-deal = Сделки
webhook-kind-task = Задачи
webhook-kind-client = Клиенты
webhook-kind-project = Проекты
webhook-kind-support = Меры поддержки
webhook-kind-decision = Решения
webhook-add = Добавить
webhook-off = выключен
webhook-active = Включён
webhook-secret = Секрет подписи
webhook-secret-hint = Им подписано каждое сообщение: заголовок X-Signature. Получатель проверяет подпись.
webhook-log = Отправленное
webhook-log-hint = последние 100, за 30 дней
webhook-log-none = Пока ничего не отправлялось.
webhook-event = Событие
webhook-when = Когда
webhook-result = Итог
webhook-state-waiting = ждёт
webhook-state-delivered = доставлено
webhook-state-failed = не доставлено
webhook-attempts = { $n ->
    [one] {$n} попытка
    [few] {$n} попытки
    [many] {$n} попыток
   *[other] {$n} попытки
}
webhook-replay = Отправить ещё раз
webhook-remove = Удалить вебхук
done-webhook-made = Вебхук добавлен
done-webhook-removed = Вебхук удалён
done-webhook-replayed = Отправляется ещё раз
