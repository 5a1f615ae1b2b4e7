# search: what people read in this room.

search-title = Search
search-projects = Projects
search-clients = Clients
search-contacts = People
search-protocols = Protocols
search-commands = Commands
search-count = { $n ->
    [one] Found: { $n } line
   *[other] Found: { $n } lines
}
search-instead = Showing results for “{ $x }”
search-recent-note = Recent things and commands
search-none = Nothing was found.
search-none-way = Try a part of a name, an INN, a phone or a project number.
command-new-project = New project
command-new-project-words = create add application
command-new-client = New client
command-new-client-words = create add company
command-register = To the register
command-register-words = projects table list open
command-clients = To the clients
command-clients-words = list companies open
command-import = Load a file
command-import-words = import excel workbook table
command-members = Members and roles
command-members-words = people invite rights colleagues
command-organization = Organization settings
command-organization-words = name time zone rights
command-profile = My profile
command-profile-words = name language theme density settings
command-password = Change password
command-password-words = settings sign
command-sessions = My sessions
command-sessions-words = devices sign out settings
command-overview = To the overview
command-overview-words = sums funnel report dashboard
