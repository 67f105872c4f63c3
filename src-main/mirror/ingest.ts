import type Database from 'better-sqlite3';
import type { CardRecord, CustomerRecord, PaymentRecord, Records } from '../payments/records.ts';
import type { makeCardNews } from './card-news.ts';
import { emailKey, phoneKey } from './folding.ts';
import type { Persons } from './persons.ts';
import { monthNumber } from './rows.ts';

/** A deleted customer is told of by its id alone (stripe.md, section 6): who it was stays in the row, for the page of what was paid. */
const keptIfDeleted = (column: string): string =>
  `iif(excluded.deleted = 1, coalesce(excluded.${column}, customer.${column}), excluded.${column})`;
const keptName = `iif(excluded.deleted = 1 AND excluded.name = '', customer.name, excluded.name)`;

/** Of what kind the card of a payment is: the saved card's own word, else the first of these. */
const fundingOfCard = (cardId: string, ...others: readonly string[]): string =>
  `coalesce((SELECT c.funding FROM card c WHERE c.id = ${cardId}), ${others.join(', ')})`;

/** Writes what one reply said. A read older than the row never overwrites it: replies may arrive out of order. */
export function makeIngest(
  database: Database.Database,
  persons: Persons,
  news: Pick<ReturnType<typeof makeCardNews>, 'before' | 'note'>,
): (records: Records) => void {
  const putCustomer = database.prepare(`INSERT INTO customer
    (id, provider, ref, name, phone, email, language, created_at, default_card_id, external_id, deleted, read_at, email_key, phone_key)
    VALUES (@id, @provider, @ref, @name, @phone, @email, @language, @createdAt, @defaultCardId, @externalId, @deleted, @readAt,
      @emailKey, @phoneKey)
    ON CONFLICT (id) DO UPDATE SET name = ${keptName},
      phone = ${keptIfDeleted('phone')}, email = ${keptIfDeleted('email')}, language = ${keptIfDeleted('language')},
      created_at = coalesce(excluded.created_at, created_at), default_card_id = excluded.default_card_id,
      external_id = ${keptIfDeleted('external_id')}, deleted = max(excluded.deleted, customer.gone),
      read_at = excluded.read_at, email_key = ${keptIfDeleted('email_key')}, phone_key = ${keptIfDeleted('phone_key')}
    WHERE excluded.read_at >= customer.read_at`);
  const putCard = database.prepare(`INSERT INTO card
    (id, provider, customer_id, ref, pay_token, kind, brand, funding, last_four, expiry, nickname, holder, is_default, chargeable, removed, read_at)
    VALUES (@id, @provider, @customerId, @ref, @payToken, @kind, @brand, @funding, @lastFour, @expiry, @nickname, @holder, @isDefault,
      @chargeable, @removed, @readAt)
    ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, ref = excluded.ref, pay_token = excluded.pay_token,
      kind = excluded.kind, brand = excluded.brand, funding = excluded.funding,
      last_four = excluded.last_four, expiry = excluded.expiry,
      nickname = excluded.nickname, holder = excluded.holder, is_default = excluded.is_default,
      chargeable = excluded.chargeable, removed = excluded.removed, read_at = excluded.read_at
    WHERE excluded.read_at >= card.read_at`);
  // Stripe takes the date of a hold away once it has lapsed: the one it had is when it lapsed.
  const putPayment = database.prepare(`INSERT INTO payment
    (id, provider, ref, customer_id, card_id, card, state, currency, authorized, capturable, taken, refunded, settlements, at,
      capture_before, description, key, account, details, dispute, funding, bill_name, read_at)
    VALUES (@id, @provider, @ref, @customerId, @cardId, @card, @state, @currency, @authorized, @capturable, @taken, @refunded,
      @settlements, @at, @captureBefore, @description, @key, @account, @details, @dispute,
      ${fundingOfCard('@cardId', '@funding')}, @billName, @readAt)
    ON CONFLICT (id) DO UPDATE SET customer_id = coalesce(excluded.customer_id, customer_id),
      card_id = coalesce(excluded.card_id, card_id), card = coalesce(excluded.card, card), state = excluded.state,
      currency = excluded.currency, authorized = excluded.authorized, capturable = excluded.capturable,
      taken = excluded.taken, refunded = excluded.refunded, settlements = excluded.settlements, at = excluded.at,
      capture_before = CASE WHEN excluded.state = 'lapsed' AND excluded.capture_before IS NULL AND payment.capture_before <= excluded.read_at
        THEN payment.capture_before ELSE excluded.capture_before END, description = excluded.description, key = excluded.key,
      account = excluded.account, details = excluded.details, bill_name = excluded.bill_name,
      dispute = CASE WHEN json_extract(excluded.dispute, '$.state') = 'unknown' THEN coalesce(payment.dispute, excluded.dispute) ELSE excluded.dispute END,
      funding = ${fundingOfCard('coalesce(excluded.card_id, card_id)', 'excluded.funding', 'funding')}, read_at = excluded.read_at
    WHERE excluded.read_at >= payment.read_at`);
  // What can be captured only: the list of holds goes by it.
  const tellHolds = database.prepare(
    `UPDATE payment SET funding = @funding
     WHERE card_id = @id AND capturable > 0 AND state IN ('held', 'paid') AND funding IS NOT @funding`,
  );
  const isGone = database.prepare<[string], number>('SELECT 1 FROM customer WHERE id = ? AND gone = 1').pluck();
  const ownNickname = database.prepare<[string | null], string>('SELECT name FROM nickname WHERE card_id = ?').pluck();
  const customerOfPayment = database
    .prepare<[string], string | null>('SELECT customer_id FROM payment WHERE id = ?')
    .pluck();
  const markDefault = database.prepare(
    'UPDATE card SET is_default = (id = @cardId) WHERE customer_id = @customerId AND read_at <= @readAt',
  );
  // A card list does not say which is the default where the customer does (Stripe): the newer of the two decides.
  const keepDefault = database.prepare(
    `UPDATE card SET is_default = 1 WHERE id = @id AND removed = 0 AND EXISTS
     (SELECT 1 FROM customer c WHERE c.id = card.customer_id AND c.default_card_id = card.id AND c.read_at >= card.read_at)`,
  );
  const rememberDefault = database.prepare(
    'UPDATE customer SET default_card_id = @cardId WHERE id = @customerId AND read_at <= @readAt',
  );
  const others = database
    .prepare<[{ customerId: string; readAt: number; kept: string }], string>(
      `SELECT id FROM card WHERE customer_id = @customerId AND removed = 0 AND read_at <= @readAt
       AND id NOT IN (SELECT value FROM json_each(@kept))`,
    )
    .pluck();
  const removeOthers = database.prepare(
    `UPDATE card SET removed = 1, is_default = 0, read_at = max(read_at, @readAt)
     WHERE customer_id = @customerId AND read_at <= @readAt AND id NOT IN (SELECT value FROM json_each(@kept))`,
  );
  const removeAll = database.prepare('UPDATE card SET removed = 1, is_default = 0 WHERE customer_id = ?');
  const cardsWereRead = database.prepare(
    'UPDATE customer SET cards_read_at = max(coalesce(cards_read_at, 0), @readAt) WHERE id = @customerId',
  );

  const ingest = (records: Records): void => {
    const touched = new Set<string>();
    for (const read of records.cards ?? []) {
      // Answers may arrive out of order: a card of a customer who was taken away is taken away too.
      const card = isGone.get(read.customerId) ? { ...read, removed: true, isDefault: false } : read;
      const before = news.before(card.id);
      const written = putCard.run(cardValues(card)).changes > 0;
      if (written) touched.add(card.customerId);
      if (written && card.funding) tellHolds.run({ id: card.id, funding: card.funding });
      if (written && before) news.note(before, card, card.readAt);
      if (!written || card.removed) continue;
      if (!card.isDefault) {
        keepDefault.run({ id: card.id });
        continue;
      }
      const change = { cardId: card.id, customerId: card.customerId, readAt: card.readAt };
      markDefault.run(change);
      rememberDefault.run(change);
    }
    for (const customer of records.customers ?? []) {
      if (putCustomer.run(customerValues(customer)).changes === 0) continue;
      touched.add(customer.id);
      if (customer.defaultCardId !== null) {
        markDefault.run({ cardId: customer.defaultCardId, customerId: customer.id, readAt: customer.readAt });
      }
    }
    for (const customerId of records.cardsOf ?? []) {
      const cards = (records.cards ?? []).filter((card) => card.customerId === customerId);
      const owner = (records.customers ?? []).find(({ id }) => id === customerId);
      // A list without a time of its own (no card left, no customer beside it) is the news of this moment.
      const times = [...cards.map(({ readAt }) => readAt), ...(owner ? [owner.readAt] : [])];
      const readAt = Math.max(0, ...times);
      const gone = others.all({
        customerId,
        readAt: times.length > 0 ? readAt : Number.MAX_SAFE_INTEGER,
        kept: JSON.stringify(cards.map(({ id }) => id)),
      });
      for (const id of gone) {
        const before = news.before(id);
        if (before) news.note(before, null, Math.max(readAt, before.readAt));
      }
      if (times.length > 0) removeOthers.run({ customerId, readAt, kept: JSON.stringify(cards.map(({ id }) => id)) });
      else removeAll.run(customerId);
      cardsWereRead.run({ customerId, readAt });
      touched.add(customerId);
    }
    for (const payment of records.payments ?? []) {
      const before = customerOfPayment.get(payment.id);
      if (putPayment.run(paymentValues(payment, ownNickname.get(payment.cardId))).changes === 0) continue;
      for (const id of [before, payment.customerId]) if (id) touched.add(id);
    }
    persons.refresh(touched);
  };
  return database.transaction(ingest);
}

/**
 * The same records in pieces of about `size` rows, each complete in itself (a customer's card list stays with its cards), so that
 * nobody's search waits for a whole page to be written.
 */
export function piecesOf(records: Records, size: number): Records[] {
  const pieces: Records[] = [];
  const complete = new Set(records.cardsOf ?? []);
  const customersById = Map.groupBy(records.customers ?? [], ({ id }) => id);
  const cardsByCustomer = Map.groupBy(records.cards ?? [], ({ customerId }) => customerId);
  const together = [...complete].map((customerId) => ({
    customers: customersById.get(customerId) ?? [],
    cards: cardsByCustomer.get(customerId) ?? [],
    cardsOf: [customerId],
  }));
  const alone = {
    customers: (records.customers ?? []).filter(({ id }) => !complete.has(id)),
    cards: (records.cards ?? []).filter(({ customerId }) => !complete.has(customerId)),
    payments: records.payments ?? [],
  };
  for (const customers of slices(alone.customers, size)) pieces.push({ customers });
  for (const some of slices(together, Math.max(1, Math.floor(size / 3)))) {
    pieces.push({
      customers: some.flatMap((each) => each.customers),
      cards: some.flatMap((each) => each.cards),
      cardsOf: some.flatMap((each) => each.cardsOf),
    });
  }
  for (const some of slices(alone.cards, size)) pieces.push({ cards: some });
  for (const payments of slices(alone.payments, size)) pieces.push({ payments });
  return pieces;
}

function slices<T>(rows: readonly T[], size: number): T[][] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, place) => rows.slice(place * size, (place + 1) * size));
}

function customerValues(customer: CustomerRecord): Record<string, string | number | null> {
  return {
    ...customer,
    deleted: customer.deleted ? 1 : 0,
    emailKey: emailKey(customer.email),
    phoneKey: phoneKey(customer.phone),
  };
}

function cardValues(card: CardRecord): Record<string, string | number | null> {
  return {
    ...card,
    funding: card.funding ?? null,
    expiry: card.expiry && monthNumber(card.expiry),
    isDefault: card.isDefault ? 1 : 0,
    chargeable: card.chargeable ? 1 : 0,
    removed: card.removed ? 1 : 0,
  };
}

function paymentValues(payment: PaymentRecord, ownName: string | undefined): Record<string, string | number | null> {
  // A gateway may hand back the label it was shown; the house's own name is kept in one place only.
  const card = payment.card?.nickname === ownName ? payment.card && { ...payment.card, nickname: null } : payment.card;
  return {
    ...payment,
    card: card && JSON.stringify(card),
    settlements: JSON.stringify(payment.settlements),
    details: payment.details ? JSON.stringify(payment.details) : null,
    dispute: payment.dispute ? JSON.stringify(payment.dispute) : null,
    funding: payment.funding ?? null,
    billName: payment.billName ?? null,
  };
}
