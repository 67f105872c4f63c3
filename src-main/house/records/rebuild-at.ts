import type { ProviderName } from '../../contract/provider.ts';
import type { TrailLine } from '../../contract/operation.ts';
import type { CouldNot, ProviderRun } from '../../contract/records.ts';
import type { RecoveryRun } from '../../ledger/recovery.ts';
import type { SoundOperation } from '../../ledger/survey.ts';
import type { NewOperation } from '../../payments/ports.ts';
import type { Asker } from '../../payments/ports.ts';
import type { KnownPayment, Recalled, RecallEnd, Unrecalled } from '../../payments/recall.ts';
import { followUpKey } from '../../payments/repeat-key.ts';
import { operationCode } from '../orders/operation-view.ts';
import { askAbout } from './rebuild-asking.ts';
import type { Shelf, Wanted } from './rebuild-shelf.ts';
import { endedWithout } from './rebuild-ended.ts';
import type { RebuildWorld } from './rebuild.ts';
import { withCause } from './recovered-cause.ts';
import { recoveredOperation, type Recovering } from './recovered-operation.ts';
import { rememberTransactions } from '../registry.ts';

export interface RebuildingAt {
  readonly provider: ProviderName;
  readonly run: RecoveryRun;
  readonly by: Asker;
  readonly since: number | null;
  readonly signal: AbortSignal;
  readonly shelf: Shelf;
  readonly known: readonly KnownPayment[];
  /** how many things the provider showed, and how many records were written */
  tell(read: number, written: number): void;
}

interface Counts {
  read: number;
  recovered: number;
  replaced: number;
  there: number;
}

/** Both ways to find orders again at one provider: what it shows by itself, and what can be asked for one by one. */
export async function rebuildAt(world: RebuildWorld, at: RebuildingAt): Promise<ProviderRun> {
  const { provider, shelf } = at;
  const counts: Counts = { read: 0, recovered: 0, replaced: 0, there: 0 };
  const missing: Unrecalled[] = [];
  const couldNot: CouldNot[] = [];
  const tell = (): void => at.tell(counts.read, counts.recovered);

  // Paysafe is asked first for what is wanted by name: what is found so needs no second look. Stripe shows all of it in its lists.
  if (provider === 'paysafe') await askAll(world, at, counts);
  let end: RecallEnd = at.signal.aborted ? { complete: false, why: 'stopped' } : { complete: true };
  if (end.complete) {
    const question = {
      since: at.since,
      now: world.clock.now(),
      known: at.known,
      takes: shelf.takes(),
      explained: shelf.explained,
      signal: at.signal,
    };
    end = await world.recalls[provider].recall(question, async (page) => {
      counts.read += page.read;
      missing.push(...page.missing);
      for (const recalled of page.found) {
        const differs = await take(world, at, { recalled, counts });
        if (differs) couldNot.push(differs);
      }
      tell();
    });
  }
  if (provider === 'stripe' && end.complete) await askAll(world, at, counts);
  tell();
  const unread = end.complete ? [] : shelf.wanted();
  const left = end.complete ? await lastWords(world, at, counts) : [];
  couldNot.push(
    ...missing.filter((one) => !shelf.isExplained(one)).map(asCouldNot),
    ...left,
    ...unread.map((wanted) => wantedAs(wanted, 'unread')),
  );
  return {
    provider,
    ...counts,
    trouble: end.complete ? null : end.why,
    couldNot,
    couldNotCount: couldNot.length,
  };
}

/** One order that the provider shows: there already, to be written, or otherwise than the record says. */
async function take(
  world: RebuildWorld,
  at: RebuildingAt,
  { recalled, counts }: { readonly recalled: Recalled; readonly counts: Counts },
): Promise<CouldNot | null> {
  const { shelf, provider } = at;
  const sound = shelf.sound(recalled.plan.key);
  if (sound) {
    if (agrees(sound, recalled)) {
      counts.there += 1;
      return null;
    }
    return {
      kind: recalled.plan.kind,
      paymentRef: recalled.state.reference,
      amount: 'amount' in recalled.plan ? recalled.plan.amount : null,
      at: recalled.at,
      operationId: sound.id,
      code: operationCode(sound.id),
      why: 'differs',
    };
  }
  const wanted = shelf.wantedBy(recalled.plan.key);
  const customerId = recalled.customerRef === null ? null : `${provider}:${recalled.customerRef}`;
  const customer = customerId === null ? null : await world.mirror.customer(customerId);
  const from: Recovering = {
    provider,
    plan: recalled.plan,
    memo: recalled.memo,
    state: recalled.state,
    at: recalled.at,
    id: wanted?.id ?? null,
    named: wanted?.named ?? null,
    told: recalled.told,
    customerId,
    customerName: customer?.name ?? '',
    card: recalled.card,
    follows: (recalled.followsKey === null ? undefined : shelf.sound(recalled.followsKey)) ?? null,
  };
  await put(world, at, { from, wanted: wanted ?? null, counts });
  return null;
}

/** A record that is still being asked about will know by itself; a decline and a refusal are the same to a provider that kept neither. */
function agrees({ state }: SoundOperation, recalled: Recalled): boolean {
  const moved = (name: string): boolean => name === 'done' || name === 'pending';
  if (state.name === 'open' || state.name === 'unknown' || state.name === 'needs_person') return true;
  return moved(state.name) === moved(recalled.state.name);
}

async function put(
  world: RebuildWorld,
  at: RebuildingAt,
  what: { readonly from: Recovering; readonly wanted: Wanted | null; readonly counts: Counts },
): Promise<void> {
  const { from, wanted, counts } = what;
  const plan = await withCause(world.ledger, from.plan, [from.named?.cause, from.told]);
  const operation = recoveredOperation({ ...from, plan });
  const reference = 'reference' in from.state ? (from.state.reference ?? '') : '';
  const trail = [
    {
      at: at.run.at,
      what: 'recovered',
      detail: { by: at.by.staffName, from: at.provider, ...(reference === '' ? {} : { reference }) },
    },
  ];
  const result = wanted?.damaged
    ? await replaced(world, { operation, trail, wanted, run: at.run })
    : await world.ledger.recovery.write(operation, { trail, run: at.run });
  at.shelf.written(operation);
  if (result === 'there' || result === 'sound') {
    counts.there += 1;
    return;
  }
  counts.recovered += 1;
  if (result === 'replaced') counts.replaced += 1;
  await rememberTransactions(world.ledger, { ...operation, version: 1 });
}

async function replaced(
  world: RebuildWorld,
  what: {
    readonly operation: NewOperation;
    readonly trail: readonly TrailLine[];
    readonly wanted: Wanted;
    readonly run: RecoveryRun;
  },
): Promise<'replaced' | 'sound' | 'written' | 'there'> {
  const { operation, trail, wanted, run } = what;
  const result = await world.ledger.recovery.replace(wanted.id, operation, { trail, run });
  // Damaged in the file that was set aside, and not in these records at all.
  return result === 'gone' ? world.ledger.recovery.write(operation, { trail, run }) : result;
}

async function askAll(world: RebuildWorld, at: RebuildingAt, counts: Counts): Promise<void> {
  for (const wanted of at.shelf.wanted()) {
    if (at.signal.aborted) return;
    const heard = await askAbout(world, at.provider, wanted);
    counts.read += 1;
    if (heard.heard !== 'state') continue;
    const { plan, memo, state } = heard;
    await put(world, at, { from: await fromHearing(world, at, { wanted, plan, memo, state }), wanted, counts });
    at.tell(counts.read, counts.recovered);
  }
}

async function fromHearing(
  world: RebuildWorld,
  { provider, shelf }: RebuildingAt,
  heard: Pick<Recovering, 'plan' | 'memo' | 'state'> & { readonly wanted: Wanted },
): Promise<Recovering> {
  const { wanted, plan, memo, state } = heard;
  const payment = 'paymentRef' in plan ? await world.mirror.payment(`${provider}:${plan.paymentRef}`) : null;
  const captures = plan.kind === 'release' ? shelf.capturesOn(plan.paymentRef) : [];
  const named = 'customerRef' in plan && plan.customerRef !== '' ? `${provider}:${plan.customerRef}` : null;
  const customerId = payment?.customerId ?? named;
  const customer = customerId === null ? null : await world.mirror.customer(customerId);
  return {
    provider,
    plan,
    memo,
    state,
    at: wanted.named?.at ?? world.clock.now(),
    id: wanted.id,
    named: wanted.named,
    customerId,
    customerName: customer?.name ?? '',
    card: payment?.card ?? null,
    follows: captures.find(({ key }) => followUpKey(key, 'release') === plan.key) ?? null,
  };
}

/**
 * What is still wanted once the provider was read to its end. Where the history says that an order ended without moving anything, and
 * the provider has nothing of it either, both agree: that is written. Everything else is named.
 */
async function lastWords(world: RebuildWorld, at: RebuildingAt, counts: Counts): Promise<CouldNot[]> {
  const left: CouldNot[] = [];
  for (const wanted of at.shelf.wanted()) {
    const heard = await askAbout(world, at.provider, wanted);
    if (heard.heard === 'silence') left.push(wantedAs(wanted, 'unread'));
    else if (heard.heard === 'odd' || heard.heard === 'state') left.push(wantedAs(wanted, 'odd'));
    else {
      const agreed = endedWithout(at, wanted, heard.heard);
      if (agreed) await put(world, at, { from: agreed, wanted, counts });
      else left.push(wantedAs(wanted, wanted.keys.length === 0 ? 'unnamed' : 'not_there'));
    }
  }
  return left;
}

function asCouldNot({ kind, paymentRef, amount, at, why }: Unrecalled): CouldNot {
  return { kind, paymentRef, amount, at, operationId: null, code: null, why };
}

function wantedAs({ id, named }: Wanted, why: CouldNot['why']): CouldNot {
  return {
    kind: named?.kind ?? null,
    paymentRef: named?.target?.split(':').slice(1).join(':') ?? null,
    amount: named?.amount ?? null,
    at: named?.at ?? null,
    operationId: id,
    code: operationCode(id),
    why,
  };
}
