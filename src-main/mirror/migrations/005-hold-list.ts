/**
 * The list of holds: a narrow row for each, kept by the database itself, so that its first page is read from the end of an index however long it is.
 * deadline: by what it is sorted, unix ms: the provider's date; the house's estimate at Paysafe (days are kept under hold.days); the longest that Stripe
 * keeps one that lapsed without a date; 9e15 for none. name: of the person, as names are sorted. placer: who placed a hold here, by its key.
 */
const dayMs = 86_400_000;
const isListed = `((p.capturable > 0 AND p.state IN ('held', 'paid')) OR p.state = 'lapsed')`;
const deadlineOf = `coalesce(p.capture_before,
  CASE WHEN p.provider = 'paysafe' THEN p.at + ${dayMs} * coalesce((SELECT CAST(value AS INTEGER) FROM kept WHERE name = 'hold.days'), 7) END,
  CASE WHEN p.state = 'lapsed' THEN p.at + ${7 * dayMs} ELSE 9000000000000000 END)`;
const listed = (from: string): string => `INSERT INTO hold
    (id, customer_id, person, name, provider, deadline, ends, amount, placed, key, staff_id, staff, lapsed)
  SELECT p.id, p.customer_id, coalesce(l.key, p.customer_id), coalesce(person.sort_key, ''), p.provider, ${deadlineOf}, p.capture_before,
    CASE WHEN p.capturable > 0 THEN p.capturable ELSE p.authorized END, p.at, p.key, placer.staff_id, coalesce(placer.staff_name, ''),
    p.state = 'lapsed'
  FROM payment p LEFT JOIN link l ON l.customer_id = p.customer_id
    LEFT JOIN person ON person.key = coalesce(l.key, p.customer_id) LEFT JOIN placer ON placer.key = p.key
  WHERE ${isListed}${from};`;

export const holdList = `
CREATE TABLE placer (key TEXT PRIMARY KEY, staff_id TEXT NOT NULL, staff_name TEXT NOT NULL) STRICT;
CREATE TABLE hold (
  id TEXT PRIMARY KEY,
  customer_id TEXT,
  person TEXT,
  name TEXT NOT NULL,
  provider TEXT NOT NULL,
  deadline INTEGER NOT NULL,
  ends INTEGER,
  amount INTEGER NOT NULL,
  placed INTEGER NOT NULL,
  key TEXT,
  staff_id TEXT,
  staff TEXT NOT NULL,
  lapsed INTEGER NOT NULL
) STRICT;
CREATE INDEX hold_by_deadline ON hold (lapsed, deadline, id, ends, provider);
CREATE INDEX hold_by_amount ON hold (lapsed, amount, deadline, id, ends);
CREATE INDEX hold_by_customer ON hold (lapsed, name, deadline, id, ends);
CREATE INDEX hold_by_provider ON hold (lapsed, provider, deadline, id, ends);
CREATE INDEX hold_by_staff ON hold (lapsed, staff, deadline, id, ends);
CREATE INDEX hold_of_staff ON hold (lapsed, staff_id, deadline, id, ends);
CREATE INDEX hold_by_placed ON hold (lapsed, placed, id, ends);
CREATE INDEX hold_of_customer ON hold (customer_id);
CREATE INDEX hold_of_person ON hold (person);
CREATE INDEX hold_of_key ON hold (key) WHERE key IS NOT NULL;
${listed('')}

CREATE TRIGGER hold_begins AFTER INSERT ON payment BEGIN ${listed(' AND p.id = new.id')} END;
CREATE TRIGGER hold_changes AFTER UPDATE ON payment BEGIN
  DELETE FROM hold WHERE id = old.id;
  ${listed(' AND p.id = new.id')}
END;
CREATE TRIGGER hold_ends AFTER DELETE ON payment BEGIN DELETE FROM hold WHERE id = old.id; END;
CREATE TRIGGER hold_named AFTER INSERT ON person BEGIN
  UPDATE hold SET name = new.sort_key WHERE person = new.key AND name <> new.sort_key;
END;
CREATE TRIGGER hold_renamed AFTER UPDATE OF sort_key ON person WHEN new.sort_key <> old.sort_key BEGIN
  UPDATE hold SET name = new.sort_key WHERE person = new.key;
END;
CREATE TRIGGER hold_linked AFTER INSERT ON link BEGIN
  UPDATE hold SET person = new.key, name = coalesce((SELECT sort_key FROM person WHERE key = new.key), '')
    WHERE customer_id = new.customer_id;
END;
CREATE TRIGGER hold_unlinked AFTER DELETE ON link BEGIN
  UPDATE hold SET person = old.customer_id, name = coalesce((SELECT sort_key FROM person WHERE key = old.customer_id), '')
    WHERE customer_id = old.customer_id;
END;
CREATE TRIGGER hold_placed AFTER INSERT ON placer BEGIN
  UPDATE hold SET staff_id = new.staff_id, staff = new.staff_name WHERE key = new.key;
END;
`;
