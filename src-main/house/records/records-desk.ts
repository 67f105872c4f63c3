import * as v from 'valibot';
import { done, refused, type Failure, type FailureCode, type Reply } from '../../contract/failure.ts';
import { providerNames, type ProviderName } from '../../contract/provider.ts';
import {
  recordsRun,
  type BackupTroubleWord,
  type RebuildSpan,
  type RecordsRun,
  type RecordsView,
  type RecordsWork,
} from '../../contract/records.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { RecordsCheck } from '../../ledger/records-check.ts';
import type { Asker, AuditEntry, Clock } from '../../payments/ports.ts';
import { operationCode } from '../orders/operation-view.ts';
import { makeAskedAccounts } from './asked-accounts.ts';
import { openGap } from './gap.ts';
import { rebuild, type Rebuilding, type RebuildWorld } from './rebuild.ts';
import { unsettledViews } from '../bills/unsettled-views.ts';
import type { RecordsKeeping } from './records-keeping.ts';
import type { SignedIn } from '../signed-in.ts';

export interface RecordsParts {
  readonly ledger: HouseLedger;
  /** false beside another running desk, which looks after these records */
  acting(): boolean;
  readonly keeping: RecordsKeeping;
  readonly clock: Clock;
  desk(): string;
  rebuildWorld(): RebuildWorld;
  /** what is being done changed; windows are told */
  tell(work: RecordsWork): void;
  /** records were written anew: lists and the line at the bottom are worked out again. @param bills what is paid of these may be otherwise */
  changed(bills?: readonly string[]): void;
  trouble(what: string, error: unknown): void;
  /** this PC's clock is wrong by what the providers' own replies said, or null */
  clockWrong(): Failure | null;
}

/** Care for the records of this desk: one thing at a time, whoever asks. */
export interface RecordsDesk {
  view(): Promise<RecordsView>;
  check(who: SignedIn | null): Promise<Reply<RecordsView>>;
  backUp(who: SignedIn | null): Promise<Reply<RecordsView>>;
  restore(backup: string, who: SignedIn | null): Promise<Reply<{ restored: boolean }>>;
  rebuild(span: RebuildSpan, who: SignedIn | null): Promise<Reply<RecordsRun>>;
  /** Says which bill a payment was for that was found again; null: none of those that are here. */
  settle(
    of: { readonly operationId: string; readonly billId: string | null },
    who: SignedIn | null,
  ): Promise<Reply<RecordsView>>;
  chooseFolder(who: SignedIn | null): Promise<Reply<RecordsView>>;
  forgetFolder(who: SignedIn | null): Promise<Reply<RecordsView>>;
  /** The daily backup, when it is time for one. */
  backUpWhenDue(): Promise<void>;
  /** After a restore: finds again what happened since, until each provider has said all it has. */
  closeGap(): Promise<void>;
  /** No provider has said yet what happened since a backup that was put back: no money moves at all meanwhile. */
  gapOpen(): boolean;
  /** This one has not: no money moves there, and nothing is filled in from its lists. */
  owes(provider: ProviderName): boolean;
  /**
   * Why no order may leave for this provider since what happened after a backup is not known there (`gap_provider`), or not known at another one, where
   * the bill it is for may have been paid meanwhile (`gap_bill`). Null: nothing of that stands in its way.
   * @param billOf the bill it would pay, asked only where it matters; null: none
   */
  owing(provider: ProviderName, billOf: () => Promise<string | null>): Promise<Failure | null>;
  /** The provider at which any bill may have been paid since a backup, as long as it has not said so; null: none. */
  owingBills(): Promise<ProviderName | null>;
  /** A manager says that the house does not use a provider that could not be asked: it holds nothing up. Refused while there is a key of it. */
  without(provider: ProviderName, who: SignedIn | null): Promise<Reply<RecordsView>>;
  /**
   * What this provider says of the time since these records is going to be believed: after a restore, or while they are an older copy of themselves. A key
   * of it must be of the account that they name, or somebody must say that it is meant.
   */
  believes(provider: ProviderName): boolean;
  /** the key that somebody said is meant there, by what names it (`ProviderKeys.stamp`) */
  meant(provider: ProviderName): string | null;
  mean(provider: ProviderName, stamp: string): Promise<void>;
  verifiedAt(): number;
  backupTrouble(): BackupTroubleWord | null;
  /** Cuts short what is being done, and waits for its end. A restore goes on: it is what closes this desk. */
  stop(): Promise<void>;
}

const dayMs = 86_400_000;
/** A disk that is full or a folder that is gone is looked at again after this. */
const retryMs = 30 * 60_000;
/** The clocks of desk and provider differ a little. */
const gapMarginMs = 3_600_000;
const spanDays: Readonly<Record<RebuildSpan, number | null>> = { week: 7, month: 31, year: 366, all: null };

const runSetting = 'records.lastRun';
const secondSetting = 'records.second';

export async function openRecordsDesk(parts: RecordsParts): Promise<RecordsDesk> {
  const { ledger, keeping, clock } = parts;
  const ending = new AbortController();
  let work: RecordsWork = { doing: null, progress: null };
  let running: Promise<unknown> = Promise.resolve();
  let checked: RecordsCheck | null = null;
  let trouble: { why: BackupTroubleWord; at: number } | null = null;
  let secondTrouble: BackupTroubleWord | null = null;
  const setting = async <S extends v.GenericSchema>(name: string, shape: S): Promise<v.InferOutput<S> | null> => {
    const read = v.safeParse(shape, await ledger.settings.get(name));
    return read.success ? read.output : null;
  };
  let second = await setting(secondSetting, v.string());
  const gap = await openGap(ledger.settings, gapMarginMs);
  const accounts = makeAskedAccounts(() => parts.rebuildWorld().keys);
  let lastRun = await setting(runSetting, recordsRun);

  const say = (next: RecordsWork): void => {
    work = next;
    parts.tell(work);
  };
  /** One after the other would surprise: whoever comes second is told that something is under way. */
  async function alone<T>(doing: NonNullable<RecordsWork['doing']>, what: () => Promise<T>): Promise<T | 'busy'> {
    if (work.doing !== null || ending.signal.aborted) return 'busy';
    say({ doing, progress: null });
    const mine = what();
    running = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      say({ doing: null, progress: null });
      parts.changed();
    }
  }
  const entryOf = (who: SignedIn | null, what: string, detail: AuditEntry['detail']): AuditEntry => ({
    at: clock.now(),
    staffId: who?.id ?? null,
    staffName: who?.name ?? null,
    desk: parts.desk(),
    what,
    outcome: 'done',
    detail,
  });
  const line = (who: SignedIn | null, what: string, detail: AuditEntry['detail']) =>
    ledger.audit.write(entryOf(who, what, detail));

  async function view(): Promise<RecordsView> {
    const [listed, unsettled] = await Promise.all([keeping.backups(second), unsettledViews(ledger)]);
    const note = gap.note();
    const owed = await Promise.all(
      gap.owed().map(async (provider) => {
        const key = await keyAt(provider);
        return { provider, key: key === 'yes' && accounts.isStrange(provider) ? ('other' as const) : key };
      }),
    );
    return {
      ...work,
      verifiedAt: verifiedAt(),
      checked: checked?.sound ? { at: checked.at, rows: checked.rows, auditLines: checked.auditLines } : null,
      damaged: isDamaged(),
      damage: ledger.damage().map(({ table, id, why }) => ({
        table,
        id,
        why,
        code: table === 'operation' && id !== '' ? operationCode(id) : null,
      })),
      backups: listed.map((backup) => ({ ...backup })),
      backupTrouble: trouble,
      second: second === null ? null : { folder: second, trouble: secondTrouble },
      gap: note && { backupAt: note.backupAt, restoredAt: note.restoredAt, by: note.staffName, owed },
      without: gap.without().map(({ provider, at, staffName }) => ({ provider, at, by: staffName })),
      lastRun,
      unsettled,
    };
  }

  const isOlderCopy = (): boolean => ledger.damage().some(({ why }) => why === 'rolled_back');
  const believes = (provider: ProviderName): boolean => gap.owes(provider) || isOlderCopy();
  const keyAt = (provider: ProviderName) => parts.rebuildWorld().keys.at(provider);
  const isDamaged = (): boolean => ledger.trouble()?.code === 'records_damaged';
  const verifiedAt = (): number => ledger.verified();

  async function makeBackup(): Promise<{ made: boolean; operations: number }> {
    // Damaged records would make no backup anyhow; this spares the disk.
    const made = isDamaged() ? ({ made: false, why: 'records_damaged' } as const) : await keeping.make(second);
    trouble = made.made ? null : { why: made.why, at: clock.now() };
    if (made.made) secondTrouble = made.second === 'made' ? null : made.second;
    else parts.trouble('backup', new Error(made.why));
    return { made: made.made, operations: made.made ? made.operations : 0 };
  }

  async function run(asked: Omit<Rebuilding, 'signal' | 'tell' | 'mayAsk'>): Promise<RecordsRun> {
    const before = accounts.stamps();
    const [last] = (await ledger.audit.list({ search: '', before: null, limit: 1 })).rows;
    let found = await rebuild(parts.rebuildWorld(), {
      ...asked,
      signal: ending.signal,
      mayAsk: async (provider) => !believes(provider) || accounts.mayAsk(provider),
      tell: (progress) => say({ doing: 'rebuilding', progress }),
    });
    const reaches = asked.since === null || (last !== undefined && asked.since <= last.at - gapMarginMs);
    const after = accounts.stamps();
    // Half of the answers may be another account's: a key that was put in meanwhile makes it all to be asked again.
    const providers = found.providers.map((one) =>
      one.trouble === null && believes(one.provider) && before[one.provider] !== after[one.provider]
        ? { ...one, trouble: 'stopped' as const }
        : one,
    );
    found = { ...found, providers };
    if (found.sound && reaches && isOlderCopy()) {
      const unasked = found.providers.flatMap(({ provider, trouble: why }) => (why === null ? [] : [provider]));
      const used = await Promise.all(unasked.map(isUsed));
      if (!used.includes(true)) {
        found = { ...found, accepted: await ledger.acceptEnd() };
        for (const provider of unasked) await gap.lower(provider, asked.since);
      }
    }
    checked = null;
    lastRun = found;
    await ledger.settings.set(runSetting, found);
    return found;
  }

  /** One that could not be asked may have moved money, unless somebody said that the house has no such provider, and it has no key here. */
  async function isUsed(provider: ProviderName): Promise<boolean> {
    const waived = gap.without().some((one) => one.provider === provider);
    return !waived || (await keyAt(provider)) !== 'no';
  }

  async function allOwing(): Promise<ProviderName[]> {
    const owing: ProviderName[] = [];
    for (const one of providerNames) if (gap.owes(one) && (await isUsed(one))) owing.push(one);
    return owing;
  }

  /** @param asked somebody wants it now: a provider that cannot be asked is named again */
  async function closeGap(asked = false): Promise<void> {
    if (!parts.acting() || ledger.held) return;
    const due = await gap.due(keyAt);
    if (!due) return;
    const note = gap.note();
    const keys = await Promise.all(due.providers.map(keyAt));
    // Once everything is looked at, a provider without a key, or with another account's, is not asked again each minute: nothing could have changed.
    const looked = note === null || (lastRun?.why === 'restored' && lastRun.startedAt >= note.restoredAt);
    const askable = due.providers.some((provider, place) => keys[place] === 'yes' && !accounts.isStrange(provider));
    if (looked && !asked && !askable) return;
    const aside = note?.aside ? { file: keeping.asideFile(note.aside), since: note.since ?? note.backupAt } : null;
    const found = await alone('rebuilding', () => run({ why: 'restored', by: due.by, since: due.since, aside }));
    if (found === 'busy') return;
    const answered = found.providers.flatMap(({ provider, trouble: why }) =>
      why === null && due.providers.includes(provider) ? [provider] : [],
    );
    if (answered.length === 0) return;
    await gap.answered(answered);
    parts.changed();
  }

  return {
    view,

    async check(who) {
      const found = await alone('checking', async () => (checked = await ledger.check()));
      if (found === 'busy') return refused('records_busy');
      await line(who, 'records_checked', {
        sound: found.sound,
        ...(found.sound ? {} : { damaged: found.damage.length }),
      });
      return done(await view());
    },

    async backUp(who) {
      // Under a name of another day it would be judged by that day when it is put back.
      const wrong = parts.clockWrong();
      if (wrong) return { ok: false, failure: wrong };
      const made = await alone('backing_up', makeBackup);
      if (made === 'busy') return refused('records_busy');
      if (!made.made) return refused(trouble?.why ?? 'backup_unwritable');
      await line(who, 'records_backed_up', { operations: made.operations });
      return done(await view());
    },

    async restore(name, who) {
      if (!who) return refused('not_signed_in');
      const reply = await alone('restoring', async (): Promise<FailureCode | null> => {
        const backup = (await keeping.backups(second)).find((listed) => listed.name === name);
        if (!backup) return 'backup_gone';
        if (backup.unfit) return backup.unfit;
        const restoredAt = clock.now();
        const why = await keeping.prepare(backup, second, {
          staffId: who.id,
          staffName: who.name,
          desk: parts.desk(),
          backup: backup.name,
          backupAt: backup.at,
          restoredAt,
        });
        if (why === null) await keeping.swap(restoredAt);
        return why;
      });
      if (reply === 'busy') return refused('records_busy');
      return reply === null ? done({ restored: true }) : refused(reply);
    },

    async rebuild(span, who) {
      if (!who) return refused('not_signed_in');
      // What is only held of a file that cannot be used has no place to write to: a backup must be put back first.
      if (ledger.held) return refused('records_held');
      // After a restore it is what happened since that is asked for, and nothing else opens the money again.
      if (gap.owed().length > 0) {
        await closeGap(true);
        return lastRun && work.doing === null ? done(lastRun) : refused('records_busy');
      }
      const days = spanDays[span];
      const since = days === null ? null : clock.now() - days * dayMs;
      const by: Asker = { staffId: who.id, staffName: who.name, desk: parts.desk() };
      const found = await alone('rebuilding', () => run({ why: 'asked', by, since, aside: null }));
      return found === 'busy' ? refused('records_busy') : done(found);
    },

    async settle({ operationId, billId }, who) {
      const payment = (await unsettledViews(ledger)).find((one) => one.operationId === operationId);
      const bill = billId === null ? null : await ledger.bills.byId(billId);
      if (!payment || (billId !== null && !bill)) return refused('unknown_id');
      const detail = { operation: operationId, customer: payment.customerName, bill: bill?.code ?? '' };
      const entry = entryOf(who, 'bill_settled', detail);
      if (!(await ledger.recovery.settle(operationId, billId, entry))) return refused('unknown_id');
      parts.changed(payment.bills.map(({ id }) => id));
      return done(await view());
    },

    async chooseFolder(who) {
      const folder = await keeping.chooseFolder();
      if (folder === null) return done(await view());
      if (keeping.isOnNetwork(folder)) return refused('network_drive');
      second = folder;
      secondTrouble = null;
      await ledger.settings.set(secondSetting, folder);
      await line(who, 'backup_folder', { chosen: true });
      return done(await view());
    },

    async forgetFolder(who) {
      second = null;
      secondTrouble = null;
      await ledger.settings.set(secondSetting, null);
      await line(who, 'backup_folder', { chosen: false });
      return done(await view());
    },

    async backUpWhenDue() {
      const now = clock.now();
      if (!parts.acting() || work.doing !== null || parts.clockWrong() || (trouble && now - trouble.at < retryMs))
        return;
      const newest = await keeping.newestAt();
      // A backup of a later day than today was made while the clock was wrong: it does not put the next one off.
      if (newest !== null && newest <= now && now - newest < dayMs) return;
      await alone('backing_up', makeBackup);
    },

    closeGap: () => closeGap(),
    gapOpen: () => gap.shutsAll(),
    owes: (provider) => gap.owes(provider),

    async owing(provider, billOf) {
      const owing = await allOwing();
      if (owing.includes(provider)) return refused('gap_provider', { provider }).failure;
      const [other] = owing;
      return other && (await billOf()) !== null ? refused('gap_bill', { provider: other }).failure : null;
    },

    owingBills: async () => (await allOwing())[0] ?? null,

    async without(provider, who) {
      if (!who) return refused('not_signed_in');
      const shut = parts.rebuildWorld().keys.shut();
      if (shut) return { ok: false, failure: shut };
      if ((await keyAt(provider)) !== 'no') return refused('gap_has_key', { provider });
      if (ledger.held) return refused('records_held');
      const by = { staffId: who.id, staffName: who.name, desk: parts.desk() };
      const waived = await alone('rebuilding', () => gap.waive(provider, by, clock.now()));
      if (waived === 'busy') return refused('records_busy');
      await line(who, 'provider_unused', { provider });
      return done(await view());
    },

    believes,
    meant: (provider) => gap.meant(provider),
    mean: (provider, stamp) => gap.mean(provider, stamp),

    verifiedAt,
    backupTrouble: () => trouble?.why ?? null,

    async stop() {
      ending.abort();
      if (work.doing !== 'restoring') await running;
    },
  };
}
