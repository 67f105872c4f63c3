import type { Providers } from './gateways/gateways.ts';
import { fieldHosts } from './house/customers/addresses.ts';
import { makeCardEntries, type CardEntries } from './house/cards/card-entry.ts';
import { makeCardKey, type CardKeyWorld } from './house/cards/card-key.ts';
import { makeCardKeySafe, safeTrouble } from './house/keys/key-safe.ts';
import type { RoomsOptions } from './rooms-options.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/** The card window of one mode: its key, the hosts its page lets in, and what is asked about a token. */
export function openCardRoom({
  options,
  sandbox,
  providers,
  audit,
}: {
  readonly options: Pick<RoomsOptions, 'mode' | 'secrets' | 'liveAllowed' | 'addresses' | 'emit' | 'cardWindow'>;
  readonly sandbox: Sandbox | null;
  readonly providers: Pick<Providers, 'tokens' | 'checkCardKey'>;
  readonly audit: CardKeyWorld['audit'];
}): CardEntries {
  const { mode, liveAllowed } = options;
  const live = mode === 'live';
  return makeCardEntries({
    window: options.cardWindow ?? null,
    tokens: providers.tokens,
    key: makeCardKey({
      mode,
      liveAllowed,
      embedded: sandbox && sandbox.paysafeKey,
      safe: makeCardKeySafe(options.secrets),
      check: (key) => providers.checkCardKey(key),
      safeTrouble,
      audit,
    }),
    hosts: fieldHosts(sandbox?.paysafeFieldsUrl ?? options.addresses.paysafeFields ?? null, live),
    live,
    emit: options.emit,
  });
}
