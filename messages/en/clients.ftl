# clients: what people read in this room.

kind-legal-entity = Legal entity
kind-sole-proprietor = Sole proprietor
kind-person = Person
kind-nonprofit = Non-profit
client-kind-needed = Choose what this is
client-name-needed = Enter the name
last-name-needed = Enter the last name
first-name-needed = Enter the first name
inn-length = An INN has {$n} digits, this has {$now}
inn-check = The check digit of the INN is wrong: look for a slip
inn-taken = There is a client with this INN already: {$x}
ogrn-check = The check digit of the OGRN is wrong: look for a slip
kpp-bad = A KPP has nine characters
