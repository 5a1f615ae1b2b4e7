# api: что читают люди за программами, которые обращаются к /api/v1.

api-not-json = Тело запроса должно быть объектом JSON.
api-not-json-type = Тело запроса должно быть в формате JSON.
api-unknown-field = Такого поля нет.
api-nothing-to-change = Назовите хотя бы одно поле, которое нужно изменить.
api-whole-number = Нужно целое число.
api-may-not-be-empty = Это поле не может быть пустым.
api-required = Это поле обязательно.
api-boolean = Нужно true или false.
api-object = Нужен объект.
api-text = Нужен текст.
api-list = Нужен список.
api-blank = Текст не может быть пустым.
api-email = Это не похоже на адрес почты.
api-id = Нужен идентификатор UUID.
api-negative = Число не может быть меньше нуля.
api-decimal = Нужно число: до 16 цифр до точки и до 2 после.
api-date = Нужна дата вида 2026-01-31.
api-moment = Нужны дата или время вида 2026-01-31T08:15:30Z.
api-currency = Нужны три заглавные латинские буквы.
api-order-by = По этому полю список не упорядочить.
api-order = Порядок: asc или desc.
api-out-of-range = Нужно целое число от {$least} до {$most}.
api-unknown-word = Допустимые значения: {$words}.
api-too-long = { $n ->
    [one] Не длиннее {$n} знака.
    [few] Не длиннее {$n} знаков.
    [many] Не длиннее {$n} знаков.
   *[other] Не длиннее {$n} знака.
}
api-digits = { $n ->
    [one] Нужна {$n} цифра.
    [few] Нужно {$n} цифры.
    [many] Нужно {$n} цифр.
   *[other] Нужно {$n} цифры.
}
api-no-token = Нужен действующий токен доступа.
api-organization-needed = Назовите организацию в заголовке X-Organization-Id.
api-confirmation-needed = Изменение всех записей подтверждают параметром all=true.
api-no-such-row = Записи, на которую ссылается запрос, нет.
api-stale-version = Запись изменили: эта версия устарела.
api-incomplete = Для полной заявки не всё заполнено.
api-in-conflict = Это противоречит тому, что уже записано.
api-key-length = Ключ Idempotency-Key: от 1 до 200 знаков.
api-key-reused = С этим ключом Idempotency-Key уже отправлен другой запрос.
api-no-such-person = Человека с таким адресом здесь нет.
api-member-already = Этот человек уже состоит в организации.
api-registration-closed = Новые учётные записи создают только по приглашению.
api-comment-only = Вручную пишут только комментарии: comment.
api-one-subject = Назовите что-то одно: сделку, проект или клиента.
api-cannot-change = Это поле нельзя изменить.
api-retired = Эта запись справочника больше не используется.
api-options-of-choice = Варианты есть только у полей choice и choices.
api-link = Нужна ссылка, которая начинается с https:// или http://.
api-number = Нужно число, до 18 цифр.
api-client-in-use = У клиента есть проекты или контакты, поэтому удалить его нельзя.
api-first-state = Новый проект начинается с неполной заявки.
api-unit = Единица не подходит к виду поддержки.
api-date-end = Окончание не может быть раньше начала.
api-not-our-account = Имя, почту и пароль этого человека меняет только он сам.
api-file-refused = Файл не прочитан. {$x}
api-decision-of-meeting = Это решение заседания: его заменяют только отменой.
api-cursor = Это не курсор этого списка в этом порядке.
docs-title = API: описание
docs-lead = Всё, что есть на страницах, доступно и программам. Тела запросов и ответов — JSON в UTF-8.
docs-families = Разделы
docs-token = Токен доступа:
docs-organization = Организация:
docs-errors = Отказ, с 400 и выше:
docs-versions = Одновременные изменения:
docs-key = Повтор запроса без вреда:
docs-paging = Списки по частям:
docs-json = Описание в OpenAPI 3.1
docs-required = обязательно
docs-open = Без токена.
docs-needs-token = Нужен токен.
docs-needs-both = Нужны токен и организация.
docs-parameters = Параметры
docs-body = Тело
