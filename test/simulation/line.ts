import type { ProviderRequest, SendResult } from '../../src-main/payments/ports.ts';
import { isOddWord, otherSum, type Bank, type BankAnswer, type BankFault } from './bank.ts';
import type { Books } from './books.ts';
import type { Chance } from './chance.ts';
import type { DeskClock } from './desk-clock.ts';
import type { Stage } from './stage.ts';
import type { Watch } from './watch.ts';
import type { Weather } from './weather.ts';
import type { World } from './world.ts';

export const timeoutMs = 60_000;
/** A provider's look-ups may show how things were so long ago: not Stripe's lists, which are read-after-write. */
const lagMs = { stripe: 0, paysafe: 60_000 } as const;

export interface Around {
  readonly chance: Chance;
  readonly world: World;
  readonly stage: Stage;
  readonly weather: Weather;
  readonly books: Books;
  readonly bank: Bank;
  readonly watch: Watch;
  /** things of which one question was already answered with how they had been */
  readonly missed: Set<string>;
  /** on an afternoon with pages: which page a request belongs to, null for one of an order; it must have been written before */
  readonly pageOf?: (house: number, request: ProviderRequest) => string | null;
}

export interface Caller {
  readonly house: number;
  /** this run of the desk's program: `2.1` is desk 2 after its first restart */
  readonly run: string;
  readonly clock: DeskClock;
  alive(): boolean;
}

interface Mail {
  readonly at: number;
  readonly result: SendResult;
  readonly otherSum?: boolean;
}

const nothing = (why: string, left = true): SendResult => ({ got: 'nothing', left, why });
const limited: BankAnswer = { status: 429, headers: {}, body: '{"error":{"code":"1200","type":"api_error"}}' };
const locked: BankAnswer = { status: 409, headers: {}, body: '{"error":{"code":"lock_timeout"}}' };
const door: BankAnswer = { status: 401, headers: {}, body: '{"error":{"code":"5279","message":""}}' };
/** A look-up without what changes from one question about the same thing to the next. */
const subjectOf = (path: string): string => path.replace(/(created(%5B|\[)gte(%5D|\])|startDate)=[^&]+/, '');

/**
 * One request from a desk to the provider and, perhaps, an answer. It leaves at once: what is still in a PC that falls asleep is lost with its
 * connection. What has left arrives whatever becomes of the desk, and within twice the time-out, the lag of look-ups included; nobody could ever
 * say "absent" otherwise.
 */
export function makeLine(around: Around, caller: Caller): (request: ProviderRequest) => Promise<SendResult> {
  const { chance, world, stage, weather, books, bank, watch, missed } = around;
  const soon = (): number => 20 + chance.below(400);
  const within = 2 * timeoutMs - lagMs[bank.provider] - 2_000;
  let previous: BankAnswer | null = null;

  /** The Date header counts in whole seconds. */
  const answered = (answer: BankAnswer): SendResult => ({
    got: 'answer',
    answer: { ...answer, providerAt: Math.floor(world.now() / 1000) * 1000 },
  });

  /** What comes back for one request: nothing at all until the time-out, unless `hears` brings something before. */
  function open(request: ProviderRequest) {
    const writes = request.method !== 'GET';
    const fate = weather.fateOf(writes);
    const subject = subjectOf(request.path);
    let mail: Mail = { at: world.now() + timeoutMs, result: nothing('timeout') };
    const comes = (result: SendResult, more: { in?: number; otherSum?: boolean } = {}): void => {
      const at = world.now() + (more.in ?? soon());
      if (at < mail.at) mail = { at, result, otherSum: more.otherSum ?? false };
    };
    const breaksOff = (): void => {
      if (chance.happens(0.5)) comes(nothing('ECONNRESET'));
    };
    /** Once about a thing, and no more: a list that lags, or somebody else's reply, may hide what was done. */
    const mayMiss = (): boolean => {
      if (weather.clears || missed.has(subject)) return false;
      missed.add(subject);
      return true;
    };

    /** The provider's reply on its way back, with what may happen to it there. */
    function hears(answer: BankAnswer): void {
      const earlier = previous;
      previous = answer;
      switch (fate) {
        case 'late':
          return;
        case 'lost_after':
          return breaksOff();
        case 'cut':
          return comes(chance.happens(0.5) ? nothing('cut') : answered({ ...answer, body: answer.body.slice(0, -3) }));
        case 'earlier_reply':
          return comes(answered(earlier && isSomebodys(earlier) && (writes || mayMiss()) ? earlier : answer));
        case 'other_sum': {
          const other = saysSums(request) ? otherSum(answer, chance.happens(0.7) ? 'amount' : 'currency') : null;
          // Beside a word that nobody knows its sum is not believed either: the desk asks, and that answer counts.
          return comes(answered(other ?? answer), { otherSum: other !== null && !isOddWord(answer) });
        }
        default:
          return comes(answered(answer));
      }
    }

    return { fate, writes, subject, comes, breaksOff, mayMiss, hears, mail: () => mail };
  }

  function arrives(request: ProviderRequest, from: string, talk: ReturnType<typeof open>): void {
    const travels = talk.fate === 'late' ? chance.below(within) : soon();
    const left = within - travels;
    const takes = talk.fate === 'slow' ? chance.below(left) : chance.below(300);
    if (talk.fate === 'late') talk.breaksOff();
    books.begins(from);
    world.at(world.now() + travels, () => {
      const fault = faultOf(talk.fate, left - takes);
      const knownFault = (): boolean => watch.knowsFault(caller.house, from);
      const declines = chance.happens(0.1);
      const mistyped = declines && bank.counter !== undefined && chance.happens(0.3);
      const arrival = { from, takes, declines: declines && !mistyped, mistyped, fault, knownFault };
      bank.receive(request, arrival, (answer) => {
        books.ends(from);
        talk.hears(answer);
      });
    });
  }

  function faultOf(fate: string, left: number): BankFault | null {
    if (fate === 'odd_word') return { is: 'odd', runs: chance.happens(0.5) };
    if (fate !== 'fault') return null;
    const fault = weather.fault();
    // Stripe says that it may mend its faults much later; at Paysafe what a look-up does not show did not happen.
    return fault.is === 'kept' && fault.runs === 'later' && bank.provider === 'paysafe'
      ? { ...fault, after: chance.below(Math.max(1, left)) }
      : fault;
  }

  function isAsked(request: ProviderRequest, talk: ReturnType<typeof open>): void {
    const silent = weather.muted !== null && request.path.includes(weather.muted);
    world.at(world.now() + soon(), () => {
      if (silent || talk.fate === 'fault') return talk.hears({ status: 500, headers: {}, body: '{}' });
      const misses = chance.happens(0.2) && talk.mayMiss();
      talk.hears(bank.look(request, misses ? 3_600_000 : weather.clears ? 0 : chance.below(lagMs[bank.provider] + 1)));
    });
  }

  return async (request) => {
    const talk = open(request);
    const { fate, writes, comes } = talk;
    const sentAt = world.now();
    const page = writes ? (around.pageOf?.(caller.house, request) ?? null) : null;
    const from = page ?? (writes ? watch.senderOf(caller.house, request) : '');
    books.note(`${caller.run} ${request.method} ${from || talk.subject}: ${fate}`);
    if (fate === 'refused_line') comes(nothing('ECONNREFUSED', false), { in: 5 });
    else if (fate === 'limited') comes(answered(limited));
    else if (fate === 'locked' && bank.provider === 'stripe') comes(answered(locked));
    else if (fate === 'door') comes(answered(door));
    else if (fate === 'lost_before') talk.breaksOff();
    else if (writes) arrives(request, from, talk);
    else isAsked(request, talk);

    await stage.turn({
      alive: () => caller.alive(),
      from: () => Math.max(talk.mail().at, caller.clock.asleepUntil()),
    });
    const { result, otherSum: other } = talk.mail();
    // A connection seldom outlives the sleep of its PC.
    if (caller.clock.sleptAt() >= sentAt && result.got === 'answer' && chance.happens(0.7))
      return nothing('ECONNRESET');
    if (result.got === 'answer')
      books.note(`${caller.run} hears ${result.answer.status} about ${from || talk.subject}`);
    if (other) watch.toldOtherSum(from, caller.run);
    return result;
  };
}

/** A reply that says whose it is; an empty one, or a bare refusal, nobody could tell from his own. */
const isSomebodys = ({ status, body }: BankAnswer): boolean => body.includes('cpt-') || (status === 200 && body !== '');

/** Where the sum in the reply is the order's own. A hold that was released at Stripe shows what it had been. */
const saysSums = ({ path }: ProviderRequest): boolean => !path.endsWith('/cancel');
