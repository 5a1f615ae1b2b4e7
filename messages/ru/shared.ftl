# shared: what people read in this room.

phone-extension = , доб. {$x}
optional = необязательно
close = Закрыть
somebody = Коллега
locale-name = Русский
other-locale-code = en
other-locale-short = EN
other-locale-name = English
other-locale-switch = EN — Switch to English
unit-roubles = руб.
unit-millions = млн ₽
text-too-long = Слишком длинный текст: помещается {$n} знаков
unread-hint = Так было в файле; прочитать как значение не удалось
yes = да
no = нет
custom-title = Дополнительные поля
not-given = Не указано
cancel = Отменить
save = Сохранить
crumbs = Путь
draft-restored = Вернули то, что вы вводили раньше.
draft-discard = Начать заново
unread-title = Не прочитано из файла
unit-rub = ₽
unit-pieces = шт.
unit-metres = м
unit-square-metres = м²
unit-cubic-metres = м³
unit-hectares = га
since = с {$x}
until = до {$x}
done-saved = Сохранено
days = { $n ->
    [one] {$n} день
    [few] {$n} дня
    [many] {$n} дней
   *[other] {$n} дня
}
