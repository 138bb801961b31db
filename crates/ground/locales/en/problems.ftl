## What the API's problems say to whoever writes a program: by status, then by cause (the problem's `code`), then of a
## field. What has no words here is said as on a page.

problem-400-title = The request cannot be read
problem-400-text = Its address or its body is not written as the description of the API has it.
problem-401-title = This needs a key
problem-401-text = Send a key of this clinic as “Authorization: Bearer”. The clinic’s manager makes one.
problem-403-title = This is not open to the key
problem-403-text = What the key’s role may do does not reach so far. The clinic’s manager can make another.
problem-404-title = There is nothing of that name
problem-404-text = It is not there, or belongs to another clinic. Where “errors” names a field, that is the one.
problem-405-title = This address does not have that method
problem-405-text = The header “Allow” lists those that it has.
problem-409-title = It cannot be done as things stand
problem-409-text = Nothing was changed. Read it again, and decide anew.
problem-413-title = The body is too large
problem-413-text = Send less at once.
problem-415-title = The body is of a type that is not read here
problem-415-text = Send it as “Content-Type: application/json”.
problem-422-title = Some of what was sent is wrong
problem-422-text = Nothing was changed. “errors” says what is wrong, by field.
problem-500-title = It failed on our side
problem-500-text = Nothing was kept by halves. Send the request again, with the same “Idempotency-Key” where it had one; if it fails again, name the “reference” to the clinic.
problem-503-title = It cannot be answered now
problem-503-text = Nothing was changed. Send the request again after the seconds of “Retry-After”.

problem-key-title = The key does not hold here
problem-key-text = It is unknown, of another clinic, revoked or past its end. Send one that holds; where none is needed, leave the header out.
problem-refused-read-only-title = The key is for reading only
problem-refused-read-only-text = It changes nothing. The clinic’s manager can make one that does.
problem-refused-erased-title = This person’s data was erased
problem-refused-erased-text = It cannot be read any more, by anybody.
problem-clinic-paused-title = The clinic is paused
problem-clinic-paused-text = Whoever runs the program paused this clinic. Nothing is lost; ask again later.
problem-body-json-title = The body is not JSON
problem-body-json-text = It ceases to be JSON in line { $line }, column { $column }.
problem-body-object-title = The body is not a JSON object
problem-body-object-text = Send an object with the fields of the description, and no array or single value.

problem-fault-text = It must be a text that is not empty and has no U+0000.
fault-object = It must be an object.
problem-fault-missing = It is missing.
problem-fault-unasked = There is no such field or parameter here.
problem-fault-choice = It is not one of the values that may stand here: an id, or a word of the description’s list.
problem-fault-repeated = It was sent more than once.
