import * as v from 'valibot';
import { billRow } from './bill.ts';
import { cardLabel } from './card.ts';
import { command, event, query } from './channel.ts';
import { consentState } from './consent.ts';
import { failure } from './failure.ts';
import { id, nothing, stated } from './input.ts';
import { minorUnits } from './money.ts';
import { providerName } from './provider.ts';
import { lineResult, runFacts, runLines, runSummary } from './run.ts';
import { ticket } from './ticket.ts';

/** A card that may be chosen for a line. `prevents`: why it cannot be charged with all that is left of the bill, by itself or by its consent. */
const runCard = v.object({
  id: v.string(),
  provider: providerName,
  label: cardLabel,
  expiryState: v.picklist(['ok', 'soon', 'expired', 'none']),
  consent: consentState,
  prevents: v.nullable(failure),
});
export type RunCard = v.InferOutput<typeof runCard>;

/** A bill as it would be charged now, and what prevents that whichever card is chosen. */
export const runPreviewLine = v.object({
  bill: billRow,
  /** the same for all records of one person: two bills of one person are not charged in one run */
  personId: v.nullable(v.string()),
  cards: v.array(runCard),
  /** the card that its row names, or null without any */
  cardId: v.nullable(v.string()),
  prevents: v.nullable(failure),
});
export type RunPreviewLine = v.InferOutput<typeof runPreviewLine>;

export const runLine = v.object({
  id: v.string(),
  billId: v.string(),
  billCode: v.string(),
  customerId: v.string(),
  customerName: v.string(),
  cardId: v.string(),
  card: cardLabel,
  /** minor units of the run's currency */
  amount: minorUnits,
  ...lineResult,
});
export type RunLine = v.InferOutput<typeof runLine>;

export const runView = v.object({ ...runFacts.entries, lines: v.array(runLine) });
export type RunView = v.InferOutput<typeof runView>;

const chosen = {
  cardId: id,
  amount: stated,
  /** the bill as it was shown: another one since is not charged */
  version: v.number(),
  remaining: minorUnits,
};

/** Many due bills, charged in one go. Each line is an order like any other: the same right, limits, consent and guards. */
export const billRunCalls = {
  /** these bills as they would be charged now; cards that were never read are read first */
  preview: query('charge', v.strictObject({ billIds: runLines(id) }), v.object({ lines: v.array(runPreviewLine) })),
  /** All lines are written before the first is sent. The same ticket again is the same run. */
  start: command(
    'charge',
    v.strictObject({ ticket, lines: runLines(v.strictObject({ billId: id, ...chosen })) }),
    runView,
  ),
  /** no further line is begun; what is being charged is brought to its end */
  stop: command('charge', v.strictObject({ id }), runView),
  /** The rest of a run that was stopped or interrupted, confirmed again; lines that are not named are left. */
  resume: command(
    'charge',
    v.strictObject({ id, version: v.number(), lines: runLines(v.strictObject({ lineId: id, ...chosen })) }),
    runView,
  ),
  /** nothing more of it is ever sent */
  end: command('charge', v.strictObject({ id, version: v.number() }), runView),
  get: query('find', v.strictObject({ id }), runView),
  /** the last ones, newest first, and all that were neither ended nor are at their end */
  list: query('find', nothing, v.object({ runs: v.array(runSummary) })),
  /** a line went on, or, with `line` null, the run itself */
  changed: event(v.object({ run: runFacts, line: v.nullable(runLine) })),
};
