# directories: what people read in this room.

settings-directories = Directories
directory-industry = Industries
directory-district = Districts
directory-city = Towns
directory-programme = Support programmes
directory-body = Granting bodies
directory-add = New entry
directory-add-do = Add
directory-name = Name
directory-level = Level
directory-used = Used
directory-empty = This directory is empty.
directory-name-needed = Enter a name
directory-name-taken = There is such an entry: { $x }
directory-name-retired = There is such an entry, but it is retired: { $x }. Open it and take it up again
directory-level-unknown = Choose a level from the list
directory-rename-hint = The new name appears on all rows
directory-active = Offer when filling in
directory-active-hint = Without the tick it stays on old rows and is not offered to new ones
directory-merged-stays = The entry was replaced by another and cannot be taken up again
directory-stale = Somebody else saved the entry while you were editing. It is called this now: { $x }. Check and save again.
directory-merge = Replace by another entry
directory-merge-hint = Every row that has “{ $x }” gets the chosen entry. This cannot be undone.
directory-into = Replace by
directory-into-needed = Choose the entry that stays
directory-merge-do = Replace
directory-merged-into = replaced by “{ $x }”
directory-retired = retired
directory-uses =
    { $n ->
        [0] Used nowhere
        [one] Used on { $n } row
       *[other] Used on { $n } rows
    }
done-directory-added = The entry is added
done-directory-saved = The entry is saved
done-directory-merged = The entry is replaced
