import * as v from 'valibot';
import { command, query } from './channel.ts';
import { purpose } from './consent.ts';
import { sure } from './doubt.ts';
import { freeText, id, stated } from './input.ts';
import { operationView } from './operation.ts';
import { ticket } from './ticket.ts';

/** What a hold was placed for, as the records of this house have it. `customerId` null: nobody here can say whose it is. */
export const heldFor = v.object({
  customerId: v.nullable(v.string()),
  purpose,
  billId: v.nullable(v.string()),
});
export type HeldFor = v.InferOutput<typeof heldFor>;

/** A hold in the place of another: only who may release one may ask for it, and every such role may hold. */
export const holdReplaceCalls = {
  heldFor: query('release', v.strictObject({ id }), heldFor),
  replace: command(
    'release',
    v.strictObject({
      ticket,
      holdId: id,
      cardId: id,
      amount: stated,
      /** new: both are held for a moment; release: nothing is held for a moment, and nothing any more when the bank says no */
      first: v.picklist(['new', 'release']),
      note: freeText(200),
      sure,
      stepIn: v.optional(v.nullable(id)),
    }),
    operationView,
  ),
};
