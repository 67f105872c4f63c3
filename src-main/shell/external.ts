import type { Clipboard, Shell } from 'electron';
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
 * Opens it in the system's browser: this file is the only place in the app that opens anything.
 * @returns false when there is no such page
 */
export async function openProviderPage(shell: Pick<Shell, 'openExternal'>, page: ProviderPage): Promise<boolean> {
  const address = providerPageAddress(page);
  if (address === undefined) return false;
  await shell.openExternal(address);
  return true;
}

/** Stripe's own hosts for pages that customers see. A house's own domain for them is not known here: such a page is copied, not opened. */
const hostedHosts: ReadonlySet<string> = new Set(['checkout.stripe.com', 'billing.stripe.com', 'invoice.stripe.com']);
/** Paysafe's, where a house has its Hosted Payments API: its payment pages and nothing else of those hosts. */
const paysafeHosts: ReadonlySet<string> = new Set(['pay.netbanx.com', 'pay.test.netbanx.com']);
const paysafePage = /^\/hosted\/v1\/payment\/\w+$/;
const longestAddress = 4_000;

/**
 * The address of a hosted page as it may be opened, or undefined: Stripe's or Paysafe's own over https, or the demo house's own providers on this PC.
 * @param demoRoots where the demo's providers listen; null in test and live
 */
export function hostedPageAddress(address: string, demoRoots: readonly string[] | null): string | undefined {
  if (address.length > longestAddress || !URL.canParse(address)) return undefined;
  const page = new URL(address);
  if (page.username !== '' || page.password !== '') return undefined;
  const known =
    demoRoots === null
      ? page.protocol === 'https:' && page.port === '' && isProvidersPage(page)
      : demoRoots.some((root) => page.origin === new URL(root).origin) &&
        (/^\/(pay|portal|invoice)\/\w+$/.test(page.pathname) || paysafePage.test(page.pathname));
  return known ? page.href : undefined;
}

function isProvidersPage({ hostname, pathname }: URL): boolean {
  return hostedHosts.has(hostname) || (paysafeHosts.has(hostname) && paysafePage.test(pathname));
}

/** A letter's draft as a `mailto:` address, or undefined when its addressee is no plain mail address. The system's mail program shows it; nothing is sent. */
export function letterAddress(letter: {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}): string | undefined {
  const { to, subject, body } = letter;
  if (to !== '' && !/^[^\s@<>?&#%,;:"\\/]+@[^\s@<>?&#%,;:"\\/]+$/.test(to)) return undefined;
  const address = `mailto:${encodeURIComponent(to).replace('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  return address.length > longestAddress ? undefined : address;
}

/** What main may open for the use cases: hosted pages and letters, each only as its own kind of address. */
export function outsideOf(
  {
    shell,
    clipboard,
  }: { readonly shell: Pick<Shell, 'openExternal'>; readonly clipboard: Pick<Clipboard, 'writeText'> },
  demoRoots: readonly string[] | null,
): {
  openPage(address: string): Promise<boolean>;
  copy(text: string): Promise<boolean>;
  writeLetter(letter: { readonly to: string; readonly subject: string; readonly body: string }): Promise<boolean>;
} {
  const open = async (address: string | undefined): Promise<boolean> => {
    if (address === undefined) return false;
    await shell.openExternal(address);
    return true;
  };
  return {
    openPage: (address) => open(hostedPageAddress(address, demoRoots)),
    async copy(text) {
      const page = hostedPageAddress(text, demoRoots);
      // A house's own domain for its pages is copied as well: it goes to a person, not to a browser of ours.
      if (page === undefined && !isPlainWebAddress(text)) return false;
      await clipboard.writeText(text);
      return true;
    },
    writeLetter: (letter) => open(letterAddress(letter)),
  };
}

/** An https address without a name or a password in it. */
function isPlainWebAddress(text: string): boolean {
  if (!text.startsWith('https://') || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
