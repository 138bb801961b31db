-- The secret of a provider is kept under a key that is nobody's: there is nobody who could be asked.
UPDATE person SET nobodys = 1 WHERE (clinic, id) IN (SELECT clinic, keeper FROM oidc_provider);

-- Neither has whoever waits to be let in anything by which they could answer.
UPDATE person SET nobodys = 1 WHERE (clinic, id) IN (SELECT clinic, person FROM oidc_request);
