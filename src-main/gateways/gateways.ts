import type { Failure } from '../contract/failure.ts';
import type { PaysafeAccount, ProviderName } from '../contract/provider.ts';
import type { LinkGateway, StripePages } from '../payments/link-ports.ts';
import type {
  Clock,
  Gateway,
  ProviderLists,
  ProviderLookUps,
  JudgingReader,
  ProviderRequest,
  Random,
  Sender,
  SendResult,
} from '../payments/ports.ts';
import type { CardTokens } from '../payments/typed-card.ts';
import type { ProviderRecall } from '../payments/recall.ts';
import type { CheckedKey } from './key-check.ts';
import { makePaysafeAddresses, type HolderAddresses } from './paysafe/addresses.ts';
import { makePaysafeLookUps } from './paysafe/lists.ts';
import { checkCardKey, checkPaysafeKey } from './paysafe/key-check.ts';
import { get } from './paysafe/paths.ts';
import { makePaysafeGateway } from './paysafe/paysafe.ts';
import { tryOnce, type Alarm } from './one-try.ts';
import { makePaysafePages } from './paysafe/hosted-pages.ts';
import { tryWithoutSecrets } from './paysafe/hosted-reply.ts';
import { makePaysafeTokens } from './paysafe/tokens.ts';
import { makePaysafeRecall } from './paysafe/recall.ts';
import { makeSender, type SenderParts, type TraceEntry } from './sender.ts';
import type { BalanceReader } from '../payments/payouts.ts';
import { makeStripeBalance } from './stripe/balance.ts';
import { checkStripeKey, knowsCustomer } from './stripe/key-check.ts';
import { makeStripeLinks } from './stripe/links.ts';
import { makeStripeLists } from './stripe/lists.ts';
import { makeStripeRecall } from './stripe/recall.ts';
import { recordRequest } from './stripe/record.ts';
import { makeStripeGateway } from './stripe/stripe.ts';

export interface ProvidersParts {
  /** an address that replaces the provider's own (sandbox, tests), or null */
  address(provider: ProviderName): string | null;
  /** the same for the host of Paysafe's Hosted Payments API */
  hostedAddress?(): string | null;
  /** live money: decides Paysafe's host */
  readonly live: boolean;
  credential(provider: ProviderName): Promise<string | null>;
  accounts(): readonly PaysafeAccount[];
  /** the id of the Stripe account that the key is of; null, or absent, where Stripe does not tell */
  stripeAccount?(): string | null;
  /** the Paysafe account under which a profile was last read; null: not known */
  profileAccount?(customerRef: string): Promise<string | null>;
  statementName(): string;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: SenderParts['wait'];
  trace(entry: TraceEntry): void;
  readonly timeoutMs?: number;
  readonly alarm?: Alarm;
}

export interface Providers {
  readonly sender: Sender & { close(): void };
  /** providers by name: a third one is one folder and one line here */
  readonly gateways: Readonly<Record<ProviderName, Gateway>>;
  readonly readers: Readonly<Record<ProviderName, JudgingReader>>;
  /** finds our own orders again at each provider; reads only */
  readonly recalls: Readonly<Record<ProviderName, ProviderRecall>>;
  /** hosted pages: cards and payments by a client's own hand; Paysafe's over a line of their own */
  readonly stripePages: StripePages;
  readonly paysafePages: { readonly gateway: LinkGateway; readonly sender: Sender & { close(): void } };
  readonly lists: ProviderLists;
  /** what becomes of the money at Stripe; Paysafe publishes nothing of it */
  readonly balance: BalanceReader;
  readonly lookUps: ProviderLookUps;
  /**
   * A question about nobody, to learn whether the provider answers and what time it has. Waits seconds, not a time-out: somebody may be
   * standing at the counter.
   */
  greet(provider: ProviderName): Promise<SendResult>;
  checkStripe(key: string): Promise<CheckedKey>;
  /** whether this key is of the account that has this customer; null: Stripe did not say */
  knowsAtStripe(key: string, customerRef: string): Promise<boolean | null>;
  /** the public key of the card fields: null when it may make tokens */
  checkCardKey(key: { username: string; password: string; mode: 'test' | 'live' }): Promise<Failure | null>;
  /** where the holder of a bank account gets mail, on their profile at Paysafe */
  readonly addresses: HolderAddresses;
  /** what stands behind a single-use token */
  readonly tokens: CardTokens;
  checkPaysafe(key: {
    username: string;
    password: string;
    mode: 'test' | 'live';
    accounts: readonly PaysafeAccount[];
  }): Promise<CheckedKey>;
}

/** What any key may ask, and what changes nothing: Stripe's balance, Paysafe's monitor. Refused or not, an answer carries the time. */
const greetings: Readonly<Record<ProviderName, () => Promise<ProviderRequest>>> = {
  stripe: () => recordRequest((stripe) => stripe.balance.retrieve()),
  paysafe: async () => get('/cardpayments/monitor'),
};
const greetingPatienceMs = 8_000;

const stripeAddress = 'https://api.stripe.com';
/** Orders of Paysafe's Hosted Payments API, and the pages that clients see: two hosts of the former NETBANX. */
const hostedAddress = { test: 'https://api.test.netbanx.com', live: 'https://api.netbanx.com' } as const;
const hostedPages = { test: 'https://pay.test.netbanx.com', live: 'https://pay.netbanx.com' } as const;
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
  /** Where Paysafe stands somewhere else, its other host does too, or nowhere: a key of there is none of Paysafe's. */
  const hosted = (own: Readonly<Record<'test' | 'live', string>>): string | null => {
    if (parts.live) return own.live;
    return parts.hostedAddress?.() ?? (parts.address('paysafe') === null ? own.test : null);
  };

  async function greet(provider: ProviderName): Promise<SendResult> {
    const enough = new AbortController();
    const tooLong = parts.wait(greetingPatienceMs, enough.signal).then(
      (): SendResult => ({ got: 'nothing', left: true, why: 'timeout' }),
      (): SendResult => ({ got: 'nothing', left: true, why: 'answered' }),
    );
    const answered = sender.send(provider, await greetings[provider](), 'never');
    return Promise.race([answered, tooLong]).finally(() => enough.abort());
  }

  /** A key on trial goes out once, through a sender of its own, and is forgotten with it. */
  async function onTrial<T>(authorization: string, live: boolean, work: (own: Sender) => Promise<T>): Promise<T> {
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
      stripe: makeStripeGateway({
        statementName: () => parts.statementName(),
        now,
        account: () => parts.stripeAccount?.() ?? null,
      }),
      paysafe: makePaysafeGateway({
        accounts: () => parts.accounts(),
        ...(parts.profileAccount ? { accountOf: parts.profileAccount } : {}),
        readCard: (path) => lookUps.readCard(path),
        now,
      }),
    },
    stripePages: makeStripeLinks({ now }),
    paysafePages: {
      gateway: makePaysafePages({ pageOrigin: () => hosted(hostedPages) }),
      sender: makeSender({
        ...parts,
        base: (provider) => (provider === 'paysafe' ? hosted(hostedAddress) : null),
        credential: (provider) => parts.credential(provider),
        once: tryWithoutSecrets(tryOnce),
      }),
    },
    readers: { stripe: lists, paysafe: lookUps },
    recalls: {
      stripe: makeStripeRecall({ sender }),
      paysafe: makePaysafeRecall({ sender, accounts: () => parts.accounts() }),
    },
    lists,
    balance: makeStripeBalance(sender),
    lookUps,
    greet,
    addresses: makePaysafeAddresses({ sender }),
    tokens: makePaysafeTokens({ sender, clock: parts.clock }),
    checkCardKey: (key) =>
      onTrial(basicOf(key), key.mode === 'live', (own) =>
        checkCardKey((request) => own.send('paysafe', request, 'read')),
      ),
    checkStripe: (key) =>
      onTrial(`Bearer ${key}`, key.includes('_live_'), (own) =>
        checkStripeKey(key, (request) => own.send('stripe', request, 'read')),
      ),
    knowsAtStripe: (key, customerRef) =>
      onTrial(`Bearer ${key}`, key.includes('_live_'), (own) =>
        knowsCustomer(customerRef, (request) => own.send('stripe', request, 'read')),
      ),
    checkPaysafe: (key) =>
      onTrial(basicOf(key), key.mode === 'live', (own) =>
        checkPaysafeKey(key, (request) => own.send('paysafe', request, 'read'), parts.clock.now()),
      ),
  };
}

const basicOf = ({ username, password }: { readonly username: string; readonly password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
