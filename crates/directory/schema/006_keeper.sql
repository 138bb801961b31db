-- What was given for Google is kept under a key that is nobody's: there is nobody who could be asked.
UPDATE person SET nobodys = 1 WHERE (clinic, id) IN (SELECT clinic, keeper FROM directory_google);
UPDATE person SET nobodys = 1 WHERE (clinic, id) IN (SELECT clinic, keeper FROM directory_consent);
