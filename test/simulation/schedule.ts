import { createHash } from 'node:crypto';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { complete } from '../../src-main/payments/complete.ts';
import { isOpen, type Operation } from '../../src-main/payments/operation.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { Answer, Ledger, ProviderRequest, RepeatRule, SendResult } from '../../src-main/payments/ports.ts';
import { settle, type Engine } from '../../src-main/payments/settle.ts';
import { makeWatch } from '../../src-main/payments/watch.ts';
import { countedIds, handClock } from '../support/clock.ts';
import { memoryLedger } from '../support/memory-ledger.ts';
import { card, customer, held } from '../support/toy-provider.ts';
import { bankGateway, makeBank } from './bank.ts';
import { chanceOf, type Chance } from './chance.ts';
import { makeStage } from './stage.ts';

/** What a schedule came to; all but `movements` must be 0. */
export interface Verdict {
  readonly movements: number;
  readonly duplicates: number;
  readonly unresolved: number;
  readonly falseFailed: number;
  readonly lost: number;
  readonly trace: string;
  /** what happened, line by line, to be read when a seed is red */
  readonly story: readonly string[];
}

const timeoutMs = 60_000;
const fates = ['lost_before', 'lost_after', 'late', 'cut', 'busy', 'conflict', 'stored_fault', 'refused_line'] as const;
type Fate = (typeof fates)[number] | 'answer';

/**
 * One afternoon at several desks of one house: clicks, double clicks, lost and late and broken replies, kills and restarts, in an order that the seed
 * decides; then the line is good again and every desk drives what is open to its end. The engine is the real one.
 */
export async function runSchedule(seed: number, desks: number): Promise<Verdict> {
  const chance = chanceOf(seed);
  const stage = makeStage(chance);
  const clock = handClock();
  const bank = makeBank();
  const trace: string[] = [];
  const note = (line: string): void => void trace.push(line);
  const late: { at: number; run: () => void }[] = [];
  const blind = new Set<string>();
  /** operations whose own request moved money */
  const moving = new Set<string>();
  let [healed, lost, movedBefore] = [false, 0, 0];

  const provider: ProviderName = chance.happens(0.5) ? 'stripe' : 'paysafe';
  const id = (name: string): string => `${provider}:${name}`;
  for (const name of ['h1', 'h2']) bank.placeHold(name, 8000);
  const ledgers = Array.from({ length: desks }, () => memoryLedger());
  const generation = Array.from({ length: desks }, () => 0);
  const shown: { desk: number; operation: Operation }[] = [];

  const pass = (ms: number): void => {
    clock.pass(ms);
    for (const one of late.splice(0).toSorted((a, b) => a.at - b.at)) {
      if (one.at <= clock.now()) one.run();
      else late.push(one);
    }
  };
  const fateOf = (): Fate => (healed || chance.happens(0.55) ? 'answer' : chance.pick(fates));

  function atBank(desk: number, from: string | undefined, request: ProviderRequest, fate: Fate): Answer {
    const key = request.headers['idempotency-key'] ?? '';
    const before = bank.movements.length;
    const answer = bank.handle(request, clock.now(), chance.happens(0.1), fate === 'stored_fault');
    if (bank.movements.length > before) {
      // Written before sent: whoever moved money has its row.
      if (!ledgers.some((ledger) => ledger.all().some((row) => row.plan.key === key))) lost += 1;
      if (from !== undefined) moving.add(from);
      note(`moved ${key} by ${desk}`);
    }
    return answer;
  }

  function engineOf(desk: number): Engine {
    const born = generation[desk];
    const alive = (): boolean => generation[desk] === born;
    const turn = (): Promise<void> => stage.turn(alive);
    const ledger = ledgers[desk];
    if (!ledger) throw new Error('No such desk');
    // A kill may come between the commit and the word about it: each durable write is two moments.
    const slow =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        await turn();
        const result = await work(...args);
        await turn();
        return result;
      };
    const once = async (request: ProviderRequest): Promise<SendResult> => {
      const fate = fateOf();
      // One operation at a time is open on a target: the one that sends is the one that is open under this key.
      const from = ledger
        .all()
        .find((row) => row.plan.key === request.headers['idempotency-key'] && isOpen(row.state))?.id;
      note(`${desk} ${request.method} ${fate}`);
      await turn();
      if (fate === 'refused_line') return { got: 'nothing', left: false, why: 'refused' };
      if (fate === 'busy' || fate === 'conflict')
        return {
          got: 'answer',
          answer: { status: fate === 'busy' ? 429 : 409, headers: {}, body: '{}', providerAt: clock.now() },
        };
      if (fate === 'lost_before') return { got: 'nothing', left: true, why: 'reset' };
      if (fate === 'late') {
        // It runs after we stopped waiting, yet before anybody may take its absence for an answer.
        if (request.method === 'POST')
          late.push({
            at: clock.now() + chance.below(2 * timeoutMs - 1000),
            run: () => void atBank(desk, from, request, 'answer'),
          });
        return { got: 'nothing', left: true, why: 'timeout' };
      }
      // A list that lags behind: one question about an order may miss what was done, no other one does.
      if (request.method === 'GET' && !healed && !blind.has(request.path) && chance.happens(0.2)) {
        blind.add(request.path);
        return { got: 'answer', answer: { status: 404, headers: {}, body: '{}', providerAt: clock.now() } };
      }
      const answer = atBank(desk, from, request, fate);
      await turn();
      if (fate === 'lost_after') return { got: 'nothing', left: true, why: 'reset' };
      return { got: 'answer', answer: fate === 'cut' ? { ...answer, body: answer.body.slice(0, -3) } : answer };
    };
    const send = async (_provider: ProviderName, request: ProviderRequest, repeat: RepeatRule): Promise<SendResult> => {
      const first = await once(request);
      const busy = first.got === 'answer' && (first.answer.status === 429 || first.answer.status === 409);
      const silent = first.got === 'nothing' && first.left;
      const again =
        repeat === 'same_key' ? busy || silent : repeat === 'limited' ? busy && first.answer.status === 429 : silent;
      if (!again || chance.happens(0.5)) return first;
      const second = await once(request);
      if (second.got === 'nothing') return { ...second, left: second.left || silent };
      return silent ? { ...second, earlierLeft: true } : second;
    };
    const withTurns: Ledger = {
      ...ledger,
      open: slow(ledger.open),
      advance: slow(ledger.advance),
    };
    const records = {
      customers: [customer(id('a')), customer(id('b'))],
      cards: [card(id('card-a'), id('a')), card(id('card-b'), id('b'))],
    };
    const none = {
      readCustomer: async () => ({ ok: false, why: 'gone', detail: '' }) as const,
      readPayment: async () => ({ ok: false, why: 'gone', detail: '' }) as const,
    };
    return {
      ledger: withTurns,
      gateways: { stripe: bankGateway('stripe'), paysafe: bankGateway('paysafe') },
      readers: { stripe: { provider: 'stripe', ...none }, paysafe: { provider: 'paysafe', ...none } },
      sender: { timeoutMs, clockOffset: () => 0, providerNow: () => clock.now(), send },
      rows: {
        customer: async (wanted) => records.customers.find((row) => row.id === wanted) ?? null,
        card: async (wanted) => records.cards.find((row) => row.id === wanted) ?? null,
        // A desk may still see a hold as it was: the provider and the guard decide, not the list.
        payment: async (wanted) => {
          const name = wanted.slice(wanted.indexOf(':') + 1);
          const now = bank.hold(name);
          const stale = chance.happens(0.5);
          return held(
            wanted,
            id('a'),
            8000,
            stale ? {} : { capturable: now.capturable, taken: now.taken, state: now.capturable > 0 ? 'held' : 'paid' },
          );
        },
        put: async () => undefined,
      },
      clock,
      random: { id: (length) => `${desk}${generation[desk]}${ids.id(length)}` },
      house: { currency: 'CAD', desk: `Desk ${desk}`, month: () => ({ year: 2026, month: 11 }) },
      personOf: async (given) => given,
      firstTransactionOf: async () => null,
      consentFor: async () => ({ consentId: null }),
      billFor: async () => ({ ref: 'bill', paid: 0, attempt: 0 }),
      moneyShut: () => null,
      tell: () => undefined,
      trouble: (what, error) => {
        throw new Error(`${what}: ${String(error)}`);
      },
      underWay: new Map(),
      watch: makeWatch({ clock, desk: () => null }),
    };
  }
  const ids = countedIds();
  let engines = ledgers.map((_, desk) => engineOf(desk));
  const kill = (desk: number): void => {
    generation[desk] = (generation[desk] ?? 0) + 1;
    note(`kill ${desk}`);
    engines = engines.map((engine, place) => (place === desk ? engineOf(desk) : engine));
  };

  function click(desk: number, order: Order): void {
    const engine = engines[desk];
    if (!engine) return;
    note(`${desk} clicks ${order.kind} ${order.ticket}`);
    const asker = { staffId: 's', staffName: 'Maude', desk: `Desk ${desk}` };
    void settle(engine, order, asker).then((reply) => {
      if (!reply.ok) return;
      note(`${desk} shows ${reply.value.kind} ${reply.value.state.name}`);
      shown.push({ desk, operation: reply.value });
    });
  }
  const clicks = 2 + chance.below(4);
  for (let made = 0; made < clicks; made += 1) {
    const desk = chance.below(desks);
    const order = orderOf(chance, id, made);
    click(desk, order);
    // A double click, or the same dialog pressed again while it waits.
    if (chance.happens(0.3)) click(desk, order);
    const steps = chance.below(14);
    for (let step = 0; step < steps; step += 1) await stage.step();
    if (chance.happens(0.3)) kill(chance.below(desks));
    if (chance.happens(0.4)) pass(chance.below(90_000));
    if (chance.happens(0.3)) void complete(engines[desk] as Engine, chance.happens(0.5) ? 'due' : 'all');
  }
  for (let step = chance.below(20); step > 0; step -= 1) await stage.step();
  movedBefore = bank.movements.length;

  // The line is good again; every desk starts anew and asks until it knows.
  healed = true;
  ledgers.forEach((_, desk) => kill(desk));
  for (
    let round = 0;
    round < 40 && ledgers.some((ledger) => ledger.all().some(({ state }) => isOpen(state)));
    round += 1
  ) {
    pass(round === 0 ? 3 * timeoutMs : 5 * 60_000);
    const driven = Promise.all(engines.map((engine) => complete(engine, 'all')));
    await stage.drain();
    await driven;
  }
  const found = judge({ bank, ledgers, shown, moving, lost, trace });
  trace.push(String(movedBefore));
  return { ...found, movements: bank.movements.length, trace: digest(trace), story: trace };
}

function orderOf(chance: Chance, id: (name: string) => string, made: number): Order {
  const ticket = `ticket-0000-0000-${made}`;
  const amount = { amount: chance.pick([2500, 8000]), currency: 'CAD' };
  const holdId = id(chance.pick(['h1', 'h2']));
  const person = chance.pick(['a', 'b']);
  switch (chance.pick(['charge', 'charge', 'capture', 'capture', 'release'] as const)) {
    case 'charge':
      return {
        kind: 'charge',
        ticket,
        customerId: id(person),
        cardId: id(`card-${person}`),
        amount,
        tip: null,
        note: null,
        receiptEmail: null,
      };
    case 'capture':
      return { kind: 'capture', ticket, holdId, amount, note: null };
    case 'release':
      return { kind: 'release', ticket, holdId, note: null };
  }
}

function judge(facts: {
  bank: ReturnType<typeof makeBank>;
  ledgers: readonly ReturnType<typeof memoryLedger>[];
  shown: readonly { desk: number; operation: Operation }[];
  moving: ReadonlySet<string>;
  lost: number;
  trace: string[];
}): Omit<Verdict, 'movements' | 'trace' | 'story'> {
  const { bank, ledgers, shown, moving, trace } = facts;
  const counted = (of: (movement: (typeof bank.movements)[number]) => string | null): number => {
    const seen = new Map<string, number>();
    for (const movement of bank.movements) {
      const name = of(movement);
      if (name !== null) seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    return [...seen.values()].filter((times) => times > 1).length;
  };
  // Nothing runs twice under one key, and a hold ends once.
  const duplicates = counted(({ key }) => key) + counted(({ kind, target }) => (kind === 'charge' ? null : target));
  let [unresolved, falseFailed, lost] = [0, 0, facts.lost];
  ledgers.forEach((ledger, desk) => {
    for (const row of ledger.all()) {
      trace.push(`${desk} ${row.kind} ${row.state.name}`);
      const moved = bank.movements.some(({ key }) => key === row.plan.key);
      if (isOpen(row.state)) unresolved += 1;
      else if (['declined', 'rejected', 'not_done'].includes(row.state.name)) {
        if (moving.has(row.id)) falseFailed += 1;
      } else if (row.state.name === 'done' && !moved && !row.state.elsewhere) lost += 1;
    }
  });
  // What was on screen as an end is what the records say for ever.
  for (const { desk, operation } of shown) {
    if (isOpen(operation.state)) continue;
    const now = ledgers[desk]?.all().find((row) => row.id === operation.id);
    if (now?.state.name !== operation.state.name) lost += 1;
  }
  return { duplicates, unresolved, falseFailed, lost };
}

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
