## The manager's page of those who come from a directory.

directory-nav = Directory
directory-title = Directory
directory-why = People whom a directory of your staff brings, and what its groups let them do here.
directory-to-tokens = Keys
directory-comma = { ", " }
directory-claims = Is this the same person?
directory-claims-why = A directory speaks of somebody who has one of these accounts already. Say yes, and from then on the directory governs the account: the name, the address, and whether its holder may come in. Say no, and nothing changes until it asks again.
directory-claim-scim = A directory by SCIM asks
directory-claim-google = Google Workspace asks
directory-claim-yes = Yes, connect
directory-claim-no = No
directory-claim-waits = Connected when the directory next sends this person
directory-groups = Groups
directory-group = Group
directory-in-it = In it
directory-people = { $n ->
    [0] nobody
    [one] one person
   *[other] { $n } people
}
directory-within = Part of
directory-gives = Gives
directory-gives-nothing = nothing
directory-groups-none-title = No groups yet
directory-groups-none-text = They appear here when a directory sends them. Then you say what each of them gives.
directory-take = No longer give
directory-rule = Say what a group gives
directory-rule-group = Whoever is in
directory-rule-role = works here as
directory-rule-make = Give the role
directory-rule-then = It holds at once, also for groups within the group. Whose roles change is signed out everywhere.
directory-who = Who gets what, and why
directory-person = Person
directory-state = State
directory-open = may come in
directory-shut = shut out
directory-gets = By groups
directory-gets-nothing = nothing
directory-given-by = { $role } by { $groups }
directory-own = By hand
directory-none-title = Nobody yet
directory-none-text = Connect your directory, and its people appear here.
directory-people-shown = { $from } to { $to } of { $total }
directory-before = Earlier people
directory-after = More people
directory-leavers = Who left
directory-leavers-table = Those who left
directory-leavers-why = Whoever was deleted in the directory was shut out here at once. Once the days of grace are over they are erased: their name, their address and how they signed in become unreadable, in every backup too. What they did stays, under no name.
directory-leavers-more = { $n ->
    [one] And one more.
   *[other] And { $n } more.
}
directory-leaver-until = will be erased on { $date }
directory-leaver-soon = left on { $date }; will be erased at the next look
directory-leaver-kept = left on { $date }; kept
directory-leaver-keep = Keep
directory-leaver-release = Erase after all
directory-decisions = What was decided
directory-mail-left-subject = Somebody who left will be erased at { $clinic }
directory-mail-left =
    A directory of { $clinic } removed { $n ->
        [one] one person
       *[other] { $n } people
    }. They were shut out at once, and will be erased: the first of them on { $date } at the earliest.

    See who it is, and keep whom you want to keep:

    { $link }
directory-by-keepwell = Keepwell, by itself
directory-decision-kept = { $at }: somebody who left is kept, by { $by }
directory-decision-released = { $at }: somebody who left is not kept after all, by { $by }
directory-decision-erased = { $at }: a former colleague was erased, by { $by }
directory-decision-parted = { $at }: the staff’s side of somebody who is a client too was taken off, by { $by }
directory-decision-taken = { $at }: somebody who had been erased may come in as somebody new, by { $by }
directory-back = Erased here, and in the directory again
directory-back-why = We do not bring back whom we erased. Take them in, and they come as somebody new when the directory next speaks of them.
directory-back-told = Erased on { $erased }; the directory spoke of them on { $asked }.
directory-back-take = Take them in
directory-connect = Connect a directory
directory-address = Address for SCIM 2.0
directory-address-why = Enter it in Microsoft Entra ID, Okta or another directory, with a key that may “say who works here”.
directory-takes = First name, last name, email and groups are taken, and nothing else: no phone, no photo, no password. The last manager is never removed by a directory.
directory-done-given = The role is given.
directory-done-taken = The role is no longer given.
directory-done-connected = The directory gets the account when it next sends this person.
directory-done-kept = They are kept.
directory-done-released = They are erased once the days of grace are over.
directory-done-taken-in = They come as somebody new when the directory next speaks of them.
directory-done-refused = Nothing was changed.
directory-last-manager-title = The last manager stays
directory-last-manager-text = Without this rule nobody could govern the clinic’s staff. Make somebody else a manager first.

## What a directory says of somebody, for themselves.
directory-own-title = From the directory
directory-own-short = What the clinic’s directory of staff says of you
directory-own-why = It is governed there: whoever governs the directory changes it, and the change is felt here.
directory-own-given = First name
directory-own-family = Last name
directory-own-email = Email
directory-own-user-name = You sign in there as
directory-own-external = Its own number for you
directory-own-none-title = Nothing
directory-own-none-text = No directory brought you here.

## What stands about somebody, counted for themselves
holds-directory-user =
    { $count ->
        [one] What a directory of staff says of you.
       *[other] What { $count } directories of staff say of you.
    }
holds-directory-member =
    { $count ->
        [one] One group of the directory that you are in.
       *[other] { $count } groups of the directory that you are in.
    }
holds-directory-claim =
    { $count ->
        [one] A question whether you are somebody whom a directory speaks of.
       *[other] { $count } questions whether you are somebody whom a directory speaks of.
    }

## What the evidence of this room's promises shows
evidence-directory-fields = Of { $sent } attributes of a person sent to the control just now, the { $kept } that are promised came back, and { $kept_beside_them } others
evidence-directory-follows-leavers = { $people } people come from a directory; of { $shut_out_or_removed } whom it shut out or removed, { $still_open } accounts are open or signed in; { $directories_not_followed } directories were not followed for more than a day; { $not_erased_in_time } who left should have been erased a day ago

directory-merge-brought = One of the records belongs to somebody whom a directory of staff brought. A directory reads those it brought, so no other record is made one with theirs.

ability-directory-see = See what a directory of staff gives
ability-directory-govern = Connect a directory of staff, and say what its groups give
directory-due-leavers =
    { $n ->
        [one] Somebody left, and is erased unless they are kept
       *[other] { $n } people left, and are erased unless they are kept
    }
directory-due-held = The directory would take too many away at once: approve it, or look there
directory-due-claims =
    { $n ->
        [one] A directory says that an account is somebody’s of its own
       *[other] A directory says of { $n } accounts that they are its own
    }
