# webhooks: what people read about addresses that are told of changes.

settings-webhooks = Webhooks
webhooks-none = No addresses yet. By a webhook another program learns of changes at once.
webhook-new = New address
webhook-title = Webhook
webhook-url = Address
webhook-url-hint = Begins with https:// or http://
webhook-url-bad = An address that begins with https:// or http:// is needed
webhook-url-private = This address belongs to the private network: nothing is sent there
webhook-kinds = What to tell
webhook-kinds-needed = Choose at least one
webhook-kind-contact = Contacts
webhook-kind-deal = Deals
webhook-kind-task = Tasks
webhook-kind-client = Clients
webhook-kind-project = Projects
webhook-kind-support = Support measures
webhook-kind-decision = Decisions
webhook-add = Add
webhook-off = off
webhook-active = On
webhook-secret = Signing secret
webhook-secret-hint = It signs every message: header X-Signature. The receiver checks the signature.
webhook-log = Deliveries
webhook-log-hint = the latest 100, for 30 days
webhook-log-none = Nothing was sent yet.
webhook-event = Event
webhook-when = When
webhook-result = Result
webhook-state-waiting = waiting
webhook-state-delivered = delivered
webhook-state-failed = not delivered
webhook-attempts = { $n ->
    [one] {$n} try
   *[other] {$n} tries
}
webhook-replay = Send again
webhook-remove = Remove the webhook
done-webhook-made = The webhook is added
done-webhook-removed = The webhook is removed
done-webhook-replayed = Being sent again
