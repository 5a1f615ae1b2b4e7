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
clients-title = Clients
clients-find = Find a client
clients-find-hint = Name, INN, phone
clients-empty = There are no clients yet.
clients-empty-way = Import an Excel workbook or make the first one.
clients-none = There are no such clients.
clients-none-way = Check the spelling or search by INN.
clients-all = Show all
clients-more = Show more
clients-alike = There are similar clients already
clients-alike-accept = This is another client, make a new one
clients-alike-decide = Choose the one that is there, or tick that this is another client
client-none-found = Nobody was found. Check the spelling or make a new client.
client-new = New client
client-new-hint = Only the name is needed, the rest can be added later.
client-save = Make client
client-kind = What it is
client-name = Full name
client-short-name = Short name
client-projects = Projects
client-inn = INN {$x}
client-kpp = KPP {$x}
client-accept-warnings = The number is right, save it as it is
client-unknown = There is no such client. Choose one of those found
inn = INN
kpp = KPP
ogrn = OGRN
inn-digits = An INN consists of 10 or 12 digits
ogrn-digits = An OGRN consists of 13 or 15 digits
last-name = Last name
first-name = First name
middle-name = Patronymic
done-client-made = Client made
client-look = Find
client-address = Address
client-city = Town
client-post-code = Post code
client-other-names = Other names
client-street = Street
client-more = More
post-code-bad = A post code has six digits
client-since = Here since
client-details = Details
client-responsible = Responsible
clients-tab-all = All clients
clients-tab-without = Without projects
clients-table = Table of clients, scrolls
clients-caption = Register of clients. Arrows move by cells, Enter edits.
clients-rows = { $n ->
    [one] {$n} client
   *[other] {$n} clients
}
print-card = Print
print-on = as of {$x}
print-total = In all:
print-more-projects = { $n ->
    [one] And {$n} more project.
   *[other] And {$n} more projects.
}
print-more-contacts = { $n ->
    [one] And {$n} more contact.
   *[other] And {$n} more contacts.
}
