import type { AskedList } from '../../contract/export.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import type { ExplainedMissing } from '../../contract/payouts.ts';
import type { KeptLine, KeptPayout } from '../../mirror/payouts.ts';
import type { PayoutLine } from '../../said/payouts.ts';
import type { Saying } from '../../said/saying.ts';
import { dayRange } from '../days/calendar.ts';
import { inWhole, isDamaged, type Source } from './export-sources.ts';
import { sayMissing } from '../days/missing-said.ts';
import { missingPayments } from '../days/payouts-missing.ts';
import { operationCode } from '../orders/operation-view.ts';
import { missingAtPaysafe } from '../statements/statement-missing.ts';
import { copyStatements } from '../statements/statement-copy.ts';
import { judgeLines, sayLines } from '../days/payout-lines.ts';
import type { World } from '../world.ts';

/**
 * Every line of the payouts that arrive on these days, each judged by the records at this moment; one row for a payout whose lines were not read. A payout's
 * own movement is left out: the lines of a payout add up to it.
 */
export async function payoutsSource(
  world: World,
  { from, to }: Extract<AskedList, { readonly list: 'payouts' }>,
  saying: Saying,
): Promise<Source | Failure> {
  const [first, last] = [dayRange(from, saying.timeZone), dayRange(to, saying.timeZone)];
  if (!first || !last || first.from > last.from) return refused('bad_input', { field: 'to' }).failure;
  const { sayPayouts } = await import('../../said/payouts.ts');
  const said = sayPayouts({ from, to }, saying);
  await copyStatements(world);
  const payouts = await world.mirror.payoutsArriving(first.from, last.to);
  const lines = (await world.mirror.linesOf(payouts.map(({ id }) => id))).filter(({ type }) => type !== 'payout');
  const byPayout = Map.groupBy(lines, ({ payout }) => payout);
  const unread = payouts.filter(({ linesRead }) => !linesRead).length;
  return {
    said,
    days: from === to ? from : `${from}_${to}`,
    of: lines.length + unread,
    asOf: await world.sync.payouts.readAt(),
    unsound: () => isDamaged(world),
    async *slices() {
      for (const payout of payouts) {
        const rows = payout.linesRead
          ? await rowsOf(world, payout, byPayout.get(payout.id) ?? [])
          : [unreadRow(payout)];
        yield { cells: rows.map((row) => said.cells(row)), damaged: 0 };
      }
    },
    detail: { from, to },
  };
}

/** What Day end shows as in no payout, at both providers, of the last 60 days; and what somebody answered. It says itself of what nothing was looked at. */
export async function inNoPayoutSource(world: World, saying: Saying): Promise<Source> {
  const { sayInNoPayout } = await import('../../said/payouts.ts');
  const paysafe = await missingAtPaysafe(world, await copyStatements(world));
  const found = [...(await missingPayments(world)), ...paysafe.missing];
  const { missing, missingExplained } = await sayMissing(world, found);
  const asOf = await world.sync.payouts.readAt();
  const said = sayInNoPayout({ compared: paysafe.compared, stripeRead: asOf !== null }, saying);
  const rows = [...missing.map((one) => ({ ...one, answer: null })), ...missingExplained.map(answered)];
  const cells = rows.map((row) => said.cells({ ...row, code: operationCode(row.operationId) }));
  return { ...inWhole(world, said, cells), asOf };
}

const answered = ({ reason, by, decidedAt: at, ...one }: ExplainedMissing) => ({ ...one, answer: { reason, by, at } });

const noDecision = { bill: null, reason: null, by: null } as const;

function unreadRow({ provider, id, name, arrivesAt, amount, currency }: KeptPayout): PayoutLine {
  const nothing = { id: null, at: null, type: null, description: null, fee: null, net: null, state: null } as const;
  return { provider, payout: name ?? id, arrivesAt, amount, currency, ...nothing, ...noDecision };
}

async function rowsOf(
  world: Pick<World, 'ledger' | 'mirror'>,
  { provider, id: payoutId, name, arrivesAt }: KeptPayout,
  lines: readonly KeptLine[],
): Promise<PayoutLine[]> {
  const { judged } = await judgeLines(world, lines);
  const said = await sayLines(world, judged);
  const states = new Map(judged.map(({ line, as }) => [line.id, as]));
  return lines.map(({ id, createdAt: at, type, description, amount, fee, net, currency }) => {
    const decided = said.decided.get(id);
    const about = decided
      ? { bill: decided.bill?.code ?? null, reason: decided.reason, by: decided.by }
      : { ...noDecision, bill: said.odd.get(id)?.bill?.code ?? null };
    const facts = { id, at, type, description, amount, fee, net, currency };
    return { provider, payout: name ?? payoutId, arrivesAt, ...facts, state: states.get(id) ?? 'other', ...about };
  });
}
