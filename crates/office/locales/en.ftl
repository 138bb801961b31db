## The versions of the notice
office-versions-title = Every version of our notice
office-versions-why = What our notice said, from when, and what changed from one version to the next.
office-versions-none = The first version is being written down. Look again in a minute.
office-version-title = A version of our notice
office-version = Version { $n }
office-since = In effect since { $day }
office-current = Now
office-cause-first = The first one.
office-cause-settings = We changed what we promise.
office-cause-languages = We offer it in other languages.
office-cause-program = Our program, version { $program }, says it in other words or can keep more.
office-to-notice = What we promise now
office-to-versions = Every version
office-older = Older ones
office-before = The one before
office-after = The one after
office-foreign = This version was not in your language. It stands here as it was read.
office-changes = What changed
office-changes-none = In this language, nothing. It changed in another.
office-added = New
office-removed = No longer said
office-changed = Changed
office-dates = In effect since { $first }; last changed on { $last }, version { $n }.
office-all-versions = Every version, and what changed

## What the evidence of this room's promises shows
evidence-notice-published = Version { $version } is what the notice says now, in { $languages } languages ({ $current ->
        [1] as written down
       *[other] not as written down
    }); of { $pages } pages drawn since the program started, { $without_it } did not lead to it
evidence-notice-versions = { $versions } versions stand here; { $changed_afterwards } were changed after they were written down, { $missing } are missing
