import type { ProviderName } from '../../contract/provider.ts';
import type { CouldNot, ProviderRun, RecordsRun, RecordsWork } from '../../contract/records.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { DamagedOperation, Survey } from '../../ledger/survey.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Asker, AuditEntry, Clock, Gateway, Random, Sender } from '../../payments/ports.ts';
import type { KnownPayment, ProviderRecall } from '../../payments/recall.ts';
import type { ProviderKeys } from '../keys/provider-keys.ts';
import { settleByKey } from './rebuild-bills.ts';
import { rebuildAt } from './rebuild-at.ts';
import { makeShelf } from './rebuild-shelf.ts';

/** What building records anew needs. There is no way from here to a request that moves money. */
export interface RebuildWorld {
  readonly ledger: Pick<
    HouseLedger,
    | 'recovery'
    | 'registry'
    | 'audit'
    | 'check'
    | 'trouble'
    | 'bills'
    | 'givenBack'
    | 'closings'
    | 'payoutMatches'
    | 'missed'
    | 'payers'
    | 'links'
    | 'operations'
  >;
  readonly mirror: Pick<Mirror, 'payment' | 'customer' | 'card' | 'person' | 'allPaymentRefs' | 'unsettleLines'>;
  readonly recalls: Readonly<Record<ProviderName, ProviderRecall>>;
  readonly gateways: Readonly<Record<ProviderName, Pick<Gateway, 'prepare' | 'question' | 'readFinding'>>>;
  readonly sender: Pick<Sender, 'send'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Pick<ProviderKeys, 'at' | 'shut' | 'stamp' | 'whose'>;
}

export interface Rebuilding {
  readonly why: RecordsRun['why'];
  readonly by: Asker;
  /** unix ms; null: as far back as the providers go */
  readonly since: number | null;
  /** after a restore: the file that was set aside, by its whole path, and from when on it may have more */
  readonly aside: { readonly file: string; readonly since: number } | null;
  readonly signal: AbortSignal;
  /** whether the account at hand there may be believed; asked once what the file set aside still had is taken over */
  mayAsk(provider: ProviderName): Promise<boolean>;
  tell(progress: NonNullable<RecordsWork['progress']>): void;
}

const mostNamed = 100;
/** A hold may be as old as this when something is done on it. */
const holdLifeMs = 31 * 86_400_000;

/**
 * Writes the records anew that are damaged or gone, from what the providers themselves show; after a restore first from what the file
 * that was set aside still holds. Sound records stay as they are, nothing is ever sent that could move money, and a second run finds
 * nothing to do. What could not be found is said, one by one.
 */
export async function rebuild(world: RebuildWorld, asked: Rebuilding): Promise<RecordsRun> {
  const { ledger, clock } = world;
  const run = { id: `run-${world.random.id(12)}`, at: clock.now() };
  const entry = (
    what: 'records_rebuilt' | 'records_recounted',
    outcome: 'started' | 'done' | 'failed',
    detail: AuditEntry['detail'],
  ): AuditEntry => ({
    at: clock.now(),
    staffId: asked.by.staffId === '' ? null : asked.by.staffId,
    staffName: asked.by.staffName === '' ? null : asked.by.staffName,
    desk: asked.by.desk,
    what,
    outcome,
    detail: { run: run.id, why: asked.why, ...detail },
  });
  await ledger.audit.write(entry('records_rebuilt', 'started', {}));
  const over = asked.aside
    ? await ledger.recovery.takeOver(asked.aside.file, { since: asked.aside.since, at: run.at })
    : null;
  const survey = await ledger.recovery.survey();
  const progress = new Map<ProviderName, { read: number; written: number }>();
  const providers = await Promise.all(
    (['stripe', 'paysafe'] as const).map(async (provider): Promise<ProviderRun> => {
      const why =
        (await world.keys.at(provider)) !== 'yes'
          ? 'key_missing'
          : (await asked.mayAsk(provider))
            ? null
            : 'other_account';
      if (why) return silent(provider, why, survey, over?.damaged ?? []);
      return rebuildAt(world, {
        provider,
        run,
        by: asked.by,
        since: asked.since,
        signal: asked.signal,
        shelf: makeShelf(survey, provider, over?.damaged ?? []),
        known: provider === 'paysafe' ? await knownPayments(world, asked.since) : [],
        tell(read, written) {
          progress.set(provider, { read, written });
          asked.tell([...progress].map(([name, counts]) => ({ provider: name, ...counts })));
        },
      });
    }),
  );
  await settleByKey(world);
  // What the lists know as explained was by the records of before.
  await world.mirror.unsettleLines();
  await ledger.recovery.recount((found) => entry('records_recounted', 'done', found));
  const { sound } = await ledger.check();
  const sum = (of: (one: ProviderRun) => number): number => providers.reduce((total, one) => total + of(one), 0);
  const stopped = providers.some(({ trouble }) => trouble !== null && !unasked.has(trouble));
  const outcome = {
    recovered: sum(({ recovered }) => recovered),
    replaced: sum(({ replaced }) => replaced),
    couldNot: sum(({ couldNotCount }) => couldNotCount),
    takenOver: over?.operations ?? 0,
    sound,
  };
  await ledger.audit.write(entry('records_rebuilt', stopped ? 'failed' : 'done', outcome));
  return {
    id: run.id,
    why: asked.why,
    by: asked.by.staffName,
    startedAt: run.at,
    endedAt: clock.now(),
    since: asked.since,
    takenOver: over && { ...over, damaged: over.damaged.length },
    providers: providers.map((one) => ({ ...one, couldNot: one.couldNot.slice(0, mostNamed) })),
    sound,
    accepted: false,
  };
}

/** Why a provider was not asked at all. */
type Unasked = Extract<ProviderRun['trouble'], 'key_missing' | 'other_account'>;
const unasked: ReadonlySet<string> = new Set<Unasked>(['key_missing', 'other_account']);

/** A provider without a key cannot be asked, and the account of another house is not: what is wanted there stays wanted, and is named. */
function silent(
  provider: ProviderName,
  trouble: Unasked,
  survey: Survey,
  aside: readonly DamagedOperation[],
): ProviderRun {
  const couldNot = makeShelf(survey, provider, aside)
    .wanted()
    .map(({ id, named }): CouldNot => ({
      kind: named?.kind ?? null,
      paymentRef: null,
      amount: named?.amount ?? null,
      at: named?.at ?? null,
      operationId: id,
      code: null,
      why: 'unread',
    }));
  return {
    provider,
    read: 0,
    recovered: 0,
    replaced: 0,
    there: 0,
    trouble,
    couldNot,
    couldNotCount: couldNot.length,
  };
}

/**
 * Paysafe lists nothing: the payments that are known here are those of the registry and of the copy of its lists. With a `since` those
 * that can have changed since then.
 */
async function knownPayments(world: RebuildWorld, since: number | null): Promise<KnownPayment[]> {
  const known = new Map<string, KnownPayment>();
  const registered = new Map(
    (await world.ledger.registry.allTransactions())
      .filter(({ kind }) => kind !== 'verification')
      .map((entry) => [entry.ref, entry]),
  );
  const refs = new Set([...registered.keys(), ...(await world.mirror.allPaymentRefs('paysafe'))]);
  for (const ref of refs) {
    const entry = registered.get(ref);
    const row = await world.mirror.payment(`paysafe:${ref}`);
    const at = row?.at ?? entry?.at ?? 0;
    const moving = entry?.final === false || (row !== null && (row.refunded > 0 || row.state === 'released'));
    if (since !== null && at < since - holdLifeMs && !moving) continue;
    known.set(ref, {
      ref,
      account: entry?.account || (row?.account ?? null),
      customerRef: refOf(row?.customerId ?? entry?.customerId),
      cardRef: refOf(row?.cardId ?? entry?.cardId),
      settlementRefs: [
        ...new Set([...(entry?.settlementRefs ?? []), ...(row?.settlements ?? []).map((one) => one.ref)]),
      ],
      key: row?.key ?? null,
    });
  }
  return [...known.values()];
}

function refOf(id: string | null | undefined): string | null {
  return id ? id.slice('paysafe:'.length) : null;
}
