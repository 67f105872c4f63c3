import { done, type Reply } from '../../contract/failure.ts';
import type { ReadyList, ReadyRow, ReadySpan } from '../../contract/ready.ts';
import type { PageLink } from '../../payments/page-link.ts';
import { judgeReady, type ReadyVerdict, type VisitFacts } from '../../payments/ready.ts';
import type { SummedBill } from './bill-sums.ts';
import { summed } from './bill-sums.ts';
import { labelOf } from './bill-view.ts';
import { dateOf, dayRange, daysAfter, monthOf } from '../days/calendar.ts';
import { factsOfPersons, type KnownPerson } from './ready-cards.ts';
import { listAge } from '../status.ts';
import type { World } from '../world.ts';

/**
 * The visits of the days to come that are not paid, each with all that stands in the way of its card. Derived each time from the bills, the copy of
 * the providers' lists and the records. Today's own visits are judged before them and not answered: what they will take of a consent is gone by then.
 */
export async function readyVisits(world: World, { days }: { days: ReadySpan }): Promise<Reply<ReadyList>> {
  const { timeZone, consentRule } = world.settings.now();
  const now = world.clock.now();
  const today = dateOf(now, timeZone);
  const [from, to] = [daysAfter(today, 1), daysAfter(today, days)];
  const bills = await summed(world, await world.ledger.bills.ofDays(today, to));
  // Who has not come, or called off, is not waited for: a fee is no visit.
  const due = bills.filter(({ bill, sums, missed }) => !bill.cancelled && !missed && sums.remaining > 0);
  const ids = [...new Set(due.flatMap(({ bill }) => bill.customerId ?? []))];
  const [persons, pages] = await Promise.all([factsOfPersons(world, ids), world.ledger.pageLinks.live()]);
  const personOf = ({ bill }: SummedBill): KnownPerson | null =>
    bill.customerId === null ? null : (persons.get(bill.customerId) ?? null);
  const verdicts = judgeReady(
    { now, month: monthOf(now, timeZone), consentAsked: consentRule !== 'free' },
    due.map((one) => visitFacts(one, { person: personOf(one), timeZone, now })),
  );
  const rows = due.flatMap((one, at): ReadyRow[] => {
    const verdict = verdicts[at];
    return verdict && one.bill.visit.day >= from ? [readyRow(one, { verdict, person: personOf(one), pages })] : [];
  });
  return done({ from, to, rows, asOf: await listAge(world) });
}

function visitFacts(
  { bill, sums }: SummedBill,
  { person, timeZone, now }: { readonly person: KnownPerson | null; readonly timeZone: string; readonly now: number },
): VisitFacts {
  // A bill may carry a day that no calendar has (November 31): it is judged as of now, and hides nobody else's visit.
  const range = dayRange(bill.visit.day, timeZone) ?? { from: now, to: now + 1 };
  return {
    remaining: { amount: sums.remaining, currency: bill.currency },
    month: monthOf(range.from, timeZone),
    endsAt: range.to - 1,
    checking: sums.checking,
    person: person ?? (bill.customerId === null ? null : { cards: [], cardsUnread: true, removed: null }),
  };
}

interface About {
  readonly verdict: ReadyVerdict;
  readonly person: KnownPerson | null;
  readonly pages: readonly PageLink[];
}

function readyRow({ bill, sums }: SummedBill, { verdict, person, pages }: About): ReadyRow {
  const { card, reasons } = verdict;
  const owner = card ? person?.owners.get(card.id) : undefined;
  const page =
    reasons.length === 0
      ? undefined
      : pages.find(
          ({ billId, customerId, plan }) =>
            billId === bill.id ||
            (plan.kind === 'card' && customerId !== null && (person?.ids.includes(customerId) ?? false)),
        );
  const link = page ? { id: page.id, until: page.state.name === 'open' ? page.state.expiresAt : null } : null;
  const mayLink = person?.atStripe ?? false;
  const profileId = person?.profileId ?? null;
  return {
    billId: bill.id,
    code: bill.code,
    customerId: bill.customerId,
    customerName: bill.customerName,
    email: person?.email ?? null,
    language: person?.language ?? null,
    visit: bill.visit,
    currency: bill.currency,
    remaining: sums.remaining,
    card: card && {
      id: card.id,
      label: labelOf(card, owner === undefined ? null : { ownerName: owner }),
    },
    reasons: [...reasons],
    next: nextOf({ reasons, link, mayLink, profileId }),
    profileId,
    mayLink: mayLink && reasons.length > 0 && !reasons.some(({ is }) => is === 'checking'),
    link,
  };
}

/** What only asks for the client's word on a card that works otherwise. */
const agreements: readonly string[] = [
  'no_consent',
  'other_purpose',
  'consent_withdrawn',
  'consent_ended',
  'consent_ends_before',
  'over_cap',
  'used_up',
];

function nextOf({
  reasons,
  link,
  mayLink,
  profileId,
}: Pick<ReadyVerdict, 'reasons'> & Pick<ReadyRow, 'link' | 'mayLink' | 'profileId'>): ReadyRow['next'] {
  const [first] = reasons;
  if (!first) return 'none';
  if (first.is === 'no_customer' || first.is === 'checking') return 'open_bill';
  if (link) return 'show_link';
  if (first.is === 'cards_unread') return 'open_customer';
  if (reasons.every(({ is }) => agreements.includes(is))) return 'ask_consent';
  if (mayLink) return 'make_link';
  // Paysafe has no page to send: there the client types the card at this desk.
  return profileId === null ? 'open_customer' : 'add_card';
}
