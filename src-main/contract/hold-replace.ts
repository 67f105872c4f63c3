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

/** The same for the dialog: with our order that placed it, which is no repeat of the one in its place; null where none of ours did. */
export const heldForView = v.object({ ...heldFor.entries, orderId: v.nullable(v.string()) });
export type HeldForView = v.InferOutput<typeof heldForView>;

/** A hold in the place of another: only who may release one may ask for it, and every such role may hold. */
export const holdReplaceCalls = {
  heldFor: query('release', v.strictObject({ id }), heldForView),
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
