import type { Change } from './changed-source.ts';

/** Under which circumstances a day is recorded. */
export interface Circumstances {
  readonly name: string;
  /** what is not as shipped */
  readonly changes: readonly Change[];
  /** rounds of orders at each provider; between two the desk is closed and opened again */
  readonly rounds: number;
}

const file = 'src-main/ledger/sqlite.ts';

/** So many pages of log until SQLite tidies up: a short day sees a dozen of these, as a long one does with the 4,000 that are shipped. */
const oftenTidied: Change = { file, from: 'wal_autocheckpoint = 4000', to: 'wal_autocheckpoint = 60' };

/** What is proved: nothing changed, and nothing changed but how often the log is tidied up. */
export const sound: readonly Circumstances[] = [
  { name: 'as shipped', changes: [], rounds: 2 },
  { name: 'often tidied up', changes: [oftenTidied], rounds: 2 },
];

/** Bugs that the proof must notice, or it proves nothing. */
export const planted = {
  /** better-sqlite3's own choice once WAL is on: a commit returns before it is on the disk */
  normal: { name: 'synchronous NORMAL', changes: lowered('NORMAL', 1), rounds: 1 },
  /** nothing is ever synced */
  off: { name: 'synchronous OFF', changes: [...lowered('OFF', 0), oftenTidied], rounds: 1 },
  /** the new file's folder is made and its own name is not synced */
  unnamed: {
    name: 'folders not synced',
    changes: [{ file, from: 'if (statSync(file).size === 0) keepNames(folder);', to: '' }],
    rounds: 1,
  },
} satisfies Record<string, Circumstances>;

function lowered(word: string, number: number): readonly Change[] {
  return [
    { file, from: "'synchronous = FULL'", to: `'synchronous = ${word}'` },
    // It reads back what it set, and would refuse to go on.
    { file, from: "mustBe(database, 'synchronous', 2)", to: `mustBe(database, 'synchronous', ${number})` },
  ];
}
