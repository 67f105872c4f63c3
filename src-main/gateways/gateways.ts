import type { PaysafeAccount, ProviderName } from '../contract/provider.ts';
import type {
  Clock,
  Gateway,
  ProviderLists,
  ProviderLookUps,
  ProviderReader,
  Random,
  Sender,
} from '../payments/ports.ts';
import type { CheckedKey } from './key-check.ts';
import { makePaysafeLookUps } from './paysafe/lists.ts';
import { checkPaysafeKey } from './paysafe/key-check.ts';
import { makePaysafeGateway } from './paysafe/paysafe.ts';
import { makeSender, type SenderParts, type TraceEntry } from './sender.ts';
import { checkStripeKey } from './stripe/key-check.ts';
import { makeStripeLists } from './stripe/lists.ts';
import { makeStripeGateway } from './stripe/stripe.ts';

export interface ProvidersParts {
  /** an address that replaces the provider's own (sandbox, tests), or null */
  address(provider: ProviderName): string | null;
  /** live money: decides Paysafe's host */
  readonly live: boolean;
  credential(provider: ProviderName): Promise<string | null>;
  accounts(): readonly PaysafeAccount[];
  statementName(): string;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: SenderParts['wait'];
  trace(entry: TraceEntry): void;
  readonly timeoutMs?: number;
}

export interface Providers {
  readonly sender: Sender & { close(): void };
  /** providers by name: a third one is one folder and one line here */
  readonly gateways: Readonly<Record<ProviderName, Gateway>>;
  readonly readers: Readonly<Record<ProviderName, ProviderReader>>;
  readonly lists: ProviderLists;
  readonly lookUps: ProviderLookUps;
  checkStripe(key: string): Promise<CheckedKey>;
  checkPaysafe(key: {
    username: string;
    password: string;
    mode: 'test' | 'live';
    accounts: readonly PaysafeAccount[];
  }): Promise<CheckedKey>;
}

const stripeAddress = 'https://api.stripe.com';
const paysafeAddress = { test: 'https://api.test.paysafe.com', live: 'https://api.paysafe.com' } as const;

/** Both providers behind the engine's ports, over one sender. */
export function makeProviders(parts: ProvidersParts): Providers {
  /** A live key never goes to an address that somebody put in place of the provider's own. */
  const base = (provider: ProviderName, live: boolean): string =>
    (live ? null : parts.address(provider)) ??
    (provider === 'stripe' ? stripeAddress : paysafeAddress[live ? 'live' : 'test']);
  const senderFor = (credential: SenderParts['credential'], live: boolean): Sender & { close(): void } =>
    makeSender({ ...parts, base: (provider) => base(provider, live), credential });
  const sender = senderFor((provider) => parts.credential(provider), parts.live);
  const lists = makeStripeLists({ sender, clock: parts.clock });
  const lookUps = makePaysafeLookUps({ sender, clock: parts.clock, accounts: () => parts.accounts() });
  const now = (): number => parts.clock.now();

  /** A key on trial goes out once, through a sender of its own, and is forgotten with it. */
  async function onTrial(
    authorization: string,
    live: boolean,
    work: (own: Sender) => Promise<CheckedKey>,
  ): Promise<CheckedKey> {
    const own = senderFor(async () => authorization, live);
    try {
      return await work(own);
    } finally {
      own.close();
    }
  }

  return {
    sender,
    gateways: {
      stripe: makeStripeGateway({ statementName: () => parts.statementName(), now }),
      paysafe: makePaysafeGateway({
        accounts: () => parts.accounts(),
        readCard: (path) => lookUps.readCard(path),
        now,
      }),
    },
    readers: { stripe: lists, paysafe: lookUps },
    lists,
    lookUps,
    checkStripe: (key) =>
      onTrial(`Bearer ${key}`, key.includes('_live_'), (own) =>
        checkStripeKey(key, (request) => own.send('stripe', request, 'read')),
      ),
    checkPaysafe: (key) =>
      onTrial(
        `Basic ${Buffer.from(`${key.username}:${key.password}`).toString('base64')}`,
        key.mode === 'live',
        (own) => checkPaysafeKey(key, (request) => own.send('paysafe', request, 'read'), parts.clock.now()),
      ),
  };
}
