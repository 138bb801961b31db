# The page of the Google Workspace directory.
google-title = Google Workspace
google-why = Who joins, changes groups or leaves there is followed here. We take first name, last name, email and groups, and nothing else.
google-to-rules = Groups and what they give
google-played = This demo's Google is played
google-played-why = A stand-in on this machine answers as Google would. Add, rename, suspend or delete people there, then look here.
google-played-open = Edit their directory
google-played-where = a stand-in on this machine
google-how = How it is asked
google-client-id = Client ID to delegate to
google-scopes = Scopes to delegate
google-key = Key of the service account
google-key-why = The whole JSON file that Google's console gave you. It is kept sealed and not shown again. Leave it empty to keep the one there is.
google-key-missing = Paste the JSON file of the service account's key.
google-key-foreign = This is not the JSON file of a service account's key.
google-key-none = The private key in this file cannot be read, or is too short.
google-key-elsewhere = This file would have us ask for tokens somewhere else than at Google. We do not.
google-administrator = Administrator to act for
google-administrator-why = An administrator of your Workspace who may read users and groups. Needed with a new key only.
google-minutes = Minutes between two looks
google-share = Per cent who may lose something unasked
google-share-why = Losing an account, or a role. Above it nothing is done, and you are asked.
google-few = People who may always
google-few-why = In a small team one person is a large share. So many may leave without a question.
google-number = People at most
google-number-why = Whatever the share says, more than this is asked about.
google-grace = Days in which they may come back
google-grace-why = Who was deleted there is shut out here at once. If they are restored there within these days, they are as before. After them they are erased, unless you keep them on the page Directory.
google-working = Look by itself
google-working-why = Untick it to look only when somebody asks.
google-consent = Or an administrator consents
google-consent-why = Where keys of service accounts are not allowed. An administrator of your Workspace agrees in this browser that users and groups may be read; nothing that is made here can change anything there. It ends when they take it back, or are no administrator any more.
google-consented = Consented to
google-redirect = Authorised redirect URI
google-oauth-client = Client ID of the application
google-oauth-client-why = From Google Cloud, Credentials, an OAuth client of the type Web application.
google-oauth-client-none = This is no client ID.
google-oauth-secret = Client secret
google-oauth-secret-why = It is kept sealed and not shown again.
google-consent-begin = Begin
google-consent-next = Now the administrator agrees, in this browser, within ten minutes.
google-consent-go = Go on
google-consent-where = where the administrator is asked
google-look-title = Look at the directory
google-look-now = Look and follow
google-look-trial = Look without changing anything
google-look-waits = A look was asked for and begins within a minute.
google-test = Test the connection
google-held-title = A plan waits for you
google-held-text = If you approve it, this happens and nothing else. Should the next look find anything different, you are asked again.
google-approve = Do it all the same
google-approve-then = The next look follows within a minute.
google-none-title = Not looked at yet
google-none-text = Paste the key below, then look without changing anything to see what would happen.
google-runs = Looks at the directory
google-when = When
google-outcome = How it ended
google-said = What was found
google-changes = What was found, { $when }
google-change-join = { $who } joins as { $detail }.
google-change-renamed = { $who } is now called { $detail }.
google-change-readdressed = { $who } has another address: { $detail }.
google-change-suspended = { $who } is shut out: suspended there.
google-change-returned = { $who } is let in again.
google-change-left = { $who } leaves: deleted there.
google-change-restored = { $who } is restored.
google-change-due = { $who } is to be erased: the days of grace are over.
google-change-role-given = { $who } is given a role: { $detail }.
google-change-role-taken = { $who } loses a role: { $detail }.
google-change-group-new = The group { $who } is new.
google-change-group-renamed = A group is now called { $who }.
google-change-group-gone = The group { $who } is gone.
google-change-member-added = { $who } comes into the group { $detail }.
google-change-member-removed = { $who } goes from the group { $detail }.
google-change-more = And { $who } more.
google-outcome-applied = Followed
google-outcome-unchanged = Nothing new
google-outcome-held = Waits for you
google-outcome-refused = Not followed
google-outcome-failed = Not read
google-outcome-tried = Only looked
google-count-joined = { $n ->
    [one] { $n } person joins
   *[other] { $n } people join
}
google-count-changed = { $n ->
    [one] { $n } name or address changes
   *[other] { $n } names or addresses change
}
google-count-suspended = { $n ->
    [one] { $n } person is shut out
   *[other] { $n } people are shut out
}
google-count-returned = { $n ->
    [one] { $n } person is let in again
   *[other] { $n } people are let in again
}
google-count-left = { $n ->
    [one] { $n } person leaves
   *[other] { $n } people leave
}
google-count-restored = { $n ->
    [one] { $n } person is restored
   *[other] { $n } people are restored
}
google-count-due = { $n ->
    [one] { $n } person is to be erased
   *[other] { $n } people are to be erased
}
google-count-groups = { $n ->
    [one] { $n } group comes, goes or has a new name
   *[other] { $n } groups come, go or have new names
}
google-count-members-added = { $n ->
    [one] { $n } membership is new
   *[other] { $n } memberships are new
}
google-count-members-removed = { $n ->
    [one] { $n } membership ends
   *[other] { $n } memberships end
}
google-count-roles-given = { $n ->
    [one] { $n } role is given
   *[other] { $n } roles are given
}
google-count-roles-taken = { $n ->
    [one] { $n } role is taken
   *[other] { $n } roles are taken
}
google-count-questions = { $n ->
    [one] { $n } person waits for your decision
   *[other] { $n } people wait for your decision
}
google-count-drift = { $n ->
    [0] Afterwards nothing differed.
   *[other] Afterwards { $n } differed still.
}
google-reason-nothing-read = Not one user came. Nothing was changed.
google-reason-page-missing = A page did not come. Nothing was changed.
google-reason-fields-missing = Something came without a field that we need. Nothing was changed.
google-reason-partial = The reading ended before the end. Nothing was changed.
google-reason-last-manager = Nobody could govern the clinic's staff any more. Give somebody else that role first, and have them sign in.
google-reason-full = Whoever runs this program lets you have no more staff. Who left is shut out; who is new waits until there is room. Ask them for more, or close accounts that nobody needs.
google-reason-too-many = { $losing } of { $of } people would lose something; { $allowed } may without a question.
google-reason-everybody = Everybody would be shut out, all { $of }.
google-reason-too-many-memberships = { $losing } of { $of } memberships would end; { $allowed } may without a question.
google-reason-not-delegated = The administrator has not delegated all scopes to the client ID.
google-reason-not-accepted = Google does not accept the key, or does not know the administrator.
google-reason-taken-back = The administrator’s consent was taken back or ran out. Nothing was changed. Let an administrator consent again.
google-reason-key = The key does not sign. Make a new one.
google-reason-forbidden = The administrator may not read users or groups.
google-reason-unlisted = Google is not on the list of recipients, or its agreement is over: see Recipients.
google-reason-switched-off = The Admin SDK API is not switched on in the service account's project.
google-reason-put-off = Google asked us to wait for too long. The next look tries again.
google-reason-unanswered = Google did not answer. The next look tries again.
google-reason-status = Google answered with an error. The next look tries again.
google-reason-empty = An answer was empty. Nothing was changed.
google-reason-malformed = An answer could not be read. Nothing was changed.
google-reason-field-missing = Something came without a field that we need. Nothing was changed.
google-reason-cycle = The pages went round. Nothing was changed.
google-reason-twice = Two records with one id said different things. Nothing was changed.
google-reason-short = A group came without the members it says it has. Nothing was changed.
google-reason-moved = A group went while it was read. The next look tries again.
google-reason-too-many-records = The directory is larger than we take. Nothing was changed.
google-done-saved = Saved.
google-done-asked = The look begins within a minute.
google-done-works = The connection works: users and groups can be read.
google-done-approved = Approved. The look begins within a minute.
google-done-fault-not-delegated = The administrator has not delegated all scopes to the client ID.
google-done-fault-not-accepted = Google does not accept the key, or does not know the administrator.
google-done-consent-begun = Go on below, in this browser.
google-done-consented = An administrator consented. Test the connection, then look without changing anything.
google-done-consent-refused = The administrator said no, or stopped. Nothing was changed.
google-done-consent-stale = This was not begun here, or took too long. Nothing was changed. Begin again.
google-done-consent-short = Google gave nothing that lasts. Take the application’s access back in the administrator’s Google account, and begin again.
google-done-fault-taken-back = The administrator’s consent does not hold. Let an administrator consent again.
google-done-fault-key = The key does not sign. Make a new one.
google-done-fault-forbidden = The administrator may not read users or groups.
google-done-fault-switched-off = The Admin SDK API is not switched on in the service account's project.
google-done-fault-put-off = Google asks us to wait. Try again in some minutes.
google-done-fault-unlisted = Google is not on the list of recipients, or its agreement is over: see Recipients.
google-done-fault-unanswered = Google did not answer.
google-done-fault-status = Google answered with an error.
google-done-fault-empty = Google's answer was empty.
google-done-fault-malformed = Google's answer could not be read.
google-done-fault-field-missing = Google's answer lacks a field that we need.

# Letters to managers.
google-mail-subject = The directory was not followed at { $clinic }
google-mail =
    We looked at your Google Workspace for { $clinic } and changed nothing.

    { $why }

    What to do is said here:

    { $link }
google-mail-held-subject = A plan waits for you at { $clinic }
google-mail-held =
    We looked at your Google Workspace for { $clinic }. What it says would take something from many people, so we did nothing.

    { $why }

    See who it is about, and decide:

    { $link }
