import * as v from 'valibot';
import { command, event, query } from './channel.ts';
import { failure } from './failure.ts';
import { agreement } from './link-calls.ts';

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
  show: query('find', onlyId, cardEntryView),
  /** shuts the window; a card that was on its way by then stays on its way */
  close: command('make_link', onlyId, cardEntryView),
  changed: event(cardEntryView),
};
