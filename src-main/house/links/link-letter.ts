import type { PageLink } from '../../payments/page-link.ts';
import { amountOf } from '../../payments/page-link.ts';
import { moneyWords } from '../orders/money-words.ts';

/** A letter to a client, as text. */
export interface Letter {
  readonly subject: string;
  readonly body: string;
}

/** What a letter with a page's address says, in the client's own language. Staff may change every word of it: it is their draft. */
export function letterAbout(
  link: Pick<PageLink, 'plan' | 'customerName' | 'state'>,
  about: { readonly house: string; readonly address: string; readonly timeZone: string },
): Letter {
  const { plan, customerName, state } = link;
  const { house, address, timeZone } = about;
  const amount = amountOf(plan);
  const locale = plan.language === 'fr' ? 'fr-CA' : 'en-CA';
  const sum = amount && moneyWords(amount, plan.language);
  const open = state.name === 'open' ? state.expiresAt : null;
  const until = open === null || plan.kind === 'invoice' ? null : moment(locale, timeZone, open);
  const due = open === null || plan.kind !== 'invoice' ? null : day(locale, timeZone, open);
  const words = plan.language === 'fr' ? french : english;
  return {
    subject: words.subject(plan.kind, house),
    body: [
      words.hello(customerName.split(' ')[0] ?? customerName),
      '',
      words.why(plan.kind, sum),
      address,
      '',
      ...(until === null ? [] : [words.until(until)]),
      ...(due === null ? [] : [words.due(due)]),
      words.safe,
      '',
      house,
    ].join('\r\n'),
  };
}

type Kind = PageLink['plan']['kind'];
const english = {
  subject: (kind: Kind, house: string) =>
    kind === 'card'
      ? `Your card for ${house}`
      : kind === 'invoice'
        ? `Your invoice from ${house}`
        : `Your payment for ${house}`,
  hello: (name: string) => `Hello ${name},`,
  why: (kind: Kind, sum: string | null) =>
    kind === 'card'
      ? 'You can save your card on this page. Nothing is charged:'
      : kind === 'hold'
        ? `You can put ${sum ?? 'the amount'} on hold on this page. Nothing is taken yet:`
        : kind === 'invoice'
          ? `Here is your invoice${sum === null ? '' : ` for ${sum}`}. You can pay it on this page:`
          : `You can pay${sum === null ? '' : ` ${sum}`} on this page:`,
  // A time that ends in "a.m." has its full stop already.
  until: (when: string) => `The page closes ${when.replace(/\.$/, '')}.`,
  due: (when: string) => `It is due ${when}.`,
  safe: 'Your card number goes to the bank’s side only; we never see it.',
};
const french: typeof english = {
  subject: (kind, house) =>
    kind === 'card'
      ? `Votre carte pour ${house}`
      : kind === 'invoice'
        ? `Votre facture de ${house}`
        : `Votre paiement pour ${house}`,
  hello: (name) => `Bonjour ${name},`,
  why: (kind, sum) =>
    kind === 'card'
      ? 'Vous pouvez enregistrer votre carte sur cette page. Rien n’est débité :'
      : kind === 'hold'
        ? `Vous pouvez préautoriser ${sum ?? 'le montant'} sur cette page. Rien n’est encore débité :`
        : kind === 'invoice'
          ? `Voici votre facture${sum === null ? '' : ` de ${sum}`}. Vous pouvez la payer sur cette page :`
          : `Vous pouvez payer${sum === null ? '' : ` ${sum}`} sur cette page :`,
  until: (when) => `La page se ferme ${when}.`,
  due: (when) => `À payer au plus tard le ${when}.`,
  safe: 'Votre numéro de carte reste du côté de la banque; nous ne le voyons jamais.',
};

function day(locale: string, timeZone: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at);
}

function moment(locale: string, timeZone: string, at: number): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  }).format(at);
}
