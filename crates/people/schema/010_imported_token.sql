-- Tokens of imported numbers, which are longer than others, by the person: no client's row lists them, so that erasing
-- somebody would else walk all tokens.
CREATE INDEX client_token_imported ON client_token (clinic, client) WHERE length(token) > 8;
