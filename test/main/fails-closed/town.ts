import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { FaultName } from '../../../src-main/sandbox/core/fault-shapes.ts';
import { startSandbox, type Sandbox } from '../../../src-main/sandbox/sandbox.ts';
import { paysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';

/** Who and what stands at the providers, by the ids of a desk. */
export interface Standing {
  readonly stripe: {
    readonly customerId: string;
    readonly cardId: string;
    readonly holdId: string;
    readonly paymentId: string;
  };
  readonly paysafe: { readonly profile: string; readonly customerId: string; readonly cardId: string };
}

/** Both providers, run aside from any desk so that every request which reaches them can be counted. Their clock is right. */
export interface Town {
  readonly sandbox: Sandbox;
  readonly standing: Standing;
  /** a mark to count from */
  mark(): Promise<Mark>;
  /** requests since the mark that change anything at a provider, e.g. `POST /v1/payment_intents` */
  changesSince(mark: Mark): Promise<string[]>;
  /** how often a provider was asked what a desk asks only to learn its time */
  greetingsSince(mark: Mark): Promise<number>;
  /** how often the provider took this amount since the mark, by the keys of the requests it saw: read there, not from any desk */
  taken(provider: ProviderName, amount: number, mark: Mark): Promise<number>;
  fault(fault: FaultName, path: string, about?: { method?: string; times?: number }): void;
  clearFaults(): void;
  close(): Promise<void>;
}
export type Mark = number;

interface Seen {
  readonly count: number;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly key: string | null }[];
}

export async function openTown(): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'fails-closed-town-'));
  const sandbox = await startSandbox({
    file: join(folder, 'sandbox.db'),
    seed: 'fails-closed',
    realNow: Date.now,
    demoHouse: false,
  });
  const standing = await settleIn(sandbox);
  // One log for both providers.
  const seen = async (): Promise<Seen> =>
    (await (await fetch(`${sandbox.stripeUrl}/_control/requests`)).json()) as Seen;
  const all = async (mark: Mark): Promise<Seen['requests']> => {
    const { count, requests } = await seen();
    if (count - mark > requests.length) throw new Error('More requests than the log keeps: they cannot be counted');
    return requests.slice(requests.length - (count - mark));
  };
  const since = async (mark: Mark) => (await all(mark)).filter(({ method }) => method !== 'GET');
  const paysafe = paysafeTill(sandbox);
  const { stripe } = stripeTill(sandbox);
  return {
    sandbox,
    standing,
    mark: async () => (await seen()).count,
    changesSince: async (mark) => (await since(mark)).map(({ method, path }) => `${method} ${path.split('?')[0]}`),
    greetingsSince: async (mark) =>
      (await all(mark)).filter(({ path }) => path === '/v1/balance' || path === '/cardpayments/monitor').length,
    async taken(provider, amount, mark) {
      if (provider === 'stripe') {
        const customer = standing.stripe.customerId.replace('stripe:', '');
        const { data } = await stripe.paymentIntents.list({ customer, limit: 100 });
        return data.filter((intent) => intent.amount_received === amount).length;
      }
      const keys = new Set((await since(mark)).flatMap(({ key }) => (key === null ? [] : [key])));
      let count = 0;
      for (const key of keys) {
        const { body } = await paysafe.call('GET', `${paysafe.cards}/auths?merchantRefNum=${key}`);
        const auths = body['auths'] as readonly { readonly amount: number; readonly status: string }[];
        count += auths.filter((auth) => auth.amount === amount && auth.status === 'COMPLETED').length;
      }
      return count;
    },
    fault: (fault, path, { method, times = 1 } = {}) =>
      sandbox.faults.add({ path, nth: 1, fault, times, ...(method === undefined ? {} : { method }) }),
    clearFaults: () => sandbox.faults.clear(),
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function settleIn(sandbox: Sandbox): Promise<Standing> {
  const stripe = stripeTill(sandbox);
  const paysafe = paysafeTill(sandbox);
  const saved = await stripe.save();
  const profile = await paysafe.save();
  return {
    stripe: {
      customerId: `stripe:${saved.customerRef}`,
      cardId: `stripe:${saved.cardRef}`,
      holdId: `stripe:${await stripe.hold(saved, 8000)}`,
      paymentId: `stripe:${(await stripe.charge(saved, 5000)).paymentRef}`,
    },
    paysafe: {
      profile: profile.customerRef,
      customerId: `paysafe:${profile.customerRef}`,
      cardId: `paysafe:${profile.cardRef}`,
    },
  };
}

/** Where a desk finds the providers; a place where nobody answers. */
export const addressesOf = (town: Town): Record<ProviderName, string> => ({
  stripe: town.sandbox.stripeUrl,
  paysafe: town.sandbox.paysafeUrl,
});
