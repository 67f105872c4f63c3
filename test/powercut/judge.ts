import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { openLedger } from '../../src-main/ledger/ledger.ts';
import { LedgerTrouble } from '../../src-main/payments/ports.ts';
import type { Image } from './disk.ts';
import type { Mark } from './events.ts';
import { auditKey, ledgerFile } from './record.ts';

/** What a desk had sent and shown until some moment: all of it must be in any image of a later moment. */
export interface Promised {
  add(mark: Mark): void;
  readonly sent: Map<string, Extract<Mark, { mark: 'sent' }>>;
  /** by operation, the newest that was shown of it */
  readonly shown: Map<string, Extract<Mark, { mark: 'shown' }>>;
}

export function nothingPromised(): Promised {
  const promised: Promised = {
    sent: new Map(),
    shown: new Map(),
    add(mark) {
      if (mark.mark === 'sent') promised.sent.set(rowKey(mark.provider, mark.request), mark);
      else if ((promised.shown.get(mark.id)?.version ?? 0) <= mark.version) promised.shown.set(mark.id, mark);
    },
  };
  return promised;
}

/** The first of each kind that is wrong with an image, in words; null where all is well. */
export interface Verdict {
  readonly sentWithoutRow: string | null;
  readonly shownLost: string | null;
  readonly corrupt: string | null;
}

/** What an image says of one operation. */
interface Row {
  readonly id: string;
  readonly provider: string;
  readonly request: string;
  readonly version: number;
  readonly state: string;
}

/**
 * Opens an image as a desk would after the power came back. SQLite's own recovery and check on every image; where asked `thoroughly`, the
 * ledger's own opening, every row's seal and the chain of the audit as well.
 * @param folder where the image is laid out; emptied first
 */
export async function judge(
  image: Image,
  promised: Promised,
  { folder, thoroughly }: { readonly folder: string; readonly thoroughly: boolean },
): Promise<Verdict> {
  layOut(image, folder);
  const found = lookInside(join(folder, ledgerFile), image.has(ledgerFile));
  const bare = { ...missingIn(found.rows, promised), corrupt: found.damage };
  if (!thoroughly) return bare;
  layOut(image, folder);
  const opened = await openAsDesk(join(folder, ledgerFile));
  const byDesk = missingIn(opened.rows, promised);
  return {
    sentWithoutRow: bare.sentWithoutRow ?? byDesk.sentWithoutRow,
    shownLost: bare.shownLost ?? byDesk.shownLost,
    corrupt: bare.corrupt ?? opened.damage,
  };
}

function layOut(image: Image, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [path, bytes] of image) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

interface Inside {
  readonly rows: readonly Row[];
  readonly damage: string | null;
}

function lookInside(file: string, isThere: boolean): Inside {
  if (!isThere) return { rows: [], damage: null };
  const database = new Database(file);
  try {
    // Nobody else opens an image: no memory to share.
    database.pragma('locking_mode = EXCLUSIVE');
    const check = String(database.pragma('integrity_check(1)', { simple: true }));
    // A house whose first opening was cut short has no tables yet.
    const begun = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'operation'`).get() !== undefined;
    const rows = begun
      ? database.prepare<[], Row>('SELECT id, provider, request, version, state FROM operation').all()
      : [];
    return { rows, damage: check === 'ok' ? null : `integrity_check: ${check}` };
  } catch (error) {
    return { rows: [], damage: String(error) };
  } finally {
    // Gone already: SQLite then does not tidy up what nobody will open again.
    rmSync(file);
    database.close();
  }
}

const parts = {
  clock: { now: () => 0, steady: () => 0 },
  random: { id: (length: number) => '0'.repeat(length) },
  auditKey: Buffer.from(auditKey, 'hex'),
};
const all = { states: [], provider: null, staffId: null, from: null, to: null, offset: 0, limit: 100_000 };

async function openAsDesk(file: string): Promise<Inside> {
  try {
    const ledger = await openLedger({ file }, parts);
    try {
      const { rows } = await ledger.operations.list(all);
      const audit = await ledger.audit.verifyAudit();
      return {
        rows: rows.map(({ id, provider, request, version, state }) => ({
          id,
          provider,
          version,
          request: JSON.stringify(request),
          state: JSON.stringify(state),
        })),
        damage: ledger.trouble()?.message ?? (audit.sound ? null : `the audit: ${JSON.stringify(audit)}`),
      };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof LedgerTrouble)) throw error;
    return { rows: [], damage: error.message };
  }
}

function missingIn(
  rows: readonly Row[],
  promised: Promised,
): { sentWithoutRow: string | null; shownLost: string | null } {
  const requests = new Set(rows.map(({ provider, request }) => rowKey(provider, request)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const unwritten = [...promised.sent].find(([key]) => !requests.has(key));
  const lost = [...promised.shown.values()].find((mark) => !tells(byId.get(mark.id), mark));
  return {
    sentWithoutRow: unwritten === undefined ? null : `sent to ${unwritten[1].provider}: ${unwritten[1].request}`,
    shownLost:
      lost === undefined ? null : `shown of ${lost.id}: ${lost.state}; kept: ${byId.get(lost.id)?.state ?? 'nothing'}`,
  };
}

/** An end is kept as it was shown; what was still open may have gone on. */
function tells(row: Row | undefined, mark: Extract<Mark, { mark: 'shown' }>): boolean {
  if (!row) return false;
  if (mark.end || row.version === mark.version) return sameText(row.state) === sameText(mark.state);
  return row.version > mark.version;
}

/** One request as it goes out: method, path, headers and body to the letter; in what order an object names them does not matter. */
function rowKey(provider: string, request: string): string {
  return `${provider} ${sameText(request)}`;
}

const texts = new Map<string, string>();

/** The same JSON is the same text, whatever the order of its members. The few hundred there are come back in every image. */
function sameText(json: string): string {
  let text = texts.get(json);
  if (text === undefined) {
    text = orderedText(json);
    texts.set(json, text);
  }
  return text;
}

function orderedText(json: string): string {
  try {
    return JSON.stringify(ordered(JSON.parse(json)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A damaged row: no request is like it.
    return json;
  }
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, ordered(part)]),
  );
}
