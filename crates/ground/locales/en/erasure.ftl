## What is left of whom was erased
evidence-rights-delete = { $erased } records erased, { $locked } locked by law; of whom was erased { $keys } keys and { $rows } rows are left, and { $late } locks are past their day
evidence-rights-anonymise = { $rows } rows stay about nobody; { $telling } of them say something of somebody
evidence-deletion-reaches-backups = { $certificates } certificates, { $broken } of them not as they were signed; { $keys } keys of whom was erased are left in the live key store; backups are not seen from here
