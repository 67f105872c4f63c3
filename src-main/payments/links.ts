import { done, refused, type Failure, type Reply } from '../contract/failure.ts';
import type { BillSeen } from './bill.ts';
import type { Known, LinkDesk, LinkReading } from './link-ports.ts';
import { buildPage, isDropping } from './link-draft.ts';
import { auditOf, hear } from './link-hear.ts';
import { askAbout, gatewayOf, named, sendFor } from './link-line.ts';
import { isLive, type LinkPlan, type LinkStep, type PageLink } from './page-link.ts';
import { LedgerTrouble, type Asker, type SendResult } from './ports.ts';

/** How long after it was asked for a page may still be made by the very same request. Later nobody waits for it: it is only looked for. */
const makeAgainMs = 10 * 60_000;
/** "Absent" must be seen this often, late enough after the last send. */
const absentTimes = 2;
/** Stripe lets a page be read as often as its rate allows; somebody watches a young one, and nobody an old one. */
const pauses: readonly (readonly [youngerThanMs: number, pauseMs: number])[] = [
  [3 * 60_000, 3_000],
  [15 * 60_000, 10_000],
  [60 * 60_000, 30_000],
];
const calmMs = 120_000;
/** Older than any page, which closes within a day: an invoice, paid within weeks. */
const [oldMs, oldPauseMs] = [26 * 3_600_000, 30 * 60_000];
const atOnce = 4;

export interface NewLink {
  readonly ticket: string;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly billId: string | null;
  readonly plan: LinkPlan;
  readonly seen: BillSeen | null;
}

/**
 * One page, from the confirmed click to its address: the same ticket is the same page; one durable commit with the exact request; one send. A Failure
 * means that no page was asked for. What was asked for comes back as a link, whatever became of it.
 */
export async function makeLink(desk: LinkDesk, wanted: NewLink, asker: Asker): Promise<Reply<Known>> {
  try {
    const shut = desk.moneyShut() ?? (await desk.reach(wanted.plan.provider, { billId: wanted.billId }));
    if (shut) return { ok: false, failure: shut };
    return await writeAndSend(desk, wanted, asker);
  } catch (error) {
    if (!(error instanceof LedgerTrouble)) throw error;
    desk.trouble('ledger', error);
    return refused(error.code);
  }
}

async function writeAndSend(desk: LinkDesk, wanted: NewLink, asker: Asker): Promise<Reply<Known>> {
  const { seen, ...of } = wanted;
  const { provider } = wanted.plan;
  const { gateway, sender } = desk.pages[provider];
  const id = `link-${desk.random.id(16)}`;
  const at = desk.clock.now();
  const link: Omit<PageLink, 'version'> = {
    id,
    ...of,
    request: await gateway.prepare(wanted.plan, id),
    sessionRef: null,
    state: { name: 'preparing', lastSentAt: null, absent: 0 },
    ...asker,
    createdAt: at,
    updatedAt: at,
    providerClockAt: rounded(sender.providerNow(provider)),
  };
  const trail = [{ at, what: 'written', detail: { by: asker.staffName } }];
  const written = await desk.ledger.add(link, { trail, audit: auditOf(link, at, 'started'), seen });
  if ('known' in written) return done(await followLink(desk, written.known));
  if ('standing' in written) return refused('link_open', { linkId: written.standing.id });
  if ('billBusy' in written) return refused('bill_changed');
  desk.tell(written.added);
  return done(await track(desk, written.added.id, send(desk, written.added, true)));
}

/** Asks now how a page stands; two who ask share one question. What could not be asked leaves it as it was. */
export async function followLink(desk: LinkDesk, link: PageLink): Promise<Known> {
  const running = desk.underWay.get(link.id);
  if (running) return running;
  const fresh = await desk.ledger.byId(link.id);
  if (!fresh || !isLive(fresh.state)) return { link: fresh ?? link, address: null, heard: fresh !== null };
  // Nobody has named it yet: it is made or looked for. Named, it is asked about, a draft as well.
  const unnamed = fresh.state.name === 'preparing' && fresh.sessionRef === null;
  return track(desk, link.id, unnamed ? finishPreparing(desk, fresh) : askAndEnd(desk, fresh));
}

/**
 * Closes a page, so that nobody can use it any more, and says how it stands then: it may have been used before. `heard` false: nobody knows, and what
 * depends on it waits.
 */
export async function closeLink(desk: LinkDesk, given: PageLink): Promise<Known> {
  const before = await followLink(desk, given);
  if (!before.heard || before.link.state.name !== 'open' || before.link.sessionRef === null) return before;
  const { link } = before;
  await desk.ledger.note(link.id, [{ at: desk.clock.now(), what: 'closing', detail: {} }]);
  if (!gatewayOf(desk, link).keepsDeadlines) return shutAndLook(desk, link);
  const result = await sendClosing(desk, link);
  const after =
    result.got === 'answer' ? await hear(desk, link, gatewayOf(desk, link).read(link, result.answer, 'asked')) : null;
  // Refused because it was used at that very moment, or no answer: how it stands is asked, never guessed.
  return after?.heard && !isLive(after.link.state) ? after : followLink(desk, link);
}

export async function sendClosing(desk: LinkDesk, link: PageLink): Promise<SendResult> {
  const gateway = gatewayOf(desk, link);
  const request = await gateway.close(named(link), `${link.plan.key}-close-${desk.random.id(8)}`);
  return sendFor(desk, link, request, gateway.repeat);
}

/**
 * Closes a page whose provider says no more than yes or no to that, and asks once more after the word: what was paid in between is paid. A page that is
 * past its deadline and cannot be closed is for a person: it may be paid on for all we know.
 */
async function shutAndLook(desk: LinkDesk, link: PageLink): Promise<Known> {
  const result = await sendClosing(desk, link);
  const said = result.got === 'answer' ? gatewayOf(desk, link).closeSaid(named(link), result.answer) : 'unclear';
  const after = await ask(desk, link, said === 'taken' ? 'closed' : 'asked');
  if (said !== 'refused' || !after.heard || !isOverdue(desk, after.link)) return after;
  const outcome = { is: 'mismatch', sessionRef: link.sessionRef, why: 'not_closed' } as const;
  return hear(desk, after.link, { outcome, address: null, records: {} });
}

/** How a page stands; one whose deadline nobody else keeps is closed when it has come. */
async function askAndEnd(desk: LinkDesk, link: PageLink): Promise<Known> {
  const known = await ask(desk, link, 'asked');
  const ours = !gatewayOf(desk, link).keepsDeadlines;
  return ours && known.heard && isOverdue(desk, known.link) ? shutAndLook(desk, known.link) : known;
}

function isOverdue({ clock }: LinkDesk, { state }: PageLink): boolean {
  return state.name === 'open' && clock.now() >= state.expiresAt;
}

/** Asks about every page that is due; `all`: about every one. Errors of one never stop the others. */
export async function followLinks(desk: LinkDesk, which: 'due' | 'all'): Promise<void> {
  const live = await desk.ledger.live();
  const due = live.filter((link) => which === 'all' || isDue(desk, link)).values();
  const lane = async (): Promise<void> => {
    for (const link of due)
      await followLink(desk, link).catch((error: unknown) => desk.trouble(`following ${link.id}`, error));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Quick while somebody stands at the counter, calmer with time, and at once when its deadline has come. */
function isDue(desk: LinkDesk, link: PageLink): boolean {
  const last = desk.asked.get(link.id);
  if (!last) return true;
  const age = Math.abs(desk.clock.now() - link.createdAt);
  const pause = pauses.find(([younger]) => age < younger)?.[1] ?? (age < oldMs ? calmMs : oldPauseMs);
  const passed = desk.clock.steady() - last.steady;
  const over = link.state.name === 'open' && desk.clock.now() >= link.state.expiresAt && last.at < link.state.expiresAt;
  return passed >= pause || (over && passed >= 3_000);
}

/** `first`: certainly nothing of it left before. After a restart nobody knows that. */
async function send(desk: LinkDesk, link: PageLink, first: boolean): Promise<Known> {
  // A PC that slept between the record and the request: nobody waits at the counter any more.
  if (first && Math.abs(desk.clock.now() - link.createdAt) > makeAgainMs) return ended(desk, link, 'too_late');
  const result = await sendFor(desk, link, link.request, gatewayOf(desk, link).repeat);
  desk.quietSince.set(link.id, desk.clock.steady());
  desk.sentHere.add(link.id);
  return afterSend(desk, link, { result, first });
}

async function afterSend(
  desk: LinkDesk,
  link: PageLink,
  { result, first }: { readonly result: SendResult; readonly first: boolean },
): Promise<Known> {
  if (result.got === 'nothing') {
    if (!result.left && first) return ended(desk, link, 'never_left');
    return unsure(desk, link, result.why);
  }
  const reading = gatewayOf(desk, link).read(link, result.answer, first ? 'made' : 'made_again');
  const earlier = result.earlierLeft === true || !first;
  // Not carried out this time says nothing of a send before it.
  if (earlier && reading.outcome.is === 'not_run') return unsure(desk, link, reading.outcome.code);
  if (reading.outcome.is === 'unclear') return unsure(desk, link, reading.outcome.why);
  return take(desk, link, reading, first);
}

function ended(desk: LinkDesk, link: PageLink, code: string): Promise<Known> {
  return hear(desk, link, { outcome: { is: 'not_run', code }, address: null, records: {} });
}

/** It may have been made, and nobody has said so: it stays in preparation, and is looked for. */
async function unsure(desk: LinkDesk, link: PageLink, why: string, absent = 0): Promise<Known> {
  const at = desk.clock.now();
  // What is being taken away stays known as that: a draft that is not there any more is gone then, and not asked about for ever.
  const next = link.state.name === 'preparing' && isDropping(link) ? link.state.next : undefined;
  const lastSentAt = absent > 0 ? lastSent(link, at) : at;
  const state = { name: 'preparing', lastSentAt, absent, ...(next ? { next } : {}) } as const;
  const step: LinkStep = {
    sessionRef: link.sessionRef,
    state,
    trail: [{ at, what: absent > 0 ? 'absent' : 'no_answer', detail: { why } }],
  };
  const result = await desk.ledger.advance({ link, step, at, audit: null, credit: null, consent: null });
  desk.asked.set(link.id, { steady: desk.clock.steady(), at });
  return { link: result.link, address: null, heard: false };
}

function lastSent({ state }: PageLink, otherwise: number): number {
  return state.name === 'preparing' ? (state.lastSentAt ?? otherwise) : otherwise;
}

/**
 * The answer to a page's request was lost. While it is young the very same request is sent again, which Stripe answers with the very same page. After
 * that it is looked for, and taken for never made only when it is absent twice, late enough.
 */
async function finishPreparing(desk: LinkDesk, given: PageLink): Promise<Known> {
  let link = given;
  if (mayMakeAgain(desk, link)) {
    const after = await send(desk, link, false);
    if (after.heard || !isLive(after.link.state)) return after;
    link = after.link;
  }
  const request = await gatewayOf(desk, link).lookUp(link);
  const result = request && (await sendFor(desk, link, request, 'read'));
  desk.asked.set(link.id, { steady: desk.clock.steady(), at: desk.clock.now() });
  if (result?.got === 'nothing') return { link, address: null, heard: false };
  const found = result ? gatewayOf(desk, link).readLookUp(link, result.answer) : 'absent';
  if (found === 'nothing_yet') return { link, address: null, heard: false };
  if (found !== 'absent') return take(desk, link, found);
  const since = desk.quietSince.get(link.id);
  if (since === undefined) desk.quietSince.set(link.id, desk.clock.steady());
  const quiet = since === undefined ? 0 : desk.clock.steady() - since;
  if (quiet < 2 * desk.pages[link.plan.provider].sender.timeoutMs) return { link, address: null, heard: false };
  const absent = (link.state.name === 'preparing' ? link.state.absent : 0) + 1;
  return absent >= absentTimes ? ended(desk, link, 'absent') : unsure(desk, link, 'absent', absent);
}

/** By the provider's clock and by ours: a clock that is set back must not make an old page young. */
function mayMakeAgain(desk: LinkDesk, { id, plan, createdAt, providerClockAt }: PageLink): boolean {
  const { gateway, sender } = desk.pages[plan.provider];
  const byUs = desk.clock.now() - createdAt;
  // Where only one answer ever names the page, another desk must not take that answer away from the one that waits for it.
  if (!gateway.keepsDeadlines) return desk.sentHere.has(id) && byUs >= 0 && byUs < makeAgainMs;
  const providerNow = sender.providerNow(plan.provider);
  if (providerNow === null || providerClockAt === null) return false;
  return byUs >= 0 && byUs < makeAgainMs && Math.abs(providerNow - providerClockAt) < makeAgainMs;
}

async function ask(desk: LinkDesk, link: PageLink, moment: 'asked' | 'closed'): Promise<Known> {
  const reading = await askAbout(desk, link, moment);
  return reading === null ? { link, address: null, heard: false } : take(desk, link, reading);
}

/** An answer in hand: what it says is heard, and a draft is gone on with. */
function take(desk: LinkDesk, link: PageLink, reading: LinkReading, first = false): Promise<Known> {
  return reading.outcome.is === 'draft'
    ? buildPage(desk, link, { draft: reading.outcome, young: first || mayMakeAgain(desk, link) })
    : hear(desk, link, reading);
}

function track(desk: LinkDesk, id: string, work: Promise<Known>): Promise<Known> {
  const tracked = work.finally(() => desk.underWay.delete(id));
  desk.underWay.set(id, tracked);
  return tracked;
}

/** Waits for what is being sent. */
export async function linksIdle(desk: Pick<LinkDesk, 'underWay'>): Promise<void> {
  while (desk.underWay.size > 0) await Promise.allSettled(desk.underWay.values());
}

/** Frees a bill for another taking of money: closes the pages that stand for it and looks whether they were paid. Null: nothing stands any more. */
export async function closeForBill(desk: LinkDesk, billId: string): Promise<Failure | null> {
  for (const link of await desk.ledger.standingOf(billId)) {
    const after = await closeLink(desk, link);
    const { name } = after.link.state;
    if (name === 'processing' || name === 'needs_person') return refused('link_paying', { linkId: link.id }).failure;
    if (isLive(after.link.state)) return refused('link_checking', { linkId: link.id }).failure;
  }
  return null;
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms);
}
