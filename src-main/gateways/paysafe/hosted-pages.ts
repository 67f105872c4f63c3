import type { CardLabel } from '../../contract/card.ts';
import type { LinkGateway, LinkMoment, LinkReading } from '../../payments/link-ports.ts';
import { amountOf, type LinkOutcome, type LinkPlan, type PageLink } from '../../payments/page-link.ts';
import type { Answer } from '../../payments/ports.ts';
import { isOwnAnswer, readHosted, type HostedReply } from './hosted-reply.ts';
import { get, remove, segment, send } from './paths.ts';

const orders = '/hosted/v1/orders';
const order = (id: string): string => `${orders}/${segment(id)}`;

/**
 * Pages of Paysafe's Hosted Payments API behind the port: a payment of an exact amount, and nothing else. Facts and doubts: paysafe-card-entry.md,
 * section 5, and docs/decisions/0019. Answers must have come through `tryWithoutSecrets`.
 * @param parts.pageOrigin where its pages are, null: nowhere; an address elsewhere is never shown
 */
export function makePaysafePages(parts: { readonly pageOrigin: () => string | null }): LinkGateway {
  /** A look-up may leave the page's address out: then the one of the answer that made it is shown, for as long as this process lives. */
  const addresses = new Map<string, string>();

  function addressOf(id: string, { page }: HostedReply): string | null {
    if (page !== null && new URL(page).origin === parts.pageOrigin()) addresses.set(id, page);
    return addresses.get(id) ?? null;
  }

  function judge(link: PageLink, reply: HostedReply, moment: LinkMoment): LinkReading {
    const sessionRef = reply.id;
    if (sessionRef === null || reply.merchantRefNum !== link.plan.key) return nothing(unclear('other_answer'));
    if (link.sessionRef !== null && sessionRef !== link.sessionRef) return nothing(unclear('other_answer'));
    const outcome = outcomeOf(link, { ...reply, id: sessionRef }, moment);
    if (outcome.is === 'open') return { outcome, address: addressOf(sessionRef, reply), records: {} };
    addresses.delete(sessionRef);
    return nothing(outcome);
  }

  return {
    // A second request under our reference is refused, never answered with the first page.
    repeat: 'limited',
    keepsDeadlines: false,
    prepare: async (plan) => send('POST', orders, orderBody(plan)),
    read(link, answer, moment) {
      const reply = readHosted(answer);
      const making = moment === 'made' || moment === 'made_again';
      if (answer.status === 200 && reply !== null) return judge(link, reply, moment);
      if (making) return nothing(notMade(answer, reply, moment));
      // Closed, and not there any more.
      if (moment === 'closed' && answer.status === 404 && link.sessionRef !== null)
        return nothing({ is: 'expired', sessionRef: link.sessionRef, expiresAt: link.plan.expiresAt });
      return nothing(unclear(answer.status === 200 ? 'unreadable' : `status_${answer.status}`));
    },
    question: async ({ sessionRef }) => get(order(sessionRef)),
    further: () => null,
    // No look-up by reference is described. Nobody needs one: the answer that was lost was all that named the page.
    lookUp: () => null,
    readLookUp: () => 'absent',
    close: async ({ sessionRef }) => remove(order(sessionRef)),
    closeSaid({ sessionRef }, answer) {
      const { status } = answer;
      const named = readHosted(answer)?.id ?? sessionRef;
      // A page of a wall in between has a good status too, and so has the answer to something else.
      if (!isOwnAnswer(answer) || named !== sessionRef) return 'unclear';
      if (status >= 200 && status < 300) return 'taken';
      // Whoever may not ask, or asks too often, was told nothing of this page.
      return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status) ? 'refused' : 'unclear';
    },
  };
}

/** Only what is described and needed: no return addresses, no mail address that Paysafe would write to, no profile, so that no card is kept. */
function orderBody(plan: LinkPlan): object {
  return {
    merchantRefNum: plan.key,
    currencyCode: plan.currency,
    totalAmount: amountOf(plan)?.amount ?? 0,
    locale: plan.language === 'fr' ? 'fr_CA' : 'en_US',
    extendedOptions: [{ key: 'authType', value: 'purchase' }],
  };
}

function notMade(answer: Answer, reply: HostedReply | null, moment: LinkMoment): LinkOutcome {
  if (reply?.error?.duplicate)
    return moment === 'made_again'
      ? // The earlier request made it. Its answer alone told where: nobody can be paying there.
        { is: 'failed', sessionRef: null, code: 'address_lost' }
      : { is: 'mismatch', sessionRef: null, why: 'duplicate' };
  const code = refusalCodeOf(answer.status, reply?.error?.code ?? null);
  return code === null ? unclear(`status_${answer.status}`) : { is: 'not_run', code };
}

/**
 * Why a page was certainly not made, by the status of the answer and Paysafe's own code in it; null when that answer is not certain. An account without the
 * Hosted Payments API is expected to answer 403 or 404: no reply of one is recorded.
 */
function refusalCodeOf(status: number, code: string | null): string | null {
  switch (status) {
    case 400:
    case 402:
    case 422:
      return code ?? `status_${status}`;
    case 401:
      return 'key_refused';
    case 403:
    case 404:
      return 'hosted_missing';
    case 429:
      return 'rate_limited';
    default:
      return null;
  }
}

/** What an order that is surely ours says. The success of a payment is one word; what we do not know is never taken for it. */
function outcomeOf({ plan }: PageLink, reply: HostedReply & { readonly id: string }, moment: LinkMoment): LinkOutcome {
  const { id: sessionRef, transaction } = reply;
  const { expiresAt } = plan;
  const asked = amountOf(plan)?.amount ?? null;
  const mismatch = (why: string): LinkOutcome => ({ is: 'mismatch', sessionRef, why });
  if (asked === null || reply.totalAmount !== asked) return mismatch('amount');
  if (reply.currencyCode !== plan.currency) return mismatch('currency');
  const unpaid: LinkOutcome =
    moment === 'closed' ? { is: 'expired', sessionRef, expiresAt } : { is: 'open', sessionRef, expiresAt };
  if (transaction === null) return unpaid;
  switch (transaction.status) {
    case 'success':
      if (transaction.amount !== asked) return mismatch('amount');
      if (transaction.authType === 'auth') return mismatch('held_instead_of_charged');
      if (transaction.reversed === true || transaction.refunded === true) return mismatch('given_back');
      return {
        is: 'completed',
        sessionRef,
        result: {
          moved: { amount: asked, currency: plan.currency },
          paymentRef: sessionRef,
          customerRef: null,
          cardRef: null,
          card: labelOf(transaction.card),
          saved: false,
        },
      };
    // Not recorded, only likely words. None of them is money: the first two leave the page as it is, the others leave its end to be told.
    case 'declined':
    case 'errored':
      return unpaid;
    case 'held':
    case 'pending':
      return { is: 'processing', sessionRef, expiresAt };
    default:
      return moment === 'closed' ? mismatch('unknown_word') : unclear('unknown_word');
  }
}

function labelOf(card: NonNullable<HostedReply['transaction']>['card']): CardLabel | null {
  return card?.lastDigits ? { kind: 'card', brand: card.brand, lastFour: card.lastDigits, nickname: null } : null;
}

const unclear = (why: string): LinkOutcome => ({ is: 'unclear', why });
const nothing = (outcome: LinkOutcome): LinkReading => ({ outcome, address: null, records: {} });
