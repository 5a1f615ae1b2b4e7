# duplicates: what people read in this room.

duplicates-title = Similar clients
duplicates-lead = Pairs that may be one client. An equal INN is almost certain, an equal name is only a question.
duplicates-none = There are no similar clients.
duplicates-none-way = New pairs appear here by themselves after an import or when clients are made.
duplicates-compare = Compare
duplicates-not-same = Not the same
duplicates-compare-title = One client or two?
duplicates-no-reason = These clients have nothing in common.
duplicates-score = Alike by { $x } %:
duplicates-field = Field
duplicates-stays = Stays
duplicates-goes = Is merged into it
duplicates-people = Contacts
duplicates-moves = Everything moves to the client that stays: { $x }. The history of both is read together, and the old link leads there. A merge can be undone for 30 days.
duplicates-merge = Merge
duplicates-merging = Merging…
duplicates-turn = Turn round
duplicates-back = Back to the list
duplicates-recent = Merged lately
duplicates-recent-hint = Undoing gives back projects and contacts. What people changed after the merge stays.
duplicates-undo = Undo the merge
duplicates-changed = Somebody changed one of the clients meanwhile. Check again and merge once more.
duplicates-too-late = More than 30 days have passed, the merge cannot be undone any more.
duplicates-link = Similar clients
duplicates-same-inn = Same INN
duplicates-other-kpp = Different KPP
duplicates-same-ogrn = Same OGRN
duplicates-same-name = Same name
duplicates-similar-name = Similar name
duplicates-same-phone = Shared phone
duplicates-same-email = Shared e-mail
duplicates-same-district = Same district
duplicates-projects =
    { $n ->
        [0] no projects
        [one] { $n } project
       *[other] { $n } projects
    }
duplicates-contacts =
    { $n ->
        [0] no contacts
        [one] { $n } contact
       *[other] { $n } contacts
    }
client-merged = Client merged in
client-merged-into = Merged into client
client-merge-undone = Merge undone with client
done-duplicates-merged = The clients are merged
done-duplicates-apart = Noted: these are different clients
done-duplicates-again = The pair is back in the list
done-duplicates-undone = The merge is undone
done-duplicates-undone-partly = The merge is undone. Fields changed after it stay as they are
