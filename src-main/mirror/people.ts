import type Database from 'better-sqlite3';
import type * as v from 'valibot';
import type { linkCandidate } from '../contract/customer.ts';
import type { CardRecord, PaymentRecord } from '../payments/records.ts';
import { emailKey, phoneKey } from './folding.ts';
import { shownName, type Persons } from './persons.ts';
import {
  cardSelect,
  customerColumns,
  paymentColumns,
  paymentSource,
  toCard,
  toCustomer,
  toPayment,
  type CardDbRow,
  type CustomerDbRow,
  type PaymentDbRow,
} from './rows.ts';
import type { Person, RecentPayments } from './shapes.ts';

export type LinkCandidate = v.InferOutput<typeof linkCandidate>;

const mostPayments = 200;
const mostCandidates = 20;
const mostGoneCards = 20;
const mostNamed = 100;

/** Reads one person: both providers' records, cards, payments, and who may be the same person at the other provider. */
export function makePeople(database: Database.Database, persons: Persons) {
  const customer = database.prepare<[string], CustomerDbRow>(`SELECT ${customerColumns} FROM customer WHERE id = ?`);
  const cardsOf = database.prepare<[string], CardDbRow>(
    `${cardSelect} WHERE c.customer_id = ? AND c.removed = 0 ORDER BY c.is_default DESC, c.rowid`,
  );
  const goneCardsOf = database.prepare<[string], CardDbRow>(
    `${cardSelect} WHERE c.customer_id = ? AND c.removed = 1 ORDER BY c.read_at DESC, c.id LIMIT ${mostGoneCards}`,
  );
  const paymentsOf = database.prepare<[string, number], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource} WHERE p.customer_id = ? ORDER BY p.at DESC, p.id LIMIT ?`,
  );
  const named = database.prepare<[string, number], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource} WHERE p.bill_name = ? ORDER BY p.at DESC, p.id LIMIT ?`,
  );
  const paymentsSince = database.prepare<[string, number], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource} WHERE p.customer_id = ? AND p.at >= ? ORDER BY p.at DESC, p.id`,
  );
  const keyed = database.prepare<[string, string], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource} WHERE p.customer_id = ? AND p.key = ? ORDER BY p.at DESC, p.id LIMIT 1`,
  );
  const sameName = database
    .prepare<[string, string], number>(
      `SELECT count(*) FROM person WHERE sort_key = (SELECT sort_key FROM person WHERE key = ?) AND key <> ?`,
    )
    .pluck();
  const cardsUnread = database
    .prepare<[string], number>('SELECT cards_read_at IS NULL FROM customer WHERE id = ?')
    .pluck();
  const alike = database.prepare<[Record<string, string | number | null>], CustomerDbRow>(
    `SELECT ${customerColumns} FROM customer
     WHERE (email_key = @email OR phone_key = @phone) AND provider <> @provider AND deleted = 0
       AND id NOT IN (SELECT customer_id FROM link) ORDER BY name, id LIMIT ${mostCandidates}`,
  );

  /** The records asked for, leader of the group first. A deleted customer shows only when asked for by its own id. */
  const recordsOf = (customerId: string) =>
    persons
      .members(persons.keyOf(customerId))
      .flatMap((id) => customer.get(id) ?? [])
      .filter((row) => row.deleted === 0 || row.id === customerId)
      .map(toCustomer);

  return {
    person: (customerId: string): Person | null => {
      const customers = recordsOf(customerId);
      if (customers.length === 0) return null;
      const key = persons.keyOf(customerId);
      const cards = customers.flatMap(({ id }) => cardsOf.all(id).map(toCard));
      // What was paid through a record that is gone was paid by this person all the same.
      const payments = persons.members(key).flatMap((id) => paymentsOf.all(id, mostPayments).map(toPayment));
      return {
        customers,
        cards: cards.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)),
        payments: payments.toSorted((a, b) => b.at - a.at).slice(0, mostPayments),
        sameName: sameName.get(key, key) ?? 0,
        cardsUnread: customers.some(({ id }) => cardsUnread.get(id) === 1),
      };
    },

    removedCards: (customerId: string): CardRecord[] =>
      recordsOf(customerId)
        .flatMap(({ id }) => goneCardsOf.all(id).map(toCard))
        .toSorted((a, b) => b.readAt - a.readAt),

    recordIds: (customerId: string): string[] => persons.members(persons.keyOf(customerId)).toSorted(),

    recentPayments: (customerId: string, since: number): RecentPayments => {
      const customerIds = persons.members(persons.keyOf(customerId)).toSorted();
      return { customerIds, payments: customerIds.flatMap((id) => paymentsSince.all(id, since).map(toPayment)) };
    },

    keyedPayment: (customerIds: readonly string[], key: string): PaymentRecord | null => {
      const found = customerIds.flatMap((id) => keyed.get(id, key) ?? []);
      return found[0] ? toPayment(found[0]) : null;
    },

    namedPayments: (billName: string): PaymentRecord[] => named.all(billName, mostNamed).map(toPayment),

    candidates: (customerId: string): LinkCandidate[] => {
      const found = new Map<string, LinkCandidate>();
      const own = recordsOf(customerId);
      for (const { provider, email, phone } of own) {
        const keys = { email: emailKey(email), phone: phoneKey(phone) };
        for (const row of alike.all({ ...keys, provider })) {
          if (own.some(({ id, provider: has }) => id === row.id || has === row.provider)) continue;
          found.set(row.id, {
            id: row.id,
            name: shownName(row),
            phone: row.phone,
            email: row.email,
            provider: row.provider,
            sameEmail: keys.email !== null && emailKey(row.email) === keys.email,
            samePhone: keys.phone !== null && phoneKey(row.phone) === keys.phone,
          });
        }
      }
      return [...found.values()];
    },
  };
}
