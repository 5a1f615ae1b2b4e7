# notices: what people are told in the application.

notices-title = Notifications
notices-none = No notifications yet.
notices-none-way = Here you will see who mentioned or assigned you.
notices-new = new
notices-unread = { $n ->
    [one] Notifications: {$n} new
   *[other] Notifications: {$n} new
}
notice-mentioned = mentions you:
notice-assigned = assigns you to the project
notice-handed-over = hands a colleague’s work over to you:
