import {
  mostKindWords,
  statementFields,
  type KeptStatementMapping,
  type StatementField,
  type StatementFile,
  type StatementMapping,
  type StatementMeaning,
  type StatementStatus,
} from '../contract/statement.ts';
import { fold, proposeColumns } from './heads.ts';
import type { FileTable } from './table.ts';

/**
 * Names that reports of Paysafe and of its resellers give their columns, in both languages; folded. Paysafe publishes no list of them (assumed from the
 * names of its API: id, merchantRefNum, txnTime, amount, currencyCode): what is not here is chosen by hand, once.
 */
const names: Readonly<Record<StatementField, readonly string[]>> = {
  day: ['date', 'txndate', 'transactiondate', 'txntime', 'datetime', 'settlementdate', 'datedetransaction', 'jour'],
  amount: ['amount', 'montant', 'grossamount', 'gross', 'transactionamount', 'settledamount', 'montantbrut'],
  kind: ['type', 'transactiontype', 'txntype', 'kind', 'typedetransaction', 'operation'],
  status: ['status', 'transactionstatus', 'txnstatus', 'state', 'statut', 'etat', 'statutdelatransaction'],
  id: ['id', 'transactionid', 'txnid', 'paysafeid', 'paymentid', 'settlementid', 'iddetransaction', 'confirmation'],
  reference: [
    'merchantrefnum',
    'merchantreferencenumber',
    'merchantreference',
    'merchanttransactionid',
    'reference',
    'ref',
    'referencemarchand',
    'referencedumarchand',
  ],
  fee: ['fee', 'fees', 'frais', 'totalfees', 'feeamount', 'processingfee', 'commission'],
  currency: ['currency', 'currencycode', 'devise'],
  payout: [
    'payout',
    'payoutid',
    'deposit',
    'depositid',
    'batch',
    'batchid',
    'batchnumber',
    'versement',
    'depot',
    'lot',
  ],
  description: ['description', 'dynamicdescriptor', 'descriptor', 'libelle', 'note', 'comment'],
};

/**
 * What a word of such a column certainly says, folded. Any other word is asked about once: so is a fee or a chargeback, since files write them with a minus
 * or without.
 */
const kinds: Readonly<Partial<Record<StatementMeaning, readonly string[]>>> = {
  payment: [
    'payment',
    'paiement',
    'sale',
    'vente',
    'purchase',
    'achat',
    'settlement',
    'capture',
    'charge',
    'reglement',
  ],
  refund: ['refund', 'remboursement'],
  skip: [
    'authorization',
    'authorisation',
    'autorisation',
    'preauthorization',
    'preautorisation',
    'verification',
    'void',
  ],
};

/**
 * What a status certainly says, folded: Paysafe's own words (paysafe.md, section 4: RECEIVED, PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED) and those of
 * its resellers. What waits or is under way may end either way, and what was reversed did move: those are asked about.
 */
const statuses: Readonly<Record<StatementStatus, readonly string[]>> = {
  moved: ['completed', 'complete', 'settled', 'success', 'successful', 'succeeded', ...agreeing('complete', 'regle')],
  not_moved: [
    ...['failed', 'cancelled', 'canceled', 'declined', 'error', 'rejected', 'erreur'],
    ...agreeing('echoue', 'annule', 'refuse', 'rejete', 'decline'),
  ],
};
/** French ones as a settlement and as a transaction: réglé, réglée. */
function agreeing(...words: readonly string[]): string[] {
  return words.flatMap((word) => [word, `${word}e`]);
}

/** What each column most likely is, by its name, and what the words of its kinds and statuses mean; a person looks at it before anything is read. */
export function proposeStatement(table: Table): StatementMapping {
  const columns = proposeColumns(table.headers, statementFields, names);
  const worded = (column: number | null): number | null =>
    column !== null && wordsOf(table.rows, column) !== null ? column : null;
  const own = { ...columns, kind: worded(columns.kind), status: worded(columns.status) };
  return completeStatement({ columns: own, dayOrder: null, kinds: [], statuses: [] }, table);
}

/**
 * What was said of an earlier file with this head, and of words that were not in it what they certainly mean. One that was kept before a column could be the
 * status is asked about that.
 */
export function completeStatement(
  { columns, dayOrder, kinds: said, statuses: saidToo }: KeptStatementMapping,
  table: Table,
): StatementMapping {
  const status = columns.status === undefined ? proposeStatement(table).columns.status : columns.status;
  return {
    columns: { ...columns, status },
    dayOrder,
    kinds: [...said, ...certain(kinds, newWords(table, columns.kind, said))],
    statuses: [...saidToo, ...certain(statuses, newWords(table, status, saidToo))],
  };
}

type Table = Pick<FileTable, 'headers' | 'rows'>;

function newWords({ rows }: Table, column: number | null, said: readonly { readonly word: string }[]): string[] {
  const known = new Set(said.map(({ word }) => word));
  return (column === null ? [] : (wordsOf(rows, column) ?? [])).filter((word) => !known.has(word));
}

/** The different words of a column in the order in which they stand; null when they are too many to be kinds. */
export function wordsOf(rows: FileTable['rows'], column: number): string[] | null {
  const words = new Set<string>();
  for (const { cells, trouble } of rows) {
    if (trouble !== null) continue;
    const word = cells[column] ?? '';
    if (word.length > 80) return null;
    words.add(word);
    if (words.size > mostKindWords) return null;
  }
  return [...words];
}

/** Of these words the ones whose meaning is certain. */
function certain<Meaning extends string>(
  meanings: Readonly<Partial<Record<Meaning, readonly string[]>>>,
  words: readonly string[],
): { word: string; is: Meaning }[] {
  const all = Object.entries(meanings) as [Meaning, readonly string[]][];
  return words.flatMap((word) => {
    const is = all.find(([, known]) => known.includes(fold(word)))?.[0];
    return is === undefined ? [] : [{ word, is }];
  });
}

/** More columns than this of either sort nobody is told about: the question is then put without their signs. */
const mostSigned = 12;

/** On which side of zero the amounts of each word are, for every column that may be of kinds with every column of amounts. */
export function signsOf({ headers, rows }: Table): StatementFile['signs'] {
  const sound = rows.filter(({ trouble }) => trouble === null);
  const signs = headers.map((_header, at) => sound.map(({ cells }) => signOf(cells[at] ?? '')));
  const hasAmounts = signs.map((column) => column.some((sign) => sign !== null));
  const places = headers.map((_header, at) => at);
  const amounts = places.filter((at) => hasAmounts[at]).slice(0, mostSigned);
  const worded = places.filter((at) => !hasAmounts[at] && wordsOf(rows, at) !== null).slice(0, mostSigned);
  return worded.flatMap((kind) =>
    amounts.flatMap((amount) => {
      const found = new Map<string, 'plus' | 'minus' | 'both'>();
      for (const [place, { cells }] of sound.entries()) {
        const sign = signs[amount]?.[place] ?? null;
        const word = cells[kind] ?? '';
        if (sign !== null) found.set(word, (found.get(word) ?? sign) === sign ? sign : 'both');
      }
      const words = [...found].map(([word, sign]) => ({ word, sign }));
      return words.length === 0 ? [] : [{ kind, amount, words }];
    }),
  );
}

/** null: nothing, or no amount, as a day is none */
function signOf(cell: string): 'plus' | 'minus' | null {
  const plain = cell.replace(/[\u2212\u2013]/g, '-').replace(/CAD|USD|EUR|GBP|[$€£\s]/gi, '');
  if (!/[1-9]/.test(plain) || !/^[-(]?[\d.,']+[)-]?$/.test(plain)) return null;
  return /^[-(]|-$/.test(plain) ? 'minus' : 'plus';
}
