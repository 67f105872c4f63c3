/**
 * What kind of card it is, credit, debit or prepaid, as far as its provider says: of a saved card, and of a payment (the saved card's word first, else what
 * the payment itself told). By it, and by the brand, the house estimates how long a hold at Paysafe lasts: hold_estimate(at, brand, funding) is a function
 * of the connection, unix ms. The house's numbers are kept anew under hold.days, with every estimate made from them.
 */
const dayMs = 86_400_000;
const isListed = `((p.capturable > 0 AND p.state IN ('held', 'paid')) OR p.state = 'lapsed')`;
const deadlineOf = `coalesce(p.capture_before,
  CASE WHEN p.provider = 'paysafe' THEN hold_estimate(p.at, json_extract(p.card, '$.brand'), p.funding) END,
  CASE WHEN p.state = 'lapsed' THEN p.at + ${7 * dayMs} ELSE 9000000000000000 END)`;
const listed = `INSERT INTO hold
    (id, customer_id, person, name, provider, deadline, ends, amount, placed, key, staff_id, staff, lapsed)
  SELECT p.id, p.customer_id, coalesce(l.key, p.customer_id), coalesce(person.sort_key, ''), p.provider, ${deadlineOf}, p.capture_before,
    CASE WHEN p.capturable > 0 THEN p.capturable ELSE p.authorized END, p.at, p.key, placer.staff_id, coalesce(placer.staff_name, ''),
    p.state = 'lapsed'
  FROM payment p LEFT JOIN link l ON l.customer_id = p.customer_id
    LEFT JOIN person ON person.key = coalesce(l.key, p.customer_id) LEFT JOIN placer ON placer.key = p.key
  WHERE ${isListed} AND p.id = new.id;`;

export const holdEstimates = `
ALTER TABLE card ADD COLUMN funding TEXT;
ALTER TABLE payment ADD COLUMN funding TEXT;
CREATE INDEX payment_held_on_card ON payment (card_id) WHERE capturable > 0 AND state IN ('held', 'paid');
DROP TRIGGER hold_begins;
DROP TRIGGER hold_changes;
CREATE TRIGGER hold_begins AFTER INSERT ON payment BEGIN ${listed} END;
CREATE TRIGGER hold_changes AFTER UPDATE ON payment BEGIN
  DELETE FROM hold WHERE id = old.id;
  ${listed}
END;
DELETE FROM kept WHERE name = 'hold.days';
`;
