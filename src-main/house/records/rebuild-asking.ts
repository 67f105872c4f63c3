import type { ProviderName } from '../../contract/provider.ts';
import type { NamedOrder } from '../../ledger/survey.ts';
import type { Operation } from '../../payments/operation.ts';
import type { Plan } from '../../payments/order.ts';
import { GatewayRefusal } from '../../payments/ports.ts';
import { endedState, type EndedState } from '../../payments/recall.ts';
import type { Wanted } from './rebuild-shelf.ts';
import type { RebuildWorld } from './rebuild.ts';
import { recoveredOperation } from './recovered-operation.ts';

/** What a provider says of one order under its own key. absent: it surely shows nothing of it. */
export type Heard =
  | {
      readonly heard: 'state';
      readonly plan: Plan;
      readonly memo: Readonly<Record<string, string>>;
      readonly state: EndedState;
    }
  | { readonly heard: 'absent' | 'odd' | 'silence' | 'nothing_to_ask' };

/**
 * Asks about one order whose record is damaged or gone, with the look-up that every lost reply is asked with: amount, currency, target
 * and key must be the order's own. Tries each way the order may have been meant, until one is found.
 */
export async function askAbout(world: RebuildWorld, provider: ProviderName, wanted: Wanted): Promise<Heard> {
  const plans = await plansOf(world, provider, wanted);
  let last: Heard = { heard: 'nothing_to_ask' };
  for (const plan of plans) {
    const heard = await askOne(world, provider, plan, wanted);
    if (heard.heard === 'state' || heard.heard === 'silence') return heard;
    if (last.heard !== 'odd') last = heard;
  }
  return last;
}

async function askOne(world: RebuildWorld, provider: ProviderName, plan: Plan, wanted: Wanted): Promise<Heard> {
  const gateway = world.gateways[provider];
  const now = world.clock.now();
  let memo: Readonly<Record<string, string>>;
  try {
    // Builds the request only to learn what a look-up needs to know (Paysafe: the account). It is thrown away.
    memo = (await gateway.prepare(plan)).memo;
  } catch (error) {
    if (error instanceof GatewayRefusal) return { heard: 'nothing_to_ask' };
    throw error;
  }
  const at = wanted.named?.at ?? now;
  const state: Operation['state'] = {
    name: 'unknown',
    since: at,
    why: 'no_answer',
    lastSentAt: at,
    absent: 0,
    asks: 0,
    nextAskAt: now,
  };
  const operation: Operation = {
    ...recoveredOperation({
      provider,
      plan,
      memo,
      state,
      at,
      id: wanted.id,
      named: wanted.named,
      customerId: null,
      customerName: '',
      card: null,
      follows: null,
    }),
    version: 1,
  };
  const question = await gateway.question(operation, now);
  const result = await world.sender.send(provider, question, 'read');
  if (result.got === 'nothing') return { heard: 'silence' };
  const finding = gateway.readFinding(operation, result.answer);
  if (finding.found === 'absent') return { heard: 'absent' };
  if (finding.found === 'nothing_yet') return { heard: 'odd' };
  const ended = endedState(finding.reading.outcome, at);
  return ended ? { heard: 'state', plan, memo, state: ended } : { heard: 'odd' };
}

async function plansOf(world: RebuildWorld, provider: ProviderName, wanted: Wanted): Promise<Plan[]> {
  const named = wanted.named?.key ? await plansFrom(world, provider, wanted.named, wanted.named.key) : [];
  if (named.length > 0) return named;
  const { damaged } = wanted;
  if (damaged?.plan?.kind === 'charge' || damaged?.plan?.kind === 'hold') return [];
  // Its plan still reads, under the very key it was sent with: the look-up itself confirms or denies every part that moves money.
  return damaged?.plan && damaged.keys.length === 1 ? [damaged.plan] : [];
}

/** What the history says of an order, as the plans it may have been. */
async function plansFrom(world: RebuildWorld, provider: ProviderName, named: NamedOrder, key: string): Promise<Plan[]> {
  const ref = named.target?.startsWith(`${provider}:`) ? named.target.slice(provider.length + 1) : null;
  const { amount } = named;
  switch (named.kind) {
    case 'charge':
    case 'hold':
      // The recall finds these by their key, with all that was done on them since; a look-up right after an order does not.
      return [];
    case 'capture':
    case 'release':
    case 'refund': {
      if (ref === null || amount === null) return [];
      const account = (await accountOf(world, provider, ref)) ?? null;
      if (named.kind === 'capture')
        return [{ kind: 'capture', key, amount, paymentRef: ref, capturable: amount.amount, account }];
      if (named.kind === 'release')
        return [{ kind: 'release', key, amount, paymentRef: ref, rest: provider === 'paysafe', account }];
      const refund = { kind: 'refund', key, amount, paymentRef: ref, settlementRef: ref, account } as const;
      return provider === 'stripe'
        ? [{ ...refund, means: 'refund', whole: false }]
        : [
            { ...refund, means: 'refund', whole: false },
            { ...refund, means: 'cancel', whole: true },
          ];
    }
    case 'remove_card':
    case 'set_default': {
      const card = named.target === null ? null : await world.mirror.card(named.target);
      if (!card) return [];
      const customerRef = card.customerId.slice(provider.length + 1);
      return [{ kind: named.kind, key, customerRef, cardRef: card.ref, instrument: card.kind }];
    }
    case 'remove_customer':
      return ref === null ? [] : [{ kind: 'remove_customer', key, customerRef: ref }];
    case 'add_profile':
    case 'verify_card':
    case 'save_card':
    case 'save_bank_account':
      // The token or number it was sent with is nowhere else: the card itself is read with its profile.
      return [];
  }
}

async function accountOf(world: RebuildWorld, provider: ProviderName, ref: string): Promise<string | null | undefined> {
  if (provider === 'stripe') return null;
  return (
    (await world.ledger.registry.transaction(ref))?.account ?? (await world.mirror.payment(`paysafe:${ref}`))?.account
  );
}
