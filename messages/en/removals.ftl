# removals: what people read of the bin and of asking for a removal.

bin-title = Bin
bin-hint = Nothing is erased from here: it can be restored at any time.
bin-list = Deleted clients and projects
bin-empty = The bin is empty.
restore = Restore
restore-why = Why it is restored
done-restored = Restored from the bin
done-client-deleted = The client is in the bin
done-removal-asked = A manager has been asked
removals-title = Removal is asked for
removal-decline = Keep it
removal-is-asked = Removal is asked for:
removal-ask = Ask to remove
removal-ask-do = Send
removal-delete-client = Delete the client
removal-has-projects = First take care of the client’s projects: {$n}. A client with projects cannot be deleted
removal-merged = This client was merged into another: {$x}
removal-merged-card = Open the card
