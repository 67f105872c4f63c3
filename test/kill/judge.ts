import { refundCameBack } from '../../src-main/payments/follow.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import { isAfterTheRow, isBeforeTheRow } from './steps.ts';
import type { Scene } from './scenes.ts';
import type { RoundPlan } from './deck.ts';
import type { Movement } from './truth.ts';
import type { Line, Report } from './words.ts';

/** duplicate: moved more often than ordered; open: nobody knows yet; lost: moved without a row, or a shown result that is gone; */
/** false: staff were told another thing than the provider has; harness: the round did not go as it was meant to */
export interface Breach {
  readonly what: 'duplicate' | 'open' | 'lost' | 'false' | 'harness';
  readonly say: string;
}

/** All that is known of one desk when its round is over. */
export interface DeskEnd {
  readonly report: Report;
  /** what its processes printed, one after the other */
  readonly lines: readonly Line[];
}

export interface RoundEnd {
  readonly plan: RoundPlan;
  readonly scene: Scene;
  readonly desks: readonly DeskEnd[];
  readonly movements: readonly Movement[];
  /** when the round began: what is older was in the records before */
  readonly since: number;
  /** what was in the records of the first desk before anybody clicked: a second click came after the completion */
  readonly rowBeforeAgain: boolean | null;
}

const failed = ['declined', 'rejected', 'not_done'];
const moved = ['done', 'pending'];

/** Compares what the desks say with what the provider has. Nothing to say is a good round. */
export function judge(end: RoundEnd): Breach[] {
  const operations = end.desks.flatMap(({ report }) =>
    report.operations.filter(({ createdAt }) => createdAt >= end.since),
  );
  return [
    ...end.desks.flatMap((desk) => judgeRecords(desk)),
    ...judgeRow(end),
    ...judgeCounts(end),
    ...judgeNext(end, operations),
    ...end.movements.flatMap((movement) => judgeMovement(movement, operations)),
    ...operations.flatMap((operation) => judgeOperation(operation, end)),
  ];
}

/** Nothing open, nothing half written, nothing shown that is not there. */
function judgeRecords({ report, lines }: DeskEnd): Breach[] {
  const breaches: Breach[] = [];
  if (!report.auditSound) breaches.push({ what: 'lost', say: 'the chain of the audit is broken' });
  const ended = report.operations.filter(({ state }) => state.name !== 'open' && state.name !== 'unknown');
  const begun = report.operations.filter(beginsInHistory);
  // Ended as done, and once more as sent back.
  const twice = report.operations.filter(refundCameBack);
  if (report.auditLines !== begun.length + ended.length + twice.length)
    breaches.push({
      what: 'lost',
      say: `${report.auditLines} audit lines for ${begun.length} orders and ${ended.length + twice.length} ends`,
    });
  for (const { id, state, kind } of report.operations) {
    if (['open', 'unknown', 'needs_person'].includes(state.name))
      breaches.push({ what: 'open', say: `${kind} ${id} is ${state.name}: ${JSON.stringify(state)}` });
  }
  return [...breaches, ...judgeShown(report, lines)];
}

/** What staff saw is in the records, as it was or further on: at the very next start already, before anybody asks the provider again. */
export function judgeShown({ operations }: Report, lines: readonly Line[]): Breach[] {
  const there = new Map(operations.map((operation) => [operation.id, operation]));
  return lines.flatMap((line): Breach[] => {
    if (line.is !== 'shown') return [];
    const now = there.get(line.operation);
    if (!now) return [{ what: 'lost', say: `${line.operation} was shown and has no row` }];
    const final = [...moved, ...failed, 'needs_person'].includes(line.state);
    const say = `${now.id} was shown as ${line.state} (${line.version}) and is ${now.state.name} (${now.version})`;
    const other = now.state.name !== line.state && !(refundCameBack(now) && moved.includes(line.state));
    return now.version < line.version || (final && other) ? [{ what: 'lost', say }] : [];
  });
}

/** A row is there from its commit on and not a moment before. */
function judgeRow({ plan, rowBeforeAgain }: RoundEnd): Breach[] {
  if (rowBeforeAgain === null) return [];
  const { step } = plan.first;
  if (!rowBeforeAgain && isAfterTheRow(step)) return [{ what: 'lost', say: 'the row that was committed is not there' }];
  if (rowBeforeAgain && isBeforeTheRow(step))
    return [{ what: 'harness', say: 'a row is there that was never committed' }];
  return [];
}

function judgeCounts({ movements, scene }: RoundEnd): Breach[] {
  const breaches: Breach[] = [];
  const kinds = new Set(movements.map(({ kind }) => kind));
  for (const kind of kinds) {
    const count = movements.filter((movement) => movement.kind === kind).length;
    const most = scene.most[kind] ?? 0;
    for (let more = most; more < count; more += 1)
      breaches.push({ what: 'duplicate', say: `${kind} happened ${count} times, ${most} at most was ordered` });
  }
  if (breaches.length === 0 && movements.length > scene.mostInAll)
    breaches.push({ what: 'duplicate', say: `${movements.map(({ kind }) => kind).join(', ')} of one target` });
  const keys = movements.flatMap(({ key }) => key ?? []);
  if (breaches.length === 0 && new Set(keys).size < keys.length)
    breaches.push({ what: 'duplicate', say: 'one key moved twice' });
  return breaches;
}

/** A captured part, a hold that is replaced and a card that its bank knows have their next step, whatever became of that: one that never happened is said, not forgotten. */
function judgeNext({ plan }: RoundEnd, operations: readonly Operation[]): Breach[] {
  if (!plan.case.hasNext) return [];
  return operations.flatMap(({ id, kind, state, plan: own }) =>
    (kind === 'capture' || kind === 'verify_card' || isReplacing(own)) &&
    state.name === 'done' &&
    state.elsewhere !== true &&
    !operations.some(({ follows }) => follows === id)
      ? [{ what: 'lost', say: `what follows ${kind} ${id} was forgotten` }]
      : [],
  );
}

const isReplacing = (plan: Operation['plan']): boolean =>
  (plan.kind === 'hold' && plan.replaces !== undefined) || (plan.kind === 'release' && plan.replacement !== undefined);

/** An order has a line as it begins; of second steps only a new hold, unless it ended as it began. */
function beginsInHistory({ follows, kind, state, createdAt }: Operation): boolean {
  if (follows === null) return true;
  return kind === 'hold' && !(state.name === 'not_done' && state.at === createdAt);
}

/** Every movement has its row, with the key and the amount. */
function judgeMovement(movement: Movement, operations: readonly Operation[]): Breach[] {
  const own = operations.filter((operation) => isOf(movement, operation));
  if (own.length === 0) return [{ what: 'lost', say: `no row has made this: ${JSON.stringify(movement)}` }];
  const breaches: Breach[] = [];
  for (const { kind, id, state, amount } of own) {
    if (failed.includes(state.name))
      breaches.push({
        what: 'false',
        say: `${kind} ${id} is called ${state.name} and moved: ${JSON.stringify(state)}`,
      });
    if (movement.amount !== null && movement.amount !== amount?.amount)
      breaches.push({ what: 'false', say: `${kind} ${id} moved ${movement.amount}, not ${amount?.amount}` });
  }
  return breaches;
}

/** What is called done was done, by whomever; what is called declined was declined. */
function judgeOperation(operation: Operation, { movements, plan }: RoundEnd): Breach[] {
  const { kind, id, state } = operation;
  const own = movements.some((movement) => isOf(movement, operation));
  if (moved.includes(state.name) && !own)
    return [{ what: 'false', say: `${kind} ${id} is called ${state.name} and did not move` }];
  if (state.name === 'declined' && !plan.case.declined)
    return [{ what: 'false', say: `${kind} ${id} is called declined and nobody declined it` }];
  return [];
}

function isOf(movement: Movement, { kind, plan }: Operation): boolean {
  if (movement.kind !== kind) return false;
  if (movement.key !== null) return movement.key === plan.key;
  const { target } = movement;
  if (plan.kind === 'refund') return plan.settlementRef === target;
  if (plan.kind === 'add_profile') return plan.merchantCustomerId === target;
  if (plan.kind === 'remove_customer') return plan.customerRef === target;
  if ('paymentRef' in plan) return plan.paymentRef === target;
  return 'cardRef' in plan && plan.cardRef === target;
}
