## What the evidence of the ground's promises shows, and ages by place. The promises' own English sentences stand with
## them in the code (crates/promise), and how each is kept in the rooms' promises.toml.

age-nowhere-else = we set no other age anywhere
age-in-place = { $years } in { $place }
evidence-encryption-at-rest = { $values } values in { $columns } columns are sealed, { $clear } stand in clear
evidence-access-need-to-know = { $openings } openings permitted and { $refusals } refused in the last 30 days; of { $strangers_tried } strangers who asked just now { $strangers_let_in } were let in and { $strangers_not_written_down } not written down. In the last 90 days { $emergencies } records were opened in an emergency; { $emergencies_not_looked_at } are not looked at yet, and { $emergencies_not_told } nobody was told of
evidence-access-visible = { $entries } entries recorded, { $unsealed } waiting longer than a minute for their seal; { $broken ->
        [0] the log continues
       *[other] the log does not continue
    } what is kept of it beside the keys; { $minutes ->
        [-1] it was not read to its end yet
        [0] { $verified } sealed entries were read one by one within the last minute, and were as they were sealed
        [one] { $verified } sealed entries were read one by one a minute ago, and were as they were sealed
       *[other] { $verified } sealed entries were read one by one { $minutes } minutes ago, and were as they were sealed
    }{ $altered ->
        [0] { "" }
       *[other] ; since then something was found that was changed, moved or removed
    }
evidence-purpose-limited = { $columns } sealed columns list what they are read for; of { $keys_tried } keys tried just now { $keys_that_opened_otherwise } opened otherwise than listed; { $purposes_not_listed } purposes are permitted that no column lists
evidence-retention-limited = { $classes } classes, { $classes_without_a_rule } of them without a rule; { $rows_past_their_time } rows and { $persons_past_their_time } persons past their time; { $holds } holds stand; { $minutes_since_the_last_sweep ->
        [-1] no sweep yet
       *[other] the last sweep ended { $minutes_since_the_last_sweep } minutes ago
    }
evidence-messages-from-shown = { $letters } letters written, { $automatic } marked automatic, { $unmarked } without a sender’s mark
evidence-sharing-recipients-listed = { $recipients } on the list, { $to_be_named } with an agreement to be named, { $not_bound } not bound any more; in the last year { $left } questions and letters left, { $refused } were refused, { $to_nobody_bound } went to nobody bound
evidence-sharing-never-sold = In the last year { $left } questions and letters left and { $refused } were refused; { $for_advertising_or_sale } for advertising or sale, { $beyond_the_list } for what the list does not say; { $entries_that_say_so } entries of the list allow it
contract-years = {" "}({ $years ->
        [one] { $years } year
       *[other] { $years } years
    })
