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
yes = yes
no = no
custom-title = More fields
not-given = Not given
cancel = Cancel
save = Save
crumbs = Path
draft-restored = What you had typed before is back.
draft-discard = Start again
unread-title = Not read from the file
unit-rub = ₽
unit-pieces = pcs
unit-metres = m
unit-square-metres = m²
unit-cubic-metres = m³
unit-hectares = ha
since = since {$x}
until = until {$x}
done-saved = Saved
days = { $n ->
    [one] {$n} day
   *[other] {$n} days
}
