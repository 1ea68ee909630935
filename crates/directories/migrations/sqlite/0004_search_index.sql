-- Empties the index of tokens, which is filled anew when the directory is opened: words are found by four characters
-- in a row since.
INSERT INTO users_search (users_search) VALUES ('delete-all');
