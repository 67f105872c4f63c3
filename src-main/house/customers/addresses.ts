import type { Mode, ProviderName } from '../../contract/provider.ts';
import type { FieldHosts } from '../cards/card-window.ts';

/** A provider, the origin that Paysafe's hosted card fields come from, or the host of its Hosted Payments API. */
export type Addressed = ProviderName | 'paysafeFields' | 'paysafeHosted';

const variables = {
  stripe: 'COMPTOIR_STRIPE_URL',
  paysafe: 'COMPTOIR_PAYSAFE_URL',
  paysafeFields: 'COMPTOIR_PAYSAFE_FIELDS_URL',
  paysafeHosted: 'COMPTOIR_PAYSAFE_HOSTED_URL',
} as const satisfies Record<Addressed, string>;

/** An overridden provider address that must not be used: the app does not start. */
export class AddressRefused extends Error {}

/**
 * Provider addresses given by the environment, for tests and for the sandbox run alone: loopback over http only, and never with a
 * live key. Anything else stops the start with a sentence: a key must not go to an address somebody put into the environment.
 */
export function addressesFrom(
  environment: Readonly<Record<string, string | undefined>>,
  mode: Mode,
): Partial<Record<Addressed, string>> {
  const found: Partial<Record<Addressed, string>> = {};
  for (const provider of ['stripe', 'paysafe', 'paysafeFields', 'paysafeHosted'] as const) {
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

const paysafeHosts = {
  script: { TEST: 'https://hosted.test.paysafe.com', LIVE: 'https://hosted.paysafe.com' },
  /** the page's own script asks these for the account's settings (paysafe-card-entry.md, section 3) */
  api: { TEST: 'https://api.test.paysafe.com', LIVE: 'https://api.paysafe.com' },
} as const;

/** The hosts a card page lets in: Paysafe's own, or the one origin of this machine that stands in for them. */
export function fieldHosts(own: string | null, live: boolean): FieldHosts {
  if (own !== null) return { script: own, others: [] };
  const which = live ? 'LIVE' : 'TEST';
  const script = paysafeHosts.script[which];
  // In test the frames have been seen to come from either host.
  const others = live ? [paysafeHosts.api.LIVE] : [paysafeHosts.script.LIVE, paysafeHosts.api.TEST];
  return { script, others };
}
