import type { BillRow } from '../contract/bill.ts';
import type { ReviewedHold } from '../contract/hold-review.ts';
import type { PaymentView } from '../contract/payment.ts';
import type { TableCell } from '../contract/table-file.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { paymentStateWords } from '../../src-renderer/wording/payment-state.ts';
import { cardName, personName } from '../../src-renderer/wording/sentences.ts';
import { sayBills, sayHolds } from './lists.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

interface Of {
  readonly name: string;
}
const of = ({ name }: Of, { language }: Saying): string[] => [personName(name, language)];

/** What one person paid, as the providers have it: made here, online or on the provider's own site. */
export function sayPersonPayments(person: Of, saying: Saying): SaidList<PaymentView> {
  const { language } = saying;
  const { lists, shell } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'person_payments',
    about: of(person, saying),
    columns: [
      { title: c.date, share: 9 },
      { title: c.time, share: 6 },
      { title: c.what, share: 20 },
      { title: c.card, share: 12 },
      { title: c.provider, share: 9 },
      { title: c.state, share: 13 },
      { title: c.asked, share: 10 },
      { title: c.taken, share: 10 },
      { title: c.refunded, share: 10 },
      { title: c.currency, share: 0 },
      { title: c.atProvider, share: 0 },
    ],
    cells(payment): TableCell[] {
      const { amount, taken, refunded } = payment;
      const [date, time] = moment(payment.at);
      return [
        date,
        time.slice(0, 5),
        payment.description,
        payment.card ? cardName(payment.card, language) : null,
        shell.providers[payment.provider],
        paymentStateWords(payment, language),
        amount,
        taken.amount === 0 ? null : taken,
        refunded.amount === 0 ? null : refunded,
        amount.currency,
        payment.id.slice(payment.provider.length + 1),
      ];
    },
  };
}

/** The open holds of one person, in the columns of the list of holds. */
export function sayPersonHolds(
  { name, currency }: Of & { readonly currency: string },
  saying: Saying,
): SaidList<ReviewedHold> {
  const said = sayHolds({ question: { filter: 'open', provider: null }, people: new Map(), currency }, saying);
  return { ...said, list: 'person_holds', about: of({ name }, saying) };
}

/** The bills of one person, in the columns of the list of visits. */
export function sayPersonBills(person: Of, saying: Saying): SaidList<BillRow> {
  return { ...sayBills({ from: '', to: '' }, saying), list: 'person_bills', about: of(person, saying) };
}
