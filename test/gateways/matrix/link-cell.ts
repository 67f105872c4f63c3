import { expect } from 'vitest';
import { closeLink, followLink, linksIdle, makeLink, type NewLink } from '../../../src-main/payments/links.ts';
import type { PageLink } from '../../../src-main/payments/page-link.ts';
import { submit, typed } from '../../main/sandbox/browser.ts';
import type { Stage } from './cell.ts';
import type { Fault, Strike } from './faults.ts';
import { wantedPage, type LinkColumn } from './link-columns.ts';
import { openLinkDesk, type LinkTestDesk } from './link-desk.ts';
import { atProvider } from './link-truth.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const visa = { ...typed, card_number: '4530 9100 0001 2345' };
const question = { method: 'GET', path: '.' } as const;
const laterMs = 2 * 3_600_000;
const mostRounds = 60;
/** More than any fault of look-ups strikes. */
const mostOdd = 5;

/**
 * Makes, hears of or closes one page under one fault, lets the desk ask until it is known, and holds it against what the provider has.
 * @returns the page when staff are told first, and in the end; null where this fault cannot meet it
 */
export async function runLinkCell(
  stage: Stage,
  column: LinkColumn,
  fault: Fault,
): Promise<readonly [PageLink, PageLink] | null> {
  const { town } = stage;
  const { faults, clock } = town.sandbox;
  // The client's bank speaks to the client, on the page.
  if (fault.bank || !canMeet(column, fault)) return null;
  const arm = (strikes: readonly Strike[], at: { readonly method: string; readonly path: string }): void =>
    strikes.forEach((strike) => faults.add({ ...at, ...strike, nth: 1 }));
  faults.clear();
  // A desk asks all day, and knows the provider's time by it.
  const glance = () => town.providers.readers[column.provider].readCustomer('nobody');
  await glance();
  const desk = openLinkDesk(town);
  const wanted = await wantedPage(column, { tills: stage.tills, clock: town.clock });
  if (column.act !== 'make') await made(desk, wanted);
  const [address = ''] = desk.addresses;
  if (column.act === 'hear') await submit(address, column.provider === 'stripe' ? typed : visa);

  arm(fault.order, column.target);
  town.unplug(fault.unplugged ?? false);
  const atOnce = await acts(desk, column, wanted);
  await linksIdle(desk.links());
  town.unplug(false);
  const met = faults.struck.length > 0;

  faults.clear();
  if (fault.stays) arm(fault.order, column.target);
  if (fault.shutMs !== undefined) {
    clock.advance(fault.shutMs);
    desk.restart();
  }
  if (fault.lookUps) {
    arm(fault.lookUps, question);
    await glance();
  }
  await untilKnown(desk, column, (ms) => clock.advance(ms));
  const metLater = faults.struck.length > 0;
  faults.clear();
  const inTheEnd = desk.page();
  clock.advance(laterMs);

  if (fault.order.length > 0 && !met) return null;
  if (fault.lookUps && !metLater) return null;
  await judge(stage, desk, column);
  return [atOnce, inTheEnd];
}

/** A question is kept under no key, and a closing that was answered is not taken back by itself. */
function canMeet({ act }: LinkColumn, { order }: Fault): boolean {
  const kept = order.some(({ fault, hiddenMs }) => /-kept$|^50\d-after$/.test(fault) || hiddenMs !== undefined);
  return act === 'hear' ? !kept : act === 'make' || !order.some(({ undone }) => undone);
}

async function made(desk: LinkTestDesk, wanted: NewLink): Promise<PageLink> {
  const reply = await makeLink(desk.links(), wanted, maude);
  if (!reply.ok) throw new Error(`No page: ${reply.failure.code}`);
  return desk.shows(reply.value);
}

async function acts(desk: LinkTestDesk, { act }: LinkColumn, wanted: NewLink): Promise<PageLink> {
  switch (act) {
    case 'make':
      return made(desk, wanted);
    case 'hear':
      return desk.shows(await followLink(desk.links(), desk.page()));
    case 'close':
      return desk.shows(await closeLink(desk.links(), desk.page()));
  }
}

/** As the timer asks; who wanted a page closed presses again. */
async function untilKnown(desk: LinkTestDesk, { act }: LinkColumn, pass: (ms: number) => void): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const { name } = desk.page().state;
    const known = name !== 'preparing' && name !== 'processing' && (act === 'make' || name !== 'open');
    // What was found in a list is asked about further, whatever the answers to that are at first.
    for (let more = 0; known && act === 'make' && more < mostOdd; more += 1) await desk.follows();
    if (known) return;
    pass(round < 10 ? 5_000 : 60_000);
    if (act === 'close') desk.shows(await closeLink(desk.links(), desk.page()));
    else await desk.follows();
  }
}

/** Made once at most, written before it was sent, and over, paid or open for us exactly as it is there. */
async function judge(stage: Stage, desk: LinkTestDesk, column: LinkColumn): Promise<void> {
  const page = desk.page();
  for (const { request, written } of desk.sent)
    if (!isClosing(request.path, request.method)) expect(written).toContainEqual(request);
  const { name } = page.state;
  expect(name).not.toBe('preparing');
  if (column.act !== 'make') expect(name).not.toBe('open');
  // Over for us: nobody can use an address that anybody was ever told.
  if (name !== 'open' && name !== 'completed' && name !== 'needs_person')
    for (const address of desk.addresses) await submit(address, column.provider === 'stripe' ? typed : visa);
  const { copies, paid } = await atProvider(stage, page);
  const over = desk.told.some(({ state }) => ['failed', 'expired', 'cancelled'].includes(state.name));
  const done = desk.told.some(({ state }) => state.name === 'completed');
  expect(copies).toBeLessThanOrEqual(1);
  expect({ over, done, paid }).toSatisfy(() => !(over && paid) && (!done || paid) && !(over && done));
  if (name === 'failed') expect([...desk.addresses]).toEqual([]);
  if (column.act === 'hear') expect(paid).toBe(true);
}

const isClosing = (path: string, method: string): boolean =>
  /\/(?:expire|void)$/.test(path) || (method === 'DELETE' && path.startsWith('/hosted/'));
