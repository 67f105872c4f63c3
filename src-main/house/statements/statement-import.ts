import { completeStatement, proposeStatement, signsOf, wordsOf } from '../../list-file/statement-columns.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import {
  keptStatementMapping,
  type StatementFile,
  type StatementLine,
  type StatementMapping,
  type StatementResult,
} from '../../contract/statement.ts';
import type { StatementLine as KeptLine } from '../../ledger/statements.ts';
import { decidedEntry } from '../decided-entry.ts';
import { chooseFile, fileAsked, fileFacts, withOwnOrder } from '../list-files/chosen-file.ts';
import type { HeldFile } from '../list-files/held-file.ts';
import { rememberedMappings } from '../list-files/remembered.ts';
import { judgeRows, weigh, type JudgedRow } from './statement-judge.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

const mappings = rememberedMappings('statement.mappings', keptStatementMapping);
/** Lines kept in one commit: less than what a thread does between two frames. */
const linesAtOnce = 50;

interface Asked {
  readonly fileId: string;
  readonly mapping: StatementMapping;
}

/** Asks for a statement, and says what it is and what its columns most likely say. */
export async function chooseStatement(
  world: World,
  who: SignedIn | null,
): Promise<Reply<{ file: StatementFile | null }>> {
  const chosen = await chooseFile(world, world.statementFiles, who);
  if (!chosen.ok || chosen.value === null) return chosen.ok ? done({ file: null }) : chosen;
  const { table } = chosen.value;
  const remembered = await mappings.of(world.ledger.settings, table.headers);
  const facts = fileFacts(chosen.value);
  const mapping = withOwnOrder(remembered ? completeStatement(remembered, table) : proposeStatement(table), facts);
  const words = table.headers.map((_header, at) => wordsOf(table.rows, at));
  return done({ file: { ...facts, mapping, words, signs: signsOf(table), remembered: remembered !== null } });
}

/** What would become of each line of the file, and what our records say of those that are new. Nothing is written. */
export async function previewStatement(
  world: World,
  asked: Asked,
  who: SignedIn | null,
): Promise<Reply<StatementResult>> {
  const file = fileFor(world, asked, who);
  if ('code' in file) return { ok: false, failure: file };
  return done(await resultOf(world, await judgeRows(world, file, asked.mapping), { added: null, stopped: false }));
}

/**
 * Keeps every line that is new. Judged anew, because another desk may have brought the same file in meanwhile; an app closed in the middle has what was
 * written, and the same file again brings the rest.
 */
export async function bringStatement(
  world: World,
  asked: Asked,
  who: SignedIn | null,
): Promise<Reply<StatementResult>> {
  const file = fileFor(world, asked, who);
  if ('code' in file) return { ok: false, failure: file };
  const running = world.statementFiles.alone(async (stopped) => {
    await mappings.keep(world.ledger.settings, file.table.headers, asked.mapping);
    const judged = await judgeRows(world, file, asked.mapping);
    const added = await keep(world, { file, judged, who, stopped });
    return resultOf(world, judged, { added, stopped: stopped() });
  });
  return running ? done(await running) : refused('csv_running');
}

async function keep(
  world: World,
  {
    file,
    judged,
    who,
    stopped,
  }: {
    readonly file: HeldFile;
    readonly judged: readonly JudgedRow[];
    readonly who: SignedIn | null;
    readonly stopped: () => boolean;
  },
): Promise<ReadonlySet<string>> {
  const lines = judged.flatMap(({ said }) => said ?? []);
  const added = new Set<string>();
  if (lines.length === 0) return added;
  const id = `statement-${world.engine.random.id(16)}`;
  const { ledger, clock } = world;
  const facts = { file: file.name, ...countsOf(judged) };
  await ledger.statements.begin(
    { id, provider: 'paysafe', fileName: file.name, by: who?.name ?? '', at: clock.now() },
    decidedEntry(world, who, 'statement_brought', facts),
  );
  for (let at = 0; at < lines.length && !stopped(); at += linesAtOnce) {
    for (const one of await ledger.statements.add(id, lines.slice(at, at + linesAtOnce))) added.add(one);
    world.emit('statements.progress', { done: Math.min(at + linesAtOnce, lines.length), of: lines.length });
    await new Promise((next) => setImmediate(next));
  }
  return added;
}

/** Takes a statement back: its lines are in no payout any more. Not while somebody's decision about one of them stands. */
export async function withdrawStatement(
  world: World,
  { statementId: id }: { readonly statementId: string },
  who: SignedIn | null,
): Promise<Reply<{ statementId: string }>> {
  const { statements } = world.ledger;
  const statement = await statements.byId(id);
  if (!statement) return refused('unknown_id');
  const lines = (await statements.linesOf(id)).length;
  const answer = await statements.withdraw(
    { id, by: who?.name ?? '', at: world.clock.now(), lineIdOf: (line) => `paysafe:${line}` },
    decidedEntry(world, who, 'statement_withdrawn', { file: statement.fileName, lines }),
  );
  if (answer === 'decided') return refused('statement_decided');
  // Another desk was quicker: it is as it was asked for.
  return done({ statementId: id });
}

/** @param added null: nothing was written; else the ids of the lines that were kept now */
async function resultOf(
  world: World,
  judged: readonly JudgedRow[],
  { added, stopped }: { readonly added: ReadonlySet<string> | null; readonly stopped: boolean },
): Promise<StatementResult> {
  const wanted: KeptLine[] = [];
  const lines = judged.map(({ shown, said }): StatementLine => {
    if (!said) return shown;
    if (added === null || added.has(said.id)) wanted.push(said);
    if (added === null) return shown;
    // Not kept now: the desk was closed before its turn, or another desk had just brought it in.
    return { ...shown, result: added.has(said.id) ? 'added' : stopped ? 'new' : 'known' };
  });
  return { lines, ...(await weigh(world, wanted)), stopped };
}

function countsOf(judged: readonly JudgedRow[]): Readonly<Record<'added' | 'known' | 'skipped' | 'bad', number>> {
  const count = (result: StatementLine['result']): number =>
    judged.filter(({ shown }) => shown.result === result).length;
  return { added: count('new'), known: count('known'), skipped: count('skipped'), bad: count('bad') };
}

/** A movement needs a day, an amount, and a name by which an order of ours can be found; each word of a kind or a status has its meaning by then. */
function fileFor(world: World, { fileId, mapping }: Asked, who: SignedIn | null): HeldFile | Failure {
  const { columns } = mapping;
  const named = columns.reference === null ? (['day', 'amount', 'id'] as const) : (['day', 'amount'] as const);
  const file = fileAsked(world.statementFiles, { fileId, columns, needed: named }, who);
  if ('code' in file) return file;
  const isSaid = (column: number | null, said: readonly { readonly word: string }[]): boolean =>
    column === null ||
    (wordsOf(file.table.rows, column)?.every((word) => said.some((one) => one.word === word)) ?? false);
  if (!isSaid(columns.kind, mapping.kinds)) return { code: 'bad_input', facts: { field: 'kind' } };
  if (!isSaid(columns.status, mapping.statuses)) return { code: 'bad_input', facts: { field: 'status' } };
  return file;
}
