import * as v from 'valibot';
import { command, event, query } from './channel.ts';
import { failure } from './failure.ts';
import { agreement } from './link-calls.ts';
import { operationView } from './operation.ts';

const id = v.pipe(v.string(), v.minLength(3), v.maxLength(120), v.regex(/^[\w:.-]+$/));
const onlyId = v.strictObject({ id });

/**
 * One opening of the card window, as it goes. open: somebody types in Paysafe's own fields. sending: a token came back, and Paysafe is asked to
 * check and keep the card. ordered: what became of it stands in that operation and its group. closed: nobody saved a card. refused: nothing was
 * sent, and why.
 */
export const cardEntryState = v.variant('name', [
  v.object({ name: v.literal('open') }),
  v.object({ name: v.literal('sending') }),
  v.object({ name: v.literal('ordered'), operationId: v.string() }),
  v.object({ name: v.literal('closed') }),
  v.object({ name: v.literal('refused'), failure }),
]);

export const cardEntryView = v.object({
  id: v.string(),
  customerId: v.string(),
  customerName: v.string(),
  state: cardEntryState,
});
export type CardEntryView = v.InferOutput<typeof cardEntryView>;

const profileView = v.object({
  operation: operationView,
  customerId: v.nullable(v.string()),
  existing: v.nullable(v.object({ name: v.string(), email: v.string() })),
});

/** The window in which a client types a card into Paysafe's own fields. No call takes or gives a token, a number or an address. */
export const cardWindowCalls = {
  open: command(
    'make_link',
    v.strictObject({
      ticket: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{16,64}$/)),
      customerId: id,
      language: v.picklist(['en', 'fr']),
      agreement: v.nullable(agreement),
    }),
    cardEntryView,
  ),
  /**
   * A profile at Paysafe for somebody who has none, as an order; linked to their other record. `customerId`: it is there. `existing`: one was there
   * before, and is taken only when somebody says so.
   */
  addProfile: command(
    'make_link',
    v.strictObject({
      ticket: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{16,64}$/)),
      customerId: id,
      language: v.picklist(['en', 'fr']),
    }),
    profileView,
  ),
  /** takes the profile that such an order found in its place */
  adoptProfile: command('make_link', v.strictObject({ operationId: id }), v.object({ customerId: v.string() })),
  show: query('find', onlyId, cardEntryView),
  /** shuts the window; a card that was on its way by then stays on its way */
  close: command('make_link', onlyId, cardEntryView),
  changed: event(cardEntryView),
};
