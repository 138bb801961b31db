## The summary of impact
impact-nav = Impact
impact-title = Data protection impact
impact-text = A summary of what this program does with people’s data, at what risk, and what guards it (GDPR, Article 35(7)). It is composed from the data map, the schedule, the register of recipients and the promises as they stand; what you think of each part you write beside it.
impact-no-advice = Nothing here is legal advice. Whether an assessment is asked of you, and whether this is enough of one, is for you and whoever advises you to decide.
impact-print = Print
impact-back = Record of processing
impact-written = { $who }, { $when } (version { $number })
impact-unwritten = Nobody has written an assessment of this part yet.
impact-write = Your assessment
impact-write-hint = Write about the processing, and name nobody: it is kept in clear, and every version stays.
impact-save = Keep this version
impact-older = Versions before it
impact-done = Kept.
impact-same = That is what stands already: no version was made.
impact-section-processing = What is done, and why
impact-section-proportion = Whether it is needed, and no more than that
impact-section-risks = Risks for whoever the data is about
impact-section-measures = What is done against them
impact-section-open = What is left open
impact-purposes = Purposes, with the categories that each touches
impact-special = special category
impact-kept-for = Kept
impact-recipients = Recipients
impact-no-recipients = Nobody outside gets anything.
impact-sealed = { $sealed } of { $columns } columns about persons are sealed under the key of whom they are about.
impact-kept = { $kept } safeguards are kept now.
impact-gaps = Not kept now
impact-absent = Not promised yet, because no room of this program keeps it
impact-findings = { $count ->
    [0] The last self-check found nothing wrong.
    [one] The last self-check has { $count } finding.
   *[other] The last self-check has { $count } findings.
}
impact-unchecked = No self-check has run yet.
impact-risk-health = Health data of everybody who is treated here: a special category (Article 9), kept for many people.
impact-risk-children = Children: from { $years } on somebody opens an account alone; whoever is younger is here by a parent or guardian.
impact-risk-employees = Staff: their accounts, and what they open, are recorded, and whoever is employed is not free to say no.
impact-risk-biometric = Biometric data: it cannot be changed once it is known.
impact-risk-location = Places: where somebody was tells how they live.
impact-risk-messages = What people write to the clinic may say anything about them.
impact-risk-outside = Others outside get data: what they do with it is theirs to answer for, and yours to have agreed.
impact-risk-hosted = Somebody else runs this program for the clinic.
impact-fault-empty = Write something, or leave it.
impact-fault-long = That is longer than { $most } characters.
impact-purpose-scheduling = Arranging visits
impact-purpose-care = Treatment
impact-purpose-account = Accounts and sign-in
impact-purpose-administration = Running the clinic
impact-purpose-security = Keeping intruders out
impact-purpose-billing = Charging and paying
impact-purpose-marketing = Promotion
impact-purpose-analytics = Counting use of the pages
impact-purpose-rights = Answering people about their data
impact-purpose-operation = Keeping the program whole
impact-purpose-import = Taking over records
impact-purpose-reporting = Figures about many
impact-purpose-export = Taking everything along
