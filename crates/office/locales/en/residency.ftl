## Where what is kept about people lies
consent-residency-held-title = It stays stopped
consent-residency-held = It was taken back that the data is kept where it is. Nothing goes on before that is agreed to anew, below, or the data is erased.
consent-residency-ran-out = Agreed on { $day }, until { $end }. Since then nobody has agreed, and we ask anew.
consent-residency-elsewhere = On { $day } it was agreed that the data is kept in { $place }. Now it is kept elsewhere, and we ask anew.
consent-residency-elsewhere-unnamed = It was agreed to on { $day } in other words than now, and we ask anew.
consent-residency-no = I do not agree: stop all use
consent-residency-saw-no = I saw that they do not agree
consent-residency-erase = Ask for it to be erased
consent-way-program = through another program, which showed it
consent-residency-done = Taken back. Nobody uses what we keep any more. You can also have it erased.
copy-table-residency-told = What you were told of where it is kept
copy-field-region = Kept in
evidence-residency-stated = { $differs ->
    [0] Our notice and whoever runs our program say the same country
   *[other] Our notice and whoever runs our program do not both say the same country
}; { $told } people were told by the form by which they came, { $had_to_agree } of them had to agree, { $without_a_receipt } without a receipt; { $clients_untold } clients, { $accounts_untold } accounts and { $complaints_untold } complaints came within thirty days by a form that told nothing; something goes on for { $used_after_a_no } who took it back, for { $ran_out } whose yes ran out, and for { $agreed_elsewhere } who agreed to another country or in other words
