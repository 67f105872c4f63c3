import * as v from 'valibot';
import { calendarDay } from './bill.ts';
import { cardLabel, cardView } from './card.ts';
import { command, query } from './channel.ts';
import { freeText, id } from './input.ts';

/** Whose card may pay for whom: granted by its owner, until it ends or is taken back. Times unix ms UTC. */
export const payerGrant = v.object({
  id: v.string(),
  cardId: v.string(),
  /** null where the card is not in the lists any more */
  card: v.nullable(cardLabel),
  ownerId: v.string(),
  ownerName: v.string(),
  /** whom it may pay for */
  customerId: v.string(),
  customerName: v.string(),
  endsAt: v.nullable(v.number()),
  /** how the owner said so */
  how: v.string(),
  at: v.number(),
  by: v.string(),
  revoked: v.nullable(v.object({ at: v.number(), by: v.string(), reason: v.nullable(v.string()) })),
  state: v.picklist(['ok', 'ended', 'revoked']),
});
export type PayerGrant = v.InferOutput<typeof payerGrant>;

/** A card of somebody else that may pay for this person now. */
export const lentCard = v.object({
  card: cardView,
  ownerId: v.string(),
  ownerName: v.string(),
  endsAt: v.nullable(v.number()),
});
export type LentCard = v.InferOutput<typeof lentCard>;

const grants = v.object({ given: v.array(payerGrant), received: v.array(payerGrant) });

/** Family payers: who lent which card to whom. */
export const payerCalls = {
  /** what this person's cards may pay for others, and what others' cards may pay for them; newest first, ended ones included */
  ofCustomer: query('find', v.strictObject({ customerId: id }), grants),
  /** `how`: how the owner of the card said so. Answers the grants of the owner. */
  grant: command(
    'consent',
    v.strictObject({
      cardId: id,
      customerId: id,
      /** the last day it holds, in the house's time zone; null: until it is taken back */
      endsOn: v.nullable(calendarDay),
      how: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(200)),
    }),
    payerGrant,
  ),
  revoke: command('consent', v.strictObject({ id, reason: freeText(200) }), payerGrant),
} as const;
