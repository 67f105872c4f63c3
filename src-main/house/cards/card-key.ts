import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Mode } from '../../contract/provider.ts';
import type { KeyedMode } from '../keys/provider-keys.ts';
import type { SignedIn } from '../signed-in.ts';

/** Paysafe's single-use-token key: public, so that a page may hold it, and kept with the others all the same. */
export interface CardKey {
  /** `user:password` in base64; null where there is none; refused in the keychain's words where that cannot be told: it is locked, or does not work */
  basic(): Promise<Reply<string | null>>;
  view(): Promise<Reply<{ configured: boolean; embedded: boolean }>>;
  set(
    input: { readonly username: string; readonly password: string },
    who: SignedIn | null,
  ): Promise<Reply<{ configured: boolean; embedded: boolean }>>;
}

export interface CardKeyWorld {
  readonly mode: Mode;
  readonly embedded: { readonly singleUseUsername: string; readonly singleUsePassword: string } | null;
  readonly safe: {
    get(mode: KeyedMode): Promise<string | null>;
    set(mode: KeyedMode, value: string): Promise<void>;
  };
  readonly liveAllowed: boolean;
  /** tried at Paysafe: null when it may make tokens */
  check(key: { username: string; password: string; mode: KeyedMode }): Promise<Failure | null>;
  safeTrouble(error: unknown): Failure | null;
  audit(who: SignedIn | null, what: string, detail: Record<string, string | number | boolean>): Promise<void>;
}

export function makeCardKey(world: CardKeyWorld): CardKey {
  const { mode, embedded } = world;
  const own = mode === 'demo' ? null : mode;
  const basicOf = (username: string, password: string): string =>
    Buffer.from(`${username}:${password}`).toString('base64');

  async function basic(): Promise<Reply<string | null>> {
    if (embedded) return done(basicOf(embedded.singleUseUsername, embedded.singleUsePassword));
    if (!own) return done(null);
    try {
      return done(await world.safe.get(own));
    } catch (error) {
      const words = world.safeTrouble(error);
      if (!words) throw error;
      // Of this key only: a keychain that is locked in the middle of the day stops no money (decision 0026).
      return refused(words.code, { of: 'card_key' });
    }
  }
  async function view(): Promise<Reply<{ configured: boolean; embedded: boolean }>> {
    const key = await basic();
    return key.ok ? done({ configured: key.value !== null, embedded: embedded !== null }) : key;
  }

  return {
    basic,
    view,
    async set({ username, password }, who) {
      if (!own) return refused('key_not_in_demo');
      if (own === 'live' && !world.liveAllowed) return refused('live_not_here');
      if (username === '' || password === '' || username.includes(':')) return refused('key_malformed');
      const no = await world.check({ username, password, mode: own });
      if (no) return { ok: false, failure: no };
      try {
        await world.safe.set(own, basicOf(username, password));
      } catch (error) {
        const words = world.safeTrouble(error);
        if (!words) throw error;
        return { ok: false, failure: words };
      }
      await world.audit(who, 'card_key_added', { provider: 'paysafe', mode: own, lastFour: username.slice(-4) });
      return view();
    },
  };
}
