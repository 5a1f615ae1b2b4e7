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
