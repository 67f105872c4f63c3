import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Reply } from '../src-main/contract/failure.ts';
import type { ProviderName } from '../src-main/contract/provider.ts';
import type { Role, SessionState } from '../src-main/contract/staff.ts';
import type { Desk, Language } from './stand-in/launch.ts';

/** The app's window in the hands of a step of the tour or of a journey: the stand-in's or the real Electron's. */
export interface WindowDriver {
  readonly page: Page;
  readonly lang: Language;
  /** One of two words, by the language on screen. */
  words(en: string, fr: string): string;
  /** One call through the window's own bridge, as its stores make it. @throws when the reply is a failure */
  call<T>(name: string, input: unknown): Promise<T>;
  /** Signs the demo house's person of that role in at the lock screen, by keyboard; locks first when someone else is in. */
  signIn(role: Role): Promise<void>;
  /** Opens a screen by its word in the rail. */
  open(en: string, fr: string): Promise<void>;
}

/** The same with the process behind it, for restarts, kills and what main has asked of the system. */
export interface TourStop extends WindowDriver {
  readonly desk: Desk;
  /** Where this provider of the desk listens. */
  addressOf(name: ProviderName): string;
  /** Steers the house's provider: `fault`, `clock`, `batch`, `latency`… @throws when it refuses */
  provider(name: ProviderName, what: string, body?: object): Promise<unknown>;
  /** Opens the page of the one customer this search finds first, and waits until it is drawn. */
  openPerson(search: string): Promise<string>;
}

/** One picture: its name in the file, and how to get there from wherever the step before has left the window. */
export interface TourStep {
  readonly name: string;
  readonly go: (stop: TourStop) => Promise<void>;
  /** the page to picture and look at where it is not the desk's own */
  readonly shows?: (stop: TourStop) => Promise<Page>;
}

type Bridge = { readonly desk: { readonly calls: Record<string, (input: unknown) => Promise<Reply<unknown>>> } };

/** Drives the page that `desk` has at that moment, also after a restart. */
export function windowDriver(desk: { readonly page: Page }, lang: Language): WindowDriver {
  const words = (en: string, fr: string): string => (lang === 'fr' ? fr : en);

  const call = async <T>(name: string, input: unknown): Promise<T> => {
    const reply = await desk.page.evaluate(
      async ([callName, given]) => {
        const ask = (window as unknown as Bridge).desk.calls[callName];
        if (ask === undefined) throw new Error(`The bridge has no call ${callName}`);
        return ask(given);
      },
      [name, input] as const,
    );
    if (!reply.ok) throw new Error(`${name} was refused: ${JSON.stringify(reply.failure)}`);
    return reply.value as T;
  };

  const state = (): Promise<SessionState> => call<SessionState>('session.state', {});

  const signIn = async (role: Role): Promise<void> => {
    const before = await state();
    if (before.signedIn?.role === role) return;
    if (before.signedIn !== null) await call('session.lock', {});
    const person = before.staff.find((one) => one.role === role && one.active);
    const pin = person && before.demoPins?.[person.id];
    if (person === undefined || pin === undefined) throw new Error(`The demo house shows no PIN for a ${role}`);
    await personTile(desk.page, person.name).click();
    await desk.page.keyboard.type(pin);
    // Some houses use longer PINs than others, so a PIN may end with Enter; a screen that is already open ignores it.
    if ((await state()).signedIn === null) await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('navigation').first().waitFor();
  };

  const open = async (en: string, fr: string): Promise<void> => {
    const rail = desk.page.getByRole('navigation').first();
    const name = new RegExp(`^${words(en, fr)}`);
    await rail.getByRole('link', { name }).or(rail.getByRole('button', { name })).first().click();
    await desk.page.getByRole('main').waitFor();
  };

  return {
    get page() {
      return desk.page;
    },
    lang,
    words,
    call,
    signIn,
    open,
  };
}

/** A stop on this desk. @param aside where its providers listen, when they are not the demo house's own */
export function tourStop(desk: Desk, lang: Language, aside?: Readonly<Record<ProviderName, string>>): TourStop {
  const driver = windowDriver(desk, lang);
  const addressOf = (name: ProviderName): string => {
    const file = join(desk.dataDir, 'demo', 'sandbox-address.json');
    return (aside ?? (JSON.parse(readFileSync(file, 'utf8')) as Record<ProviderName, string>))[name];
  };
  const provider = async (name: ProviderName, what: string, body: object = {}): Promise<unknown> => {
    const address = addressOf(name);
    const asking = what === 'requests' ? {} : { method: 'POST', body: JSON.stringify(body) };
    const reply = await fetch(`${address}/_control/${what}`, asking);
    if (!reply.ok) throw new Error(`The sandbox refused ${what}: ${await reply.text()}`);
    return reply.json();
  };
  const openPerson = async (search: string): Promise<string> => {
    const found = async () =>
      driver.call<{ rows: readonly { readonly id: string; readonly name: string }[] }>('customers.list', {
        search,
        filter: 'all',
        offset: 0,
        limit: 1,
      });
    // Paysafe's people come one by one after the first start.
    let [person] = (await found()).rows;
    while (person === undefined || person.name === '') {
      await desk.page.waitForTimeout(200);
      [person] = (await found()).rows;
    }
    const { id, name } = person;
    await desk.page.evaluate((target) => void (location.hash = target), `#/customers/${id}`);
    await desk.page.getByRole('heading', { level: 2, name }).waitFor();
    return id;
  };
  return Object.defineProperty({ ...driver, desk, addressOf, provider, openPerson }, 'page', {
    get: () => desk.page,
    enumerable: true,
  });
}

/** The lock screen's tile of this person, whichever way tiles are built. */
export function personTile(page: Page, name: string): ReturnType<Page['getByRole']> {
  const first = new RegExp(name.split(' ')[0] ?? name, 'i');
  return page
    .getByRole('radio', { name: first })
    .or(page.getByRole('option', { name: first }))
    .or(page.getByRole('button', { name: first }))
    .first();
}
