import type { Shell } from 'electron';
import type { Mode, ProviderName } from '../contract/provider.ts';

/** One object at a provider. `reference` is the provider's own id, as main holds it; the window never hands one in. */
export interface ProviderPage {
  readonly provider: ProviderName;
  readonly mode: Mode;
  readonly kind: 'customer' | 'payment';
  readonly reference: string;
}

const stripePages = {
  customer: { path: 'customers', id: /^cus_[A-Za-z0-9]{1,64}$/ },
  payment: { path: 'payments', id: /^(?:pi|ch|py)_[A-Za-z0-9]{1,64}$/ },
} as const satisfies Record<ProviderPage['kind'], unknown>;

/**
 * The address of that object on the provider's own site, or undefined where there is none: the demo house has no site,
 * Paysafe's back office no address for one object, and an id of another form is not an id.
 */
export function providerPageAddress({ provider, mode, kind, reference }: ProviderPage): string | undefined {
  if (provider !== 'stripe' || mode === 'demo') return undefined;
  const page = stripePages[kind];
  if (!page.id.test(reference)) return undefined;
  return `https://dashboard.stripe.com/${mode === 'test' ? 'test/' : ''}${page.path}/${reference}`;
}

/**
 * Opens it in the system's browser: the only place in the app that opens anything.
 * @returns false when there is no such page
 */
export async function openProviderPage(shell: Pick<Shell, 'openExternal'>, page: ProviderPage): Promise<boolean> {
  const address = providerPageAddress(page);
  if (address === undefined) return false;
  await shell.openExternal(address);
  return true;
}
