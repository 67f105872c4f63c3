import * as v from 'valibot';
import { command, event, query } from './channel.ts';
import { money } from './money.ts';
import { operationKind } from './operation.ts';
import { providerName } from './provider.ts';

/** Why a backup cannot be put back: codes of `failure.ts`. */
export const unfitWords = [
  'backup_gone',
  'backup_damaged',
  'backup_other_house',
  'backup_other_mode',
  'records_newer',
] as const;

/** Why no backup is made, here or in the second folder: codes of `failure.ts`. */
export const backupTroubles = [
  'records_damaged',
  'backup_unwritable',
  'network_drive',
  'folder_gone',
  // without the house's key nobody can tell whether a copy is sound
  'keychain_locked',
  'keychain_unavailable',
] as const;
export const backupTrouble = v.picklist(backupTroubles);
export type BackupTroubleWord = v.InferOutput<typeof backupTrouble>;

export const backupView = v.object({
  name: v.string(),
  /** second: only in the folder that the owner chose */
  place: v.picklist(['here', 'second']),
  at: v.number(),
  /** null where it cannot be read */
  operations: v.nullable(v.number()),
  bytes: v.nullable(v.number()),
  unfit: v.nullable(v.picklist(unfitWords)),
});
export type BackupView = v.InferOutput<typeof backupView>;

/** A record that is not what was written; `code` is the operation's own, to read aloud. */
export const damageView = v.object({
  table: v.string(),
  id: v.string(),
  why: v.string(),
  code: v.nullable(v.string()),
});
export type DamageView = v.InferOutput<typeof damageView>;

/**
 * What could not be found again, and why. no_reference: the provider keeps nothing by which it could be told; odd: it shows what no
 * order of ours looks like; gone: it shows it no more; differs: the record says otherwise; not_there: it has nothing of it;
 * unnamed: nothing says under which reference to ask; unread: it did not answer.
 */
export const couldNotWords = ['no_reference', 'odd', 'gone', 'differs', 'not_there', 'unnamed', 'unread'] as const;
export const couldNot = v.object({
  kind: v.nullable(operationKind),
  /** the provider's own id of the payment, to look it up on its site */
  paymentRef: v.nullable(v.string()),
  amount: v.nullable(money),
  at: v.nullable(v.number()),
  operationId: v.nullable(v.string()),
  code: v.nullable(v.string()),
  why: v.picklist(couldNotWords),
});
export type CouldNot = v.InferOutput<typeof couldNot>;

export const providerRun = v.object({
  provider: providerName,
  /** how many things it showed */
  read: v.number(),
  /** records written anew, of which so many in the place of damaged ones */
  recovered: v.number(),
  replaced: v.number(),
  /** found there and in the records alike */
  there: v.number(),
  /** why it was not read to the end, or null */
  trouble: v.nullable(
    v.picklist([
      'gone',
      'no_answer',
      'key_refused',
      'key_missing',
      'other_account',
      'permission',
      'odd',
      'busy',
      'stopped',
    ]),
  ),
  couldNot: v.array(couldNot),
  /** all of them; the list names at most 100 */
  couldNotCount: v.number(),
});
export type ProviderRun = v.InferOutput<typeof providerRun>;

/** One run that built records anew. asked: by a person; restored: by itself, after a backup was put back. Times are unix ms. */
export const recordsRun = v.object({
  id: v.string(),
  why: v.picklist(['asked', 'restored']),
  by: v.string(),
  startedAt: v.number(),
  endedAt: v.number(),
  /** only what was done since; null: as far back as the providers go */
  since: v.nullable(v.number()),
  /** after a restore: what the file that was set aside still held */
  takenOver: v.nullable(
    v.object({
      operations: v.number(),
      profiles: v.number(),
      transactions: v.number(),
      bills: v.number(),
      credits: v.number(),
      consents: v.number(),
      damaged: v.number(),
      /** bills, credits, consents and the like that are not what was written, and stayed behind */
      damagedOthers: v.number(),
      readable: v.boolean(),
    }),
  ),
  providers: v.array(providerRun),
  /** everything was looked at afterwards and is what was written */
  sound: v.boolean(),
  /** an older copy had been put in the place of the records by hand, and is taken for them from now on */
  accepted: v.boolean(),
});
export type RecordsRun = v.InferOutput<typeof recordsRun>;

/** What is being done with the records right now. */
export const recordsWork = v.object({
  doing: v.nullable(v.picklist(['checking', 'backing_up', 'restoring', 'rebuilding'])),
  /** while rebuilding: how many things each provider has shown, and how many records were written */
  progress: v.nullable(v.array(v.object({ provider: providerName, read: v.number(), written: v.number() }))),
});
export type RecordsWork = v.InferOutput<typeof recordsWork>;

/** A payment that was found again and was for a bill, and nobody could say for which: that person's bills wait until somebody has. */
export const unsettledView = v.object({
  operationId: v.string(),
  code: v.string(),
  provider: providerName,
  /** the provider's own id of the payment, to look it up on its site */
  paymentRef: v.string(),
  customerName: v.string(),
  amount: v.nullable(money),
  at: v.number(),
  /** the bills it may have been for */
  bills: v.array(
    v.object({ id: v.string(), code: v.string(), customerName: v.string(), day: v.string(), service: v.string() }),
  ),
});
export type UnsettledView = v.InferOutput<typeof unsettledView>;

export const recordsView = v.object({
  ...recordsWork.entries,
  /** when the records were last found sound, in whole or, at the start, in what the day begins with */
  verifiedAt: v.number(),
  /** the last whole look: how many operations; null before the first one */
  checked: v.nullable(v.object({ at: v.number(), rows: v.number(), auditLines: v.number() })),
  /** damage is known of; an empty list then only means that nobody has looked at which */
  damaged: v.boolean(),
  damage: v.array(damageView),
  backups: v.array(backupView),
  /** why the last backup was not made, since when */
  backupTrouble: v.nullable(v.object({ why: backupTrouble, at: v.number() })),
  /** a second folder, as text for the eye; the window never names one */
  second: v.nullable(v.object({ folder: v.string(), trouble: v.nullable(backupTrouble) })),
  /** a backup was put back and what happened since is not all found again: money waits at the providers that have not said it yet */
  gap: v.nullable(
    v.object({
      backupAt: v.number(),
      restoredAt: v.number(),
      by: v.string(),
      /** whether there is a key to ask with; unread: the keychain does not say; other: nothing shows that it is of the account of the records' orders */
      owed: v.array(v.object({ provider: providerName, key: v.picklist(['yes', 'no', 'unread', 'other']) })),
    }),
  ),
  /** providers that a manager said the house does not use, since they could not be asked; a key of one that is entered later is asked first */
  without: v.array(v.object({ provider: providerName, at: v.number(), by: v.string() })),
  lastRun: v.nullable(recordsRun),
  unsettled: v.array(unsettledView),
});
export type RecordsView = v.InferOutput<typeof recordsView>;

/** How far back a person may ask the providers. */
export const rebuildSpans = ['week', 'month', 'year', 'all'] as const;
export type RebuildSpan = (typeof rebuildSpans)[number];

const nothing = v.strictObject({});
const id = v.pipe(v.string(), v.minLength(3), v.maxLength(120), v.regex(/^[\w:.-]+$/));

/** The calls and events about the records, as they stand in the contract. */
export const recordsCalls = {
  /** whether they are what was written, their backups, what could be found again */
  view: query('records', nothing, recordsView),
  check: command('records', nothing, recordsView),
  backUp: command('records', nothing, recordsView),
  /** by a name of the list; puts it in the place of the records and opens the desk anew, locked */
  restore: command(
    'restore',
    v.strictObject({ backup: v.pipe(v.string(), v.maxLength(80), v.regex(/^[\w.-]+$/)) }),
    v.object({ restored: v.boolean() }),
  ),
  /** asks the providers for our own orders and writes what is missing; never sends one */
  rebuild: command('restore', v.strictObject({ span: v.picklist(rebuildSpans) }), recordsRun),
  /** says which bill a payment was for that was found again; null: none of those that are here */
  settle: command('records', v.strictObject({ operationId: id, billId: v.nullable(id) }), recordsView),
  /** the house does not use a provider that could not be asked: it holds nothing up */
  without: command('records', v.strictObject({ provider: providerName }), recordsView),
  /** main asks for the folder in a window of the system: no path ever comes from here */
  chooseFolder: command('restore', nothing, recordsView),
  forgetFolder: command('restore', nothing, recordsView),
  changed: event(recordsWork),
};
