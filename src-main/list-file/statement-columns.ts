import {
  mostKindWords,
  statementFields,
  type StatementField,
  type StatementKind,
  type StatementMapping,
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

/** What a word of such a column certainly says, folded. Any other word is asked about once. */
const kinds: Readonly<Record<StatementKind, readonly string[]>> = {
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
  other: ['fee', 'fees', 'frais', 'chargeback', 'retrofacturation', 'adjustment', 'ajustement', 'correction'],
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

/** What each column most likely is, by its name, and what the words of the column of kinds mean; a person looks at it before anything is read. */
export function proposeStatement({ headers, rows }: Pick<FileTable, 'headers' | 'rows'>): StatementMapping {
  const columns = proposeColumns(headers, statementFields, names);
  const words = columns.kind === null ? null : wordsOf(rows, columns.kind);
  return words === null
    ? { columns: { ...columns, kind: null }, dayOrder: null, kinds: [] }
    : { columns, dayOrder: null, kinds: knownKinds(words) };
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
export function knownKinds(words: readonly string[]): StatementMapping['kinds'] {
  return words.flatMap((word) => {
    const folded = fold(word);
    const is = (Object.keys(kinds) as StatementKind[]).find((kind) => kinds[kind].includes(folded));
    return is === undefined ? [] : [{ word, is }];
  });
}
