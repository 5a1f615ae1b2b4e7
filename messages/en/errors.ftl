# errors: what people read in this room.

error-not-found = There is no such page or record.
error-not-found-way = Check the address or go back to the register.
error-may-not = You may not do this.
error-invalid = This cannot be saved.
error-not-now = This is not possible now.
error-no-room = The file was not saved.
error-conflict = The record was changed while you were editing it.
error-conflict-way = Reload the page and compare the values.
error-too-many = Too many attempts.
error-bad-request = The request could not be understood.
error-bad-request-way = Go back and try again.
error-too-large = This is more than can be sent at once.
error-nul = The text holds a character that is not allowed (code 0).
error-broken-off = The transfer was broken off. Send it again.
error-not-signed-in = Your session has ended.
error-not-signed-in-way = Sign in to go on.
error-other-person = Somebody else has signed in here.
error-other-person-way = The edits wait for whoever made them.
error-no-organization = You are no longer a member of this organization.
error-no-organization-way = Choose another one or ask for an invitation.
error-foreign-form = The form was not sent by one of our pages.
error-foreign-form-way = Open the page anew and repeat.
error-method = This address is not used in this way.
error-database-away = The database cannot be reached now.
error-database-away-way = Nothing is lost: the page reloads by itself as soon as it is back.
error-looking-again = Trying again in a few seconds
error-broken = Something broke on our side.
error-broken-way = Your input is kept, try again. Number for support: {$x}
error-to-register = To the register
may-not-others = Another specialist is in charge of this project: you can view it but not change it
may-not-viewer = You can view this but not change it
may-not-role = This needs another role. The administrator gives it
error-too-many-way = { $n ->
    [one] Try again in {$n} second.
   *[other] Try again in {$n} seconds.
}
