# contacts: what people read in this room.

room-contacts = Contacts
contacts-title = Contacts
contacts-none = No contacts yet.
contact-new = New contact
contact-title = Contact
contact-save-new = Add contact
contact-change = Change contact: {$x}
contact-name = Name
contact-position = Position
contact-phone = Phone
contact-email = E-mail
contact-notify = Gets letters about the state of projects
contact-notified = gets letters
contact-common = Common
contact-more = Also in the file:
contact-empty = Enter a name, a phone or an e-mail address
contact-notify-email = Letters need an e-mail address
contact-conflict = Two values
contact-conflict-way = These fields were changed while you typed. Nothing is lost: save again to keep yours, or type theirs.
conflict-theirs = Theirs
phone-bad = This does not look like a phone, e.g. +7 424 200-11-22
done-contact-made = Contact added
done-contact-saved = Contact saved
contact-has-deals = There are deals with this contact, so it cannot be removed.
contacts-find = Find a contact
contacts-find-hint = Name or e-mail
contacts-none-way = A contact is a person whom you talk to.
contacts-none-such = No such contacts.
contacts-all = All contacts
contacts-all-owners = All owners
contacts-order = Order
contacts-by-name = By name
contacts-newest = Newest first
contacts-show = Show
contacts-count = { $n ->
    [one] {$n} contact
   *[other] {$n} contacts
}
contact-client = Client
contact-owner = Owner
contact-facts = How to reach
contact-edit = Change
contact-delete = Delete the contact
done-contact-removed = The contact is deleted
