import * as v from 'valibot';
import { billed, billRow, billView, houseDay } from './bill.ts';
import { command, event, query } from './channel.ts';
import { givenBackSaid, givenBackUndone } from './given-back.ts';
import { freeText, id } from './input.ts';
import { minorUnits } from './money.ts';
import { readyList, readySpan } from './ready.ts';

/** What the window may ask about bills, and do with one by itself. */
export const billCalls = {
  /** the visits of these days, both inclusive, in the order of the day */
  list: query('find', v.strictObject({ from: houseDay, to: houseDay }), v.object({ rows: v.array(billRow) })),
  /** the visits of the days to come that are not paid, and whether the card of each can be counted on */
  ready: query('find', v.strictObject({ days: readySpan }), readyList),
  get: query('find', v.strictObject({ id }), billView),
  byCode: query('find', v.strictObject({ code: v.pipe(v.string(), v.maxLength(20)) }), billView),
  ofCustomer: query('find', v.strictObject({ customerId: id }), v.object({ rows: v.array(billRow) })),
  make: command('bill', billed, billView),
  /** `version`: as it was when somebody began to change it */
  change: command('bill', v.strictObject({ id, version: v.number(), ...billed.entries }), billView),
  cancel: command(
    'bill',
    v.strictObject({
      id,
      version: v.number(),
      reason: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200)),
    }),
    billView,
  ),
  /** the visit is over and this is the sum, as `version` has it: the house's rule captures for closed bills alone; moves no money */
  close: command('bill', v.strictObject({ id, version: v.number() }), billView),
  /** takes that back */
  reopen: command('bill', v.strictObject({ id, version: v.number() }), billView),
  /** notes money that came otherwise: cash, a terminal, a transfer; moves no card money */
  credit: command(
    'bill',
    v.strictObject({
      id,
      kind: v.picklist(['cash', 'terminal', 'transfer', 'other']),
      amount: v.pipe(minorUnits, v.minValue(1), v.maxValue(99_999_999)),
      note: freeText(120),
      /** a manager made sure that it was not paid at a provider that has not said yet what happened since a backup */
      madeSure: v.optional(v.boolean()),
    }),
    billView,
  ),
  /** puts on a bill what another desk took for it (`elsewhere`), as far as it has that much left to pay; moves no money */
  creditElsewhere: command('bill', v.strictObject({ id, paymentId: v.pipe(v.string(), v.maxLength(200)) }), billView),
  /** whether the bill counts what was given back elsewhere of one of its payments; moves no money */
  decideGivenBack: command('resolve', givenBackSaid, billView),
  /** takes such a decision back; both stay in the records */
  undoGivenBack: command('resolve', givenBackUndone, billView),
  changed: event(v.object({ ids: v.array(v.string()) })),
} as const;
