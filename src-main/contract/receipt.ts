import * as v from 'valibot';
import { command, query } from './channel.ts';
import { id } from './input.ts';
import { money } from './money.ts';
import { operationView } from './operation.ts';
import { paymentView } from './payment.ts';

/** A payment with everything that was done to it, whichever of its orders somebody looks at. */
export const paymentChain = v.object({
  /** the charge or hold of these records that began it; null: it was made elsewhere, or is none */
  original: v.nullable(operationView),
  /** as the provider has it; null: not in the copy of its lists */
  payment: v.nullable(paymentView),
  /** captures, releases and refunds ordered here, oldest first, whatever came of them */
  steps: v.array(operationView),
  /** given back at the provider by somebody else, as far as its list says; null: nothing */
  elsewhere: v.nullable(money),
  /** what can still be given back; null: nobody knows, or something is being checked */
  refundable: v.nullable(money),
});
export type PaymentChain = v.InferOutput<typeof paymentChain>;

/** What is said of one order to its client, every word ready to be read. */
export const receipt = v.object({
  language: v.picklist(['en', 'fr']),
  title: v.string(),
  house: v.string(),
  /** what it is: a charge, a capture, a refund, a hold that takes nothing */
  what: v.string(),
  facts: v.array(v.object({ label: v.string(), value: v.string() })),
  /** what was given back of it since */
  lines: v.array(v.object({ when: v.string(), text: v.string() })),
  /** the client's mail address; null: none is known */
  to: v.nullable(v.string()),
});
export type Receipt = v.InferOutput<typeof receipt>;

/** `language` null: the client's own, else the house's. */
const wanted = v.strictObject({ operationId: id, language: v.nullable(v.picklist(['en', 'fr'])) });

/** What a client is given of an order, and what became of its payment. */
export const receiptCalls = {
  chain: query('find', v.strictObject({ operationId: id }), paymentChain),
  show: query('find', wanted, receipt),
  /** as a PDF; a person says where it goes */
  save: command('charge', wanted, v.object({ saved: v.boolean(), name: v.string() })),
  /** a draft in this PC's own mail program; a person sends it */
  write: command('charge', wanted, v.object({ opened: v.boolean() })),
} as const;
