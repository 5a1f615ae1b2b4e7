# shared: what people read in this room.

phone-extension = , ext. {$x}
optional = optional
close = Close
somebody = A colleague
locale-name = English
other-locale-code = ru
other-locale-short = RU
other-locale-name = Русский
other-locale-switch = RU — Переключить на русский
unit-roubles = RUB
unit-millions = mln ₽
text-too-long = The text is too long: {$n} characters fit
unread-hint = As it stood in the file; it could not be read as a value
