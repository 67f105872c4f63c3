/** Customers, their cards and payments as the providers gave them; links and nicknames of the house; lines to list and search. */
export const first = `
CREATE TABLE customer (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  ref TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT,
  email TEXT,
  language TEXT,
  created_at INTEGER,
  default_card_id TEXT,
  external_id TEXT,
  deleted INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  email_key TEXT,
  phone_key TEXT,
  cards_read_at INTEGER
) STRICT;
CREATE INDEX customer_by_email ON customer (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX customer_by_phone ON customer (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX customer_without_cards ON customer (provider, created_at) WHERE cards_read_at IS NULL AND deleted = 0;

CREATE TABLE card (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  ref TEXT NOT NULL,
  pay_token TEXT NOT NULL,
  kind TEXT NOT NULL,
  brand TEXT,
  last_four TEXT NOT NULL,
  expiry INTEGER,
  nickname TEXT,
  holder TEXT,
  is_default INTEGER NOT NULL,
  chargeable INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  read_at INTEGER NOT NULL
) STRICT;
CREATE INDEX card_of_customer ON card (customer_id);
CREATE INDEX card_by_expiry ON card (expiry, customer_id) WHERE removed = 0;

CREATE TABLE payment (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  ref TEXT NOT NULL,
  customer_id TEXT,
  card_id TEXT,
  card TEXT,
  state TEXT NOT NULL,
  currency TEXT NOT NULL,
  authorized INTEGER NOT NULL,
  capturable INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  settlements TEXT NOT NULL,
  at INTEGER NOT NULL,
  capture_before INTEGER,
  description TEXT,
  key TEXT,
  account TEXT,
  read_at INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_of_customer ON payment (customer_id, at DESC);
CREATE INDEX payment_held ON payment (customer_id) WHERE capturable > 0 AND state IN ('held', 'paid');
CREATE INDEX payment_lapsed ON payment (at) WHERE state = 'lapsed';
CREATE INDEX payment_by_day ON payment (at);
CREATE INDEX payment_by_provider ON payment (provider, id);

CREATE TABLE link (customer_id TEXT PRIMARY KEY, key TEXT NOT NULL, place INTEGER NOT NULL) STRICT;
CREATE INDEX link_by_key ON link (key, place);
CREATE TABLE nickname (card_id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- One line of the list: linked customers are one. rank is the row order: small is recent, so search never sorts.
-- providers and last_fours are JSON lists; last_expiry is of the card that expires last, null when one never does.
CREATE TABLE person (
  rank INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT,
  email TEXT,
  providers TEXT NOT NULL,
  cards INTEGER NOT NULL,
  last_fours TEXT NOT NULL,
  last_expiry INTEGER,
  open_holds INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  issue INTEGER NOT NULL,
  recent_at INTEGER NOT NULL,
  words_mark INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_name ON person (sort_key);
CREATE INDEX person_with_holds ON person (sort_key) WHERE open_holds > 0;
CREATE INDEX person_with_issue ON person (sort_key) WHERE issue = 1;

CREATE VIRTUAL TABLE person_search USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8',
  tokenize = "unicode61 remove_diacritics 2 tokenchars '@#'"
);
`;
