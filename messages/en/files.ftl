# files: what people read of files.

files-title = Files
files-one = File
files-none = No files yet.
files-lack = Missing:
files-choose = Choose files
files-hint = Drop, paste, or take a photo with your phone. Up to {$n} MB each
files-send = Upload
files-all-zip = Download all as one archive
files-in-bin = { $n ->
    [one] {$n} file in the bin
   *[other] {$n} files in the bin
}
files-not-taken = These files were not uploaded, the others are here
files-required = Which files a project needs
files-required-hint = What is ticked and absent is named as missing on the project's card. It does not keep the project from moving on.
files-state = State
files-limit = A file may have up to {$n} MB; whoever runs the server sets the limit.
settings-files = Files

file-application = Application
file-business-plan = Business plan
file-photo = Photo
file-scan = Scan
file-spending-report = Spending report
file-other = Other

file-kind = Kind
file-kind-guess = Tell by the file
file-kind-unknown = Choose a kind from the list
file-name = Name
file-name-needed = Name the file
file-about = About the file
file-preview = Preview
file-no-preview = Such a file cannot be shown here. Download it.
file-open = Open
file-download = Download
file-download-name = Download “{$x}”
file-versions = Versions
file-version = Version
file-version-n = version {$n}
file-new-version = Upload a new version
file-new-version-hint = Up to {$n} MB. The versions before stay
file-remove = To the bin
file-restore = Restore
file-erase = Erase for good
file-erase-note = The file and all its versions will go. They cannot come back; the entry in the history stays.
file-erase-do = Erase
file-in-bin = The file is in the bin. Restore it first.
file-is-in-bin = The file is in the bin.
file-in-bin-label = In the bin
file-not-in-bin = Only a file in the bin can be erased.

file-empty = “{$name}”: the file is empty
file-program = “{$name}”: programs and scripts are not accepted. If it has to be kept, put it into a .zip archive
file-other-type = “{$name}”: the content is not what the name promises. Open the file and save it in the right format
file-too-large = The file is larger than {$n} MB. Make it smaller or split it
file-too-many = Too much at once. Upload the rest in another go
file-none = Choose at least one file
file-broken-off = The connection broke, the last file was not uploaded. Those before it are here
file-no-room = The server has no room left. The file was not uploaded; tell whoever runs the server
file-store-away = The storage does not take files. Try again later; if it fails, tell whoever runs the server

file-waiting = Waiting
file-sending = Uploading
file-sent = Uploaded
file-broken = The connection broke
file-again = Try again
file-forget = Remove
file-signed-out = Sign in again in another tab and press “Try again”
file-pasted = picture

size-bytes = {$x} B
size-kilobytes = {$x} KB
size-megabytes = {$x} MB
size-gigabytes = {$x} GB

done-files-brought = Files uploaded
done-file-version = New version uploaded
done-file-removed = The file is in the bin
done-file-restored = The file is restored
done-file-erased = The file is erased
