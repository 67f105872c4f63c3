import * as v from 'valibot';

export const providerNames = ['stripe', 'paysafe'] as const;
export const providerName = v.picklist(providerNames);
export type ProviderName = v.InferOutput<typeof providerName>;

/** demo: the embedded sandbox; test: provider test keys; live: real money. Their data never share a file. */
export const modes = ['demo', 'test', 'live'] as const;
export const mode = v.picklist(modes);
export type Mode = v.InferOutput<typeof mode>;

/**
 * How a provider's line is at this moment.
 * ok: answers; unreachable: no line or no answer; key_missing / key_refused: nothing can be asked; odd: answers what we cannot read.
 */
export const providerHealth = v.picklist(['ok', 'unreachable', 'key_missing', 'key_refused', 'odd', 'starting']);
export type ProviderHealth = v.InferOutput<typeof providerHealth>;

export const paysafeAccount = v.object({
  number: v.pipe(v.string(), v.regex(/^\d{4,12}$/)),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  kind: v.picklist(['card', 'eft', 'ach', 'bacs', 'sepa']),
});
export type PaysafeAccount = v.InferOutput<typeof paysafeAccount>;

export const permissionState = v.object({
  /** e.g. `customers`, `payment_intents`, `refunds`: the key's permission by the provider's own name */
  name: v.string(),
  granted: v.picklist(['yes', 'no', 'unknown']),
});

/** What the window may know of a provider's key: never the key. */
export const providerKeyView = v.object({
  provider: providerName,
  configured: v.boolean(),
  /** the embedded sandbox of the demo house; no key of anyone */
  embedded: v.boolean(),
  mode: v.nullable(mode),
  kind: v.nullable(v.picklist(['restricted', 'secret', 'server'])),
  lastFour: v.nullable(v.string()),
  business: v.nullable(v.string()),
  accounts: v.array(paysafeAccount),
  permissions: v.array(permissionState),
  checkedAt: v.nullable(v.number()),
  health: providerHealth,
  addedBy: v.nullable(v.string()),
  addedAt: v.nullable(v.number()),
  /** other modes that have a key in the keychain, so that their window can be opened */
  otherModes: v.array(mode),
});
export type ProviderKeyView = v.InferOutput<typeof providerKeyView>;
