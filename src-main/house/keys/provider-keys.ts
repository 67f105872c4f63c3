import * as v from 'valibot';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import { type Mode, type PaysafeAccount, type ProviderKeyView, type ProviderName } from '../../contract/provider.ts';
import type { SignedIn } from '../signed-in.ts';
import type { Operation } from '../../payments/operation.ts';
import type { Clock } from '../../payments/ports.ts';
import { accountsIn, whoseAccount, type AskedKey, type NamedThere, type Whose } from './named-account.ts';
import { otherAccount, type NewKey } from './other-account.ts';
import { stampOf, storedKey, type StoredKey } from './stored-key.ts';

export type KeyedMode = 'test' | 'live';

/** What of a key is kept as it was typed. */
type Secret = Pick<StoredKey, 'key' | 'username' | 'password' | 'accounts' | 'lastFour'>;

/** Where keys are kept: the OS keychain, by closed names. Errors come as KeyTrouble. */
export interface KeySafe {
  get(mode: KeyedMode, provider: ProviderName): Promise<string | null>;
  set(mode: KeyedMode, provider: ProviderName, value: string): Promise<void>;
  forget(mode: KeyedMode, provider: ProviderName): Promise<void>;
}

/** What a key turned out to be when it was tried at its provider. */
export interface KeyFacts {
  readonly mode: KeyedMode;
  readonly kind: 'restricted' | 'secret' | 'server';
  readonly business: string | null;
  /** the provider's own id of the account that it is of, or null where it does not tell */
  readonly account: string | null;
  readonly permissions: readonly { readonly name: string; readonly granted: 'yes' | 'no' | 'unknown' }[];
}
export type KeyCheck = ({ readonly ok: true } & KeyFacts) | { readonly ok: false; readonly failure: Failure };

export interface KeyWorld {
  readonly mode: Mode;
  readonly clock: Clock;
  readonly safe: KeySafe;
  /** false where live keys have no business: the stand-in for Electron, or an overridden provider address */
  readonly liveAllowed: boolean;
  /** the demo house's own keys, made up by its sandbox */
  readonly embedded: {
    readonly stripe: string;
    readonly paysafe: { readonly username: string; readonly password: string };
    readonly accounts: readonly PaysafeAccount[];
  } | null;
  checkStripe(key: string): Promise<KeyCheck>;
  checkPaysafe(key: {
    username: string;
    password: string;
    mode: KeyedMode;
    accounts: readonly PaysafeAccount[];
  }): Promise<KeyCheck>;
  /** whether a key is of the Stripe account that has this customer; null: Stripe did not say */
  knowsAtStripe(key: string, customerRef: string): Promise<boolean | null>;
  /** what another account's key would lose (other-account.ts) */
  notEnded(): Promise<readonly Operation[]>;
  /** what the records name of the account that the house uses there */
  named(provider: ProviderName): Promise<NamedThere>;
  /** after a restore: whether a provider's word of what happened since is going to be believed, and which key somebody said is meant */
  readonly sinceBackup: {
    believes(provider: ProviderName): boolean;
    meant(provider: ProviderName): string | null;
    mean(provider: ProviderName, stamp: string): Promise<void>;
  };
  health(provider: ProviderName): ProviderKeyView['health'];
  /** turns an error of the keychain into words, or null when it is another kind of error */
  safeTrouble(error: unknown): Failure | null;
  audit(who: SignedIn | null, what: string, detail: Record<string, string | number | boolean>): Promise<void>;
  /** a key was set or forgotten: lists start over with it */
  changed(provider: ProviderName): void;
  /** the keychain can be used again after it could not */
  unlocked(): Promise<void>;
}

/** The demo house has one account at Stripe, whose key never changes. */
const embeddedAccount = 'embedded';
/** A keychain that is shut is not asked more often than this by itself: each time it may ask somebody for its password. */
const askAgainMs = 60_000;

/** `unread`: the keychain does not say whether there is one. */
export type KeyState = 'yes' | 'no' | 'unread';

export interface ProviderKeys {
  /** the Authorization header for this window's mode, or null when there is no key. Read once from the keychain, then kept in main's memory. */
  credential(provider: ProviderName): Promise<string | null>;
  accounts(): readonly PaysafeAccount[];
  /** the id of the Stripe account that the key is of, or null where that is not known */
  stripeAccount(): string | null;
  /** whether a provider can be asked */
  at(provider: ProviderName): Promise<KeyState>;
  /** what names the key that is here, without saying it; null: none is */
  stamp(provider: ProviderName): string | null;
  /** Whether the key that is here is of the account that the records name, or somebody said that it is meant. May ask Stripe. */
  whose(provider: ProviderName): Promise<Whose>;
  /** why the keychain cannot be used, as found at the last look */
  shut(): Failure | null;
  /** looks into the keychain again (at start, and after somebody unlocked it) */
  load(): Promise<void>;
  /** the keychain was found shut by another question a moment ago: the same is not asked twice, each may open a window of the system */
  foundShut(why: Failure): void;
  view(): Promise<ProviderKeyView[]>;
  /** @param confirmed it may be of another account than what is open there now: somebody has read what that means */
  setStripe(key: string, who: SignedIn | null, confirmed?: boolean): Promise<Reply<ProviderKeyView>>;
  setPaysafe(
    input: {
      username: string;
      password: string;
      mode: KeyedMode;
      accounts: PaysafeAccount[];
      otherAccount?: boolean | undefined;
    },
    who: SignedIn | null,
  ): Promise<Reply<ProviderKeyView>>;
  check(provider: ProviderName): Promise<Reply<ProviderKeyView>>;
  forget(provider: ProviderName, mode: KeyedMode, who: SignedIn | null): Promise<Reply<ProviderKeyView>>;
}

/** The keys of this window's mode. The demo house has those of its sandbox and takes no others. */
export function makeProviderKeys(world: KeyWorld): ProviderKeys {
  const own = world.mode === 'demo' ? null : world.mode;
  const kept: Partial<Record<ProviderName, StoredKey>> = {};
  let trouble: Failure | null = null;
  let lookedAt = -Infinity;

  async function read(mode: KeyedMode, provider: ProviderName): Promise<StoredKey | null> {
    const text = await world.safe.get(mode, provider);
    if (text === null) return null;
    return v.parse(storedKey, JSON.parse(text));
  }

  async function load(): Promise<void> {
    if (!own) return;
    lookedAt = world.clock.steady();
    try {
      for (const provider of ['stripe', 'paysafe'] as const) {
        const found = await read(own, provider);
        if (found) kept[provider] = found;
        else delete kept[provider];
      }
      const before = trouble;
      trouble = null;
      if (before) await world.unlocked();
    } catch (error) {
      trouble = world.safeTrouble(error);
      if (!trouble) throw error;
    }
  }

  function credentialOf(entry: {
    key?: string | undefined;
    username?: string | undefined;
    password?: string | undefined;
  }): string | null {
    if (entry.key) return `Bearer ${entry.key}`;
    if (entry.username && entry.password)
      return `Basic ${Buffer.from(`${entry.username}:${entry.password}`).toString('base64')}`;
    return null;
  }

  async function viewOne(provider: ProviderName, of: StoredKey | null, mode: Mode): Promise<ProviderKeyView> {
    const embedded = world.mode === 'demo';
    const otherModes: Mode[] = [];
    for (const other of ['test', 'live'] as const) {
      if (other === own) continue;
      // Only whether there is one: a keychain that cannot be read shows none, and says so through `shut`.
      if (await has(other, provider)) otherModes.push(other);
    }
    return {
      provider,
      configured: embedded || of !== null,
      embedded,
      mode: embedded ? 'demo' : of ? mode : null,
      kind: of?.kind ?? null,
      lastFour: of?.lastFour ?? null,
      business: of?.business ?? null,
      accounts: embedded
        ? provider === 'paysafe'
          ? [...(world.embedded?.accounts ?? [])]
          : []
        : [...(of?.accounts ?? [])],
      permissions: of?.permissions ?? [],
      checkedAt: of?.checkedAt ?? null,
      health: world.health(provider),
      addedBy: of?.addedBy ?? null,
      addedAt: of?.addedAt ?? null,
      otherModes,
    };
  }

  async function has(mode: KeyedMode, provider: ProviderName): Promise<boolean> {
    try {
      return (await world.safe.get(mode, provider)) !== null;
    } catch (error) {
      // The key of another window says nothing about this one's: only its own look shuts the money buttons.
      if (!world.safeTrouble(error)) throw error;
      return false;
    }
  }

  async function store(
    provider: ProviderName,
    facts: KeyFacts,
    secret: Secret,
    { who, meant }: { readonly who: SignedIn | null; readonly meant: boolean },
  ): Promise<Reply<ProviderKeyView>> {
    if (own && facts.mode !== own) return refused('key_wrong_mode', { key: facts.mode, window: own });
    if (facts.mode === 'live' && !world.liveAllowed) return refused('live_not_here');
    const at = world.clock.now();
    const entry: StoredKey = {
      ...secret,
      kind: facts.kind,
      business: facts.business,
      account: facts.account,
      permissions: facts.permissions.map((permission) => ({ ...permission })),
      checkedAt: at,
      addedBy: who?.name ?? '',
      addedAt: at,
    };
    try {
      const before = await world.safe.get(facts.mode, provider);
      await world.safe.set(facts.mode, provider, JSON.stringify(entry));
      await world.audit(who, before === null ? 'key_added' : 'key_replaced', {
        provider,
        mode: facts.mode,
        lastFour: entry.lastFour,
        kind: facts.kind,
        ...(meant ? { meant } : {}),
      });
      // Before anybody asks with it.
      if (meant) await world.sinceBackup.mean(provider, stampOf(entry));
    } catch (error) {
      const words = world.safeTrouble(error);
      if (!words) throw error;
      return { ok: false, failure: words };
    }
    if (facts.mode === own) {
      kept[provider] = entry;
      trouble = null;
      world.changed(provider);
    }
    return done(await viewOne(provider, own ? entry : null, facts.mode));
  }

  /** Why its word of what happened since a backup would not be believed, or null. */
  async function strange(key: AskedKey): Promise<Failure | null> {
    const { provider } = key;
    if (!world.sinceBackup.believes(provider)) return null;
    const named = await world.named(provider);
    if ((await whoseAccount(key, named)) === 'named') return null;
    return refused('key_gap_account', { provider, number: accountsIn(named, provider) }).failure;
  }

  /** Stores a key that its provider took, unless it may be another account's and nobody has confirmed that it is meant. */
  async function take(
    key: Pick<NewKey, 'provider' | 'sameUser' | 'knows'>,
    facts: KeyFacts,
    secret: Secret,
    { who, confirmed }: { readonly who: SignedIn | null; readonly confirmed: boolean },
  ): Promise<Reply<ProviderKeyView>> {
    const asked = { ...key, ...secret, account: facts.account };
    // Said first: somebody who means another account has read the graver of the two.
    const unnamed = await strange(asked);
    const other = unnamed ?? (await otherAccount(asked, await world.notEnded()));
    if (other && !confirmed) return { ok: false, failure: other };
    return store(key.provider, facts, secret, { who, meant: unnamed !== null });
  }

  /** Judged before the key goes anywhere: a live key never leaves a test window, and the demo's window has no use for any. */
  function unfitMode(mode: KeyedMode | null): ReturnType<typeof refused> | null {
    if (!own) return refused('key_not_in_demo');
    if (mode !== null && mode !== own) return refused('key_wrong_mode', { key: mode, window: own });
    return mode === 'live' && !world.liveAllowed ? refused('live_not_here') : null;
  }

  const keys: ProviderKeys = {
    async credential(provider) {
      if (world.embedded)
        return provider === 'stripe'
          ? credentialOf({ key: world.embedded.stripe })
          : credentialOf(world.embedded.paysafe);
      if (!kept[provider] && trouble && world.clock.steady() - lookedAt > askAgainMs) await load();
      const entry = kept[provider];
      return entry ? credentialOf(entry) : null;
    },
    accounts: () => world.embedded?.accounts ?? kept.paysafe?.accounts ?? [],
    async at(provider) {
      if ((await keys.credential(provider)) !== null) return 'yes';
      return trouble ? 'unread' : 'no';
    },
    stripeAccount: () => (world.embedded ? embeddedAccount : (kept.stripe?.account ?? null)),
    stamp: (provider) => {
      if (world.embedded) return embeddedAccount;
      const entry = kept[provider];
      return entry ? stampOf(entry) : null;
    },
    async whose(provider) {
      if (world.embedded) return 'named';
      const entry = kept[provider];
      if (!entry) return 'unsaid';
      if (world.sinceBackup.meant(provider) === stampOf(entry)) return 'named';
      const { account = null, accounts, lastFour, key = '' } = entry;
      const knows = (ref: string): Promise<boolean | null> => world.knowsAtStripe(key, ref);
      return whoseAccount({ provider, account, accounts, lastFour, knows }, await world.named(provider));
    },
    shut: () => trouble,
    load,
    foundShut(why) {
      if (!own) return;
      trouble = why;
      lookedAt = world.clock.steady();
    },
    view: () =>
      Promise.all(
        (['stripe', 'paysafe'] as const).map((provider) => viewOne(provider, kept[provider] ?? null, world.mode)),
      ),
    async setStripe(key, who, confirmed = false) {
      const unfit = unfitMode(/^[rs]k_live_/.test(key) ? 'live' : /^[rs]k_test_/.test(key) ? 'test' : null);
      if (unfit) return unfit;
      const check = await world.checkStripe(key);
      if (!check.ok) return { ok: false, failure: check.failure };
      const knows = (customerRef: string): Promise<boolean | null> => world.knowsAtStripe(key, customerRef);
      const secret = { key, accounts: [], lastFour: key.slice(-4) };
      return take({ provider: 'stripe', sameUser: false, knows }, check, secret, { who, confirmed });
    },
    async setPaysafe(input, who) {
      const unfit = unfitMode(input.mode);
      if (unfit) return unfit;
      const check = await world.checkPaysafe(input);
      if (!check.ok) return { ok: false, failure: check.failure };
      const { username, password, accounts } = input;
      const sameUser = kept.paysafe?.username === username;
      const knows = async (): Promise<null> => null;
      const secret = { username, password, accounts, lastFour: username.slice(-4) };
      const confirmed = input.otherAccount ?? false;
      return take({ provider: 'paysafe', sameUser, knows }, check, secret, { who, confirmed });
    },
    async check(provider) {
      const entry = kept[provider];
      if (!own || !entry) return done(await viewOne(provider, entry ?? null, world.mode));
      const check =
        provider === 'stripe'
          ? await world.checkStripe(entry.key ?? '')
          : await world.checkPaysafe({
              username: entry.username ?? '',
              password: entry.password ?? '',
              mode: own,
              accounts: entry.accounts,
            });
      // Somebody stored another one, or forgot it, while this one was looked at: what was found is not said of that one, and this one is not put back.
      const now = kept[provider] ?? null;
      if (now !== entry) return done(await viewOne(provider, now, own));
      if (!check.ok) return { ok: false, failure: check.failure };
      const fresh: StoredKey = {
        ...entry,
        checkedAt: world.clock.now(),
        business: check.business,
        // The same key is of the same account, whether Stripe tells it at this moment or not.
        account: check.account ?? entry.account ?? null,
        permissions: check.permissions.map((permission) => ({ ...permission })),
      };
      try {
        await world.safe.set(own, provider, JSON.stringify(fresh));
      } catch (error) {
        const words = world.safeTrouble(error);
        if (!words) throw error;
        return { ok: false, failure: words };
      }
      kept[provider] = fresh;
      return done(await viewOne(provider, fresh, own));
    },
    async forget(provider, mode, who) {
      try {
        await world.safe.forget(mode, provider);
      } catch (error) {
        const words = world.safeTrouble(error);
        if (!words) throw error;
        return { ok: false, failure: words };
      }
      await world.audit(who, 'key_forgotten', { provider, mode });
      if (mode === own) {
        delete kept[provider];
        world.changed(provider);
      }
      return done(await viewOne(provider, own ? (kept[provider] ?? null) : null, world.mode));
    },
  };
  return keys;
}
