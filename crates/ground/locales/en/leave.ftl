## A clinic that leaves the installation. { $until } is a day such as "24 December 2026".

clinic-leaving-title = This clinic takes no new bookings here
clinic-leaving-text = It leaves this booking system on { $until }. What it keeps about you here is erased then; the clinic takes it along. Visits that are agreed stand unless the clinic tells you otherwise. For anything new, reach the clinic by telephone.
clinic-leaving-staff = The clinic leaves this installation on { $until }. Until then you can look at everything, and nothing new can be added or changed. A manager can take the leaving back until that day.
clinic-leaving-late = It was decided a moment ago that the clinic leaves this installation. Nothing of what you just sent was kept.
clinic-leaving-more = What happens then
clinic-leaving-banner = The clinic leaves this installation on { $until }, and all that is kept here is erased then. Until that day a manager can take it back.
problem-clinic-leaving-title = The clinic leaves
problem-clinic-leaving-text = This clinic leaves the installation and takes nothing new.
clinic-held-title = A legal hold keeps the clinic here
clinic-held-text = Data of this clinic is held back for a dispute. It cannot leave before every hold is lifted or over. Who answers for the data sees them under retention.
problem-clinic-held-title = A legal hold stands
problem-clinic-held-text = Data of this clinic is held back for a dispute, so it cannot leave now.

## The promise.

evidence-termination-removes-service-data = { $left ->
        [0] No clinic has left this installation yet.
       *[other] Clinics that left: { $left }. In all tables, keys and files { $found } things were found of them, and { $not_looked_for } were not looked for lately. { $receipts_not_signed } receipts are not signed.
    } { $late } wait longer than they should, and { $held } stay because a dispute holds data of theirs back. Of { $tables } tables with rows of clinics { $tables_not_covered } would be left out
