/** Of a bad line: the column’s name, what stands there, the line that says the same. */
export interface TroubleFacts {
  readonly field: string;
  readonly value: string;
  readonly same: string;
}

/** What is said of every file of lines that is brought in, whatever its lines are. */
export const fileImport = {
  choose: 'Choose a file…',
  otherFile: 'Another file…',
  lineCount: (count: string) => `${count} lines`,
  // columns
  columns: 'What the columns say',
  columnsText: 'Look once; it is kept for the next file with these columns.',
  remembered: 'As for the last file with these columns.',
  noColumn: 'Not in the file',
  unnamed: (number: string) => `Column ${number}`,
  dayOrder: 'How are the days written?',
  orders: { day_first: 'Day first: 26/11/2026', month_first: 'Month first: 11/26/2026' },
  orderText: 'Nothing in this column tells. It is asked once.',
  orderGap: 'Say how the days are written.',
  ansi: 'This file does not say how its letters are written; it is read as Windows-1252. Look at the accents below before you go on.',
  first: 'First lines',
  look: 'Look at the lines',
  // lines
  back: 'Change the columns',
  nothingNew: 'No line is new.',
  importing: (done: string, of: string) => `${done} of ${of} written`,
  filterBy: 'Lines shown',
  lines: 'Lines of the file',
  none: 'No such line.',
  line: 'Line',
  day: 'Day',
  what: 'What becomes of it',
  lineSpan: (from: string, to: string) => `${from} to ${to}`,
  badText: 'Bad lines as text, to copy',
  badTextHint: 'Ctrl A, then Ctrl C.',
  troubles: {
    quotes: () => 'A quotation mark is out of place or not closed.',
    columns: () => 'More cells than columns: a separator stands inside a cell.',
    card_number: ({ field }: TroubleFacts) => `${field}: this looks like a card number. Comptoir keeps none.`,
    too_long: ({ field, value }: TroubleFacts) => `${field} is too long: “${value}”.`,
    no_day: () => 'No day.',
    day: ({ value }: TroubleFacts) => `“${value}” is no day that reads one way only.`,
    amount_empty: ({ field }: TroubleFacts) => `${field}: empty.`,
    amount_ambiguous: ({ value }: TroubleFacts) => `“${value}” may be thousands or a fraction.`,
    amount_not_a_number: ({ value }: TroubleFacts) => `“${value}” is no amount.`,
    amount_too_many_decimals: ({ value }: TroubleFacts) => `“${value}” has too many decimals.`,
  },
};
