# comments: what people read of what was said about a record.

comments-title = Лента
comments-filter = Отобрать записи
comments-kind = Что
comments-who = Кто
comments-all = Все
comments-none = Записей пока нет.
comments-none-such = Таких записей нет.
comment-text = Текст записи
comment-hint = Что произошло, о чём договорились; @Фамилия — позвать коллегу
comment-send = Записать
comment-comment = Комментарий
comment-call = Звонок
comment-letter = Письмо
comment-needed = Напишите текст записи
comment-change = Изменить
comment-remove = Убрать
comment-removed = запись убрана автором
comment-changed = изменено {$x}
comment-not-yours = Изменить можно свою запись и в течение суток
