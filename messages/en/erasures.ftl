# erasures: what people read when the data of a person are erased.

erasure-name = Data erased
erasure-title = Erase personal data
erasure-goes = These go:
erasure-goes-client = name, INN and other numbers, address, contacts with phones and e-mail, values in the client’s history, the client’s timeline, rows of imported files, letters.
erasure-goes-contact = name, position, phones, e-mail, values in the contact’s history, letters.
erasure-stays = These stay:
erasure-stays-what = projects, sums, decisions, dates, states, and the record of who erased the data, when and why.
erasure-for-ever = What is erased cannot be brought back. If a project’s description or timeline names the person, remove it there yourself.
erasure-reason = Grounds
erasure-sure = The data of this person are no longer needed
erasure-sure-needed = Confirm that the data are no longer needed
erasure-do = Erase
erasure-no-person = People have personal data. For an organization, erase its contacts
erasures-title = Erased personal data
erasures-none = No one’s data have been erased yet.
client-erased = Personal data erased
done-erased = Personal data are erased
