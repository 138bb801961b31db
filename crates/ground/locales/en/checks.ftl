## What the self-audit looks after of the program itself
check-schema = The data map against the live database
check-schema-found = { $columns } columns in { $tables } tables, { $recipients } recipients the program may reach; { $differ } places where the database and the data map differ
check-log = The access log, as sealed
check-log-found = { $entries } entries read one by one; { $broken ->
    [0] it goes on from what is kept beside the keys
   *[other] it does not go on from what is kept beside the keys
}, { $altered ->
    [0] nothing was altered
   *[other] something was altered
}{ $unread ->
    [0] { "" }
   *[other] ; nobody read all of it within a day
}
check-keys = Keys against persons
check-keys-found = { $persons } living persons looked at, { $without } of them without a key; { $erased } erased ones, of whom { $left } keys are left
check-rules = Every page has a rule
check-rules-found = { $routes } addresses; { $without } that no rule names, { $unsorted } actions that no ability names
check-holds = What a dispute holds back
check-holds-found = { $holds } holds stand{ $whole ->
    [0] { "" }
   *[other] , one of them over the whole clinic
}
check-work = Work that was given up
check-work-found = { $stuck } jobs are stuck; keepwell jobs shows them
