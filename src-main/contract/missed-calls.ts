import * as v from 'valibot';
import { billView } from './bill.ts';
import { command, query } from './channel.ts';
import { settingsView } from './desk-status.ts';
import { freeText, id } from './input.ts';
import { missedKind, missedOffer, missedRule } from './missed-visit.ts';
import { minorUnits } from './money.ts';
import { ticket } from './ticket.ts';

const reason = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200));

/** Visits that were missed: what may be asked for one, what became of it, and the house's rule. */
export const missedCalls = {
  offer: query('find', v.strictObject({ billId: id }), missedOffer),
  /** Closes what the visit itself would have cost: from now on the bill asks for the fee, or for nothing. `version`: the bill as it was looked at. */
  note: command(
    'bill',
    v.strictObject({
      ticket,
      billId: id,
      version: v.number(),
      kind: missedKind,
      outcome: v.variant('is', [
        v.strictObject({
          is: v.literal('fee'),
          amount: v.pipe(minorUnits, v.minValue(1), v.maxValue(99_999_999)),
          /** a step-in that main gave for exactly this amount */
          stepIn: v.nullable(id),
        }),
        /** why; may be null only where the house asks for no fee */
        v.strictObject({ is: v.literal('waived'), reason: freeText(200) }),
      ]),
    }),
    billView,
  ),
  /** It was a slip: the bill asks for what the visit costs again. Refused once a fee was taken. */
  takeBack: command('bill', v.strictObject({ billId: id, version: v.number(), reason }), billView),
  setRule: command('settings', missedRule, settingsView),
} as const;
