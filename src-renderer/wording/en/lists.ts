const lines = (count: number, text: string): string => (count === 1 ? '1 line' : `${text} lines`);

/** Lists as files: the dialog that makes one, and what stands in the file. */
export const lists = {
  title: {
    payments: 'Payments',
    history: 'History',
  },
  fileName: {
    payments: 'payments',
    history: 'history',
  },
  // the dialog
  dialogTitle: {
    payments: 'Export payments',
    history: 'Export the history',
  },
  dialogText: 'A file of this list, for a spreadsheet',
  hint: {
    payments: 'Every order of these days, declined and refused ones included. Where it goes is asked next.',
    history:
      'Every line that the filters find, refused and failed ones included, oldest first. Where it goes is asked next.',
  },
  all: 'The whole list, no filter set.',
  filtered: 'As it is filtered:',
  from: 'From the day',
  to: 'To the day',
  days: 'Two days, as 2026-11-20, the first one first.',
  button: 'Export',
  cancel: 'Cancel the export',
  begins: 'Beginning…',
  step: (at: string, of: string) => `${at} of ${of} lines written`,
  done: (name: string, count: number, text: string) => `${name} is complete: ${lines(count, text)}.`,
  notAll: (name: string, count: number, text: string, missing: string) =>
    `${name} is not complete: ${lines(count, text)}, ${missing}.`,
  cancelled: 'Cancelled. Nothing is left of it.',
  nowhere: 'No place was chosen. Nothing was written.',
  // what stands in the file
  complete: (count: number, text: string) => `Complete: ${lines(count, text)}`,
  incomplete: (count: number, text: string, missing: string) => `INCOMPLETE: ${lines(count, text)}, ${missing}`,
  missing: {
    damaged: (count: number) =>
      count === 1 ? '1 record cannot be read and is not in it' : `${count} records cannot be read and are not in it`,
    unsound: 'the records are not what was written, and lines may be missing: check the records in Settings',
  },
  columns: {
    date: 'Date',
    time: 'Time',
    reference: 'Reference',
    what: 'What',
    state: 'State',
    provider: 'Provider',
    customer: 'Customer',
    card: 'Card',
    asked: 'Asked',
    moved: 'Moved',
    tip: 'Tip',
    currency: 'Currency',
    by: 'By',
    desk: 'Desk',
    note: 'Note',
    atProvider: 'Reference at the provider',
    operation: 'Operation',
    line: 'Line',
    who: 'Who',
    outcome: 'Outcome',
    amount: 'Amount',
    details: 'Details',
  },
  /** the filters that a list was made with, in words */
  about: {
    days: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
    since: (day: string) => `since ${day}`,
    until: (day: string) => `until ${day}`,
    search: (text: string) => `with “${text}”`,
    person: (name: string) => `by ${name}`,
    customer: (name: string) => `customer “${name}”`,
    topic: (topic: string) => `about: ${topic}`,
    outcome: (outcome: string) => `outcome: ${outcome}`,
  },
};
