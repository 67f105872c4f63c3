import type { Mode, ProviderName } from '../contract/provider.ts';

const variables = { stripe: 'COMPTOIR_STRIPE_URL', paysafe: 'COMPTOIR_PAYSAFE_URL' } as const satisfies Record<
  ProviderName,
  string
>;

/** An overridden provider address that must not be used: the app does not start. */
export class AddressRefused extends Error {}

/**
 * Provider addresses given by the environment, for tests and for the sandbox run alone: loopback over http only, and never with a
 * live key. Anything else stops the start with a sentence: a key must not go to an address somebody put into the environment.
 */
export function addressesFrom(
  environment: Readonly<Record<string, string | undefined>>,
  mode: Mode,
): Partial<Record<ProviderName, string>> {
  const found: Partial<Record<ProviderName, string>> = {};
  for (const provider of ['stripe', 'paysafe'] as const) {
    const variable = variables[provider];
    const given = environment[variable];
    if (given === undefined || given === '') continue;
    if (mode === 'live')
      throw new AddressRefused(`${variable} cannot be used with live keys. Unset it, then start again.`);
    if (!isLoopback(given))
      throw new AddressRefused(`${variable} must be an address of this machine, like http://127.0.0.1:12111.`);
    found[provider] = given.replace(/\/+$/, '');
  }
  return found;
}

function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'http:' &&
    ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname) &&
    url.username === '' &&
    url.pathname === '/'
  );
}
