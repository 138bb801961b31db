## The versions of the notice
office-versions-title = Every version of our notice
office-versions-why = What we promised, from when, and what changed from one version to the next. Whether each promise is kept now stands on the notice itself.
office-versions-none = The first version is being written down. Look again in a minute.
office-version-title = A version of our notice
office-version = Version { $n }
office-since = In effect since { $day }
office-current = Now
office-cause-first = The first one.
office-cause-settings = We changed what we promise.
office-cause-installation = The way in which our program is run changed.
office-cause-program = Our program, version { $program }, says it in other words or can keep more.
office-to-notice = What we promise now
office-to-versions = Every version
office-older = Older ones
office-before = The one before
office-after = The one after
office-foreign = This version was not in your language. It stands here in the one it was in.
office-changes = What changed
office-changes-none = In this language, nothing. It changed in another.
office-added = New
office-removed = No longer said
office-changed = Changed
office-dates = Our notice took effect on { $first }. We last changed it on { $last }: version { $n }, in effect since that day.
office-all-versions = Every version, and what changed

## What the evidence of this room's promises shows
evidence-notice-published = Version { $version } is what the notice says now, in { $languages } languages ({ $current ->
        [1] as written down
       *[other] not as written down
    }); of { $pages } pages drawn since the program started, { $without_it } did not lead to it
evidence-notice-versions = { $versions } versions stand here; { $changed_afterwards } were changed after they were written down, { $missing } are missing
