import * as v from 'valibot';
import { billRow } from './bill.ts';
import { cardLabel } from './card.ts';
import { command, event, query } from './channel.ts';
import { consentState } from './consent.ts';
import { failure } from './failure.ts';
import { id, nothing, stated } from './input.ts';
import { currency, minorUnits } from './money.ts';
import { operationView } from './operation.ts';
import { providerName } from './provider.ts';
import { ticket } from './ticket.ts';

export const mostRunLines = 500;

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

/**
 * waiting: not begun. sending: being charged now. sent: `operation` says what became of it. refused: nothing was sent, for `failure`. left: a person
 * left it out. A line that was begun and never written as an order was not sent: it waits.
 */
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
  state: v.picklist(['waiting', 'sending', 'sent', 'refused', 'left']),
  failure: v.nullable(failure),
  operation: v.nullable(operationView),
});
export type RunLine = v.InferOutput<typeof runLine>;

/** going: its lines are being charged, here or at `desk`. stopped: a person, or a trouble of the desk (`why`), stopped it. interrupted: the desk that charged them was closed. */
const runFacts = v.object({
  id: v.string(),
  state: v.picklist(['going', 'stopped', 'interrupted', 'over']),
  why: v.nullable(v.string()),
  currency,
  staffName: v.string(),
  desk: v.string(),
  /** this desk charges its lines */
  here: v.boolean(),
  createdAt: v.number(),
  version: v.number(),
});
export const runSummary = v.object({
  ...runFacts.entries,
  lines: v.number(),
  /** neither sent nor refused nor left */
  rest: v.number(),
  total: minorUnits,
});
export type RunSummary = v.InferOutput<typeof runSummary>;
export const runView = v.object({ ...runFacts.entries, lines: v.array(runLine) });
export type RunView = v.InferOutput<typeof runView>;

const chosen = {
  cardId: id,
  amount: stated,
  /** the bill as it was shown: another one since is not charged */
  version: v.number(),
  remaining: minorUnits,
};
const lines = <S extends v.GenericSchema>(line: S) => v.pipe(v.array(line), v.minLength(1), v.maxLength(mostRunLines));

/** Many due bills, charged in one go. Each line is an order like any other: the same right, limits, consent and guards. */
export const billRunCalls = {
  /** these bills as they would be charged now; cards that were never read are read first */
  preview: query('charge', v.strictObject({ billIds: lines(id) }), v.object({ lines: v.array(runPreviewLine) })),
  /** All lines are written before the first is sent. The same ticket again is the same run. */
  start: command(
    'charge',
    v.strictObject({ ticket, lines: lines(v.strictObject({ billId: id, ...chosen })) }),
    runView,
  ),
  /** no further line is begun; what is being charged is brought to its end */
  stop: command('charge', v.strictObject({ id }), runView),
  /** The rest of a run that was stopped or interrupted, confirmed again; lines that are not named are left. */
  resume: command(
    'charge',
    v.strictObject({ id, version: v.number(), lines: lines(v.strictObject({ lineId: id, ...chosen })) }),
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
export type RunFacts = v.InferOutput<typeof runFacts>;
