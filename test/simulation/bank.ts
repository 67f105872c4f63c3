import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Plan } from '../../src-main/payments/order.ts';
import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../src-main/payments/records.ts';
import type { Books } from './books.ts';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

export interface BankAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What goes wrong inside the provider. kept: a fault that it answers with from now on, and what it does about the order (`later`: it mends
 * itself after so long). unkept: a fault before anything ran. odd: a word nobody knows, whether the order ran or not.
 */
export type BankFault =
  | { readonly is: 'unkept' }
  | { readonly is: 'kept'; readonly runs: 'now' | 'never' }
  | { readonly is: 'kept'; readonly runs: 'later'; readonly after: number }
  | { readonly is: 'odd'; readonly runs: boolean };

export interface Arrival {
  /** the operation it belongs to */
  readonly from: string;
  readonly declines: boolean;
  /** at a bank where cards are typed: with a wrong security code */
  readonly mistyped: boolean;
  /** how long the provider works on it, ms */
  readonly takes: number;
  readonly fault: BankFault | null;
  /** Whether a desk has written down that the provider spoke of a fault of its own. */
  knownFault(): boolean;
}

/** One provider by its own rules. Amounts in minor units of CAD. */
export interface Bank {
  readonly provider: ProviderName;
  /** A request that changes something. `reply` comes when the provider is through with it. */
  receive(request: ProviderRequest, arrival: Arrival, reply: (answer: BankAnswer) => void): void;
  /** A question, answered as things were `lag` ms ago. */
  look(request: ProviderRequest, lag: number): BankAnswer;
  /** Whether the provider now shows what this plan asked for, whoever brought it about: what a manager sees on its own site. */
  shows(plan: Plan): boolean;
  /** what makes two requests of this plan the same one there */
  nameOf(plan: Plan): string;
  /** where cards are typed and people are made known, on an afternoon for that */
  readonly counter?: {
    types(chance: Chance): { readonly token: string; readonly endsAt: number; readonly lastFour: string };
    readonly newcomer: CustomerRecord;
  };
  /** whole customers that may be taken away, on an afternoon for that */
  readonly leaving?: readonly CustomerRecord[];
  /** what is taken is taken for bills that every house has from the same file, on an afternoon for that */
  readonly billing?: boolean;
  /** holds are replaced, on an afternoon for that */
  readonly replacing?: boolean;
  /** Weeks later, where it says so: what waits is carried out, and some refunds come back. */
  readonly weeksLater?: (chance: Chance) => void;
  readonly customers: readonly CustomerRecord[];
  readonly cards: readonly CardRecord[];
  /** every payment, oldest first, with what is held of it and what was taken and not given back */
  payments(): readonly { readonly ref: string; readonly held: number; readonly taken: number }[];
  /** the row that a desk that reads it now has */
  payment(ref: string): PaymentRecord | null;
}

/** What a request would do: the answer as it is once done, and the doing of it. */
export interface Deed {
  readonly answer: BankAnswer;
  readonly run?: () => void;
}

/** How a provider that has accepted a request to work on comes to its answer, whatever goes wrong inside it. */
export function workOn(
  parts: { readonly world: World; readonly books: Books; readonly fault500: string },
  work: { readonly arrival: Arrival; readonly deed: () => Deed },
  through: (answer: BankAnswer) => void,
): void {
  const { world, books } = parts;
  const { arrival, deed } = work;
  const { fault, from } = arrival;
  const run = (): BankAnswer => {
    const { answer, run: doing } = deed();
    doing?.();
    return answer;
  };
  world.at(world.now() + arrival.takes, () => {
    switch (fault?.is) {
      case undefined:
      case 'unkept':
        return through(run());
      case 'odd': {
        const { answer, run: doing } = deed();
        const odd = inOtherWords(answer);
        if (fault.runs || odd === null) doing?.();
        return through(odd ?? answer);
      }
      case 'kept':
        if (fault.runs === 'now') run();
        if (fault.runs === 'later') {
          books.begins(from);
          const prompt = fault.after < promptlyMs;
          world.at(world.now() + fault.after, () => {
            // Of a fault that nobody heard and that is mended an hour later no desk could know: then it is not.
            if (prompt || arrival.knownFault()) {
              books.note('  the provider mends its own fault');
              run();
            }
            books.ends(from);
          });
        }
        return through({ status: 500, headers: {}, body: parts.fault500 });
    }
  });
}

const oddWord = 'pondering';
/** The provider kept it under the key, and says it again. */
export const isOddWord = ({ body }: BankAnswer): boolean => body.includes(`"status":"${oddWord}"`);

const sums = ['amount', 'cvvVerification', 'amount_total', 'amount_due'] as const;

/** The same reply with a state that is in no list; null where it speaks of no money in any state. */
function inOtherWords(answer: BankAnswer): BankAnswer | null {
  if (answer.status !== 200 || answer.body === '') return null;
  const said = JSON.parse(answer.body) as Record<string, unknown>;
  return 'status' in said && sums.some((name) => name in said)
    ? { ...answer, body: JSON.stringify({ ...said, status: oddWord }) }
    : null;
}

/** A reply that speaks of another amount or currency than the provider has. Answers null when there is none in it to change. */
export function otherSum(answer: BankAnswer, which: 'amount' | 'currency'): BankAnswer | null {
  if (answer.status !== 200 || answer.body === '') return null;
  const fields =
    which === 'amount'
      ? [
          ...(['amount', 'amount_received', 'amount_capturable', 'availableToSettle'] as const),
          ...(['amount_total', 'amount_due', 'totalAmount'] as const),
        ]
      : ['currency', 'currencyCode'];
  const said = JSON.parse(answer.body) as Record<string, unknown>;
  let changed = false;
  for (const field of fields) {
    const value = said[field];
    if (typeof value === 'number' && value > 0) said[field] = value + 100;
    else if (typeof value === 'string') said[field] = value === value.toLowerCase() ? 'usd' : 'USD';
    else continue;
    changed = true;
  }
  return changed ? { ...answer, body: JSON.stringify(said) } : null;
}

const promptlyMs = 30_000;
export const daysMs = (days: number): number => days * 86_400_000;
export const hoursMs = (hours: number): number => hours * 3_600_000;
