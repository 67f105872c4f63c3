import type { Plan } from '../../src-main/payments/order.ts';
import type { World } from './world.ts';

/** Something that really happened at the provider. The tests compare with this, never with what a desk believes. */
export interface Movement {
  /** what the provider tells two of the same by: its key or reference, or the thing itself where a request carries neither */
  readonly name: string;
  readonly kind: Plan['kind'];
  readonly target: string;
  readonly amount: number;
  /** the operation whose request made it happen */
  readonly from: string;
  /** what came into being there, where something may become of it later: a hold */
  readonly made?: string;
}

/** With when it happened, ms of the afternoon. */
export type Moved = Movement & { readonly at: number };

/** The truth of one schedule. */
export interface Books {
  readonly movements: readonly Moved[];
  move(movement: Movement): void;
  /** A refund of this name came back: nobody has it any more. */
  returns(name: string): void;
  readonly returned: ReadonlySet<string>;
  /** A request of this operation is somewhere between a desk and its end at the provider, until `ends`. */
  begins(from: string): void;
  ends(from: string): void;
  inTheAir(from: string): boolean;
  /** where the story is told */
  note(line: string): void;
  readonly story: readonly string[];
}

export function makeBooks(world: World): Books {
  const began = world.now();
  const movements: Moved[] = [];
  const air = new Map<string, number>();
  const returned = new Set<string>();
  const story: string[] = [];
  const note = (line: string): void => void story.push(`${((world.now() - began) / 1000).toFixed(1)} s  ${line}`);
  return {
    movements,
    move(movement) {
      movements.push({ ...movement, at: world.now() });
      const { kind, amount, target, name, from } = movement;
      note(`  the provider: ${kind} ${amount} on ${target} under ${name} (${from})`);
    },
    returned,
    returns(name) {
      returned.add(name);
      note(`  the provider: the bank sent back what was refunded under ${name}`);
    },
    begins: (from) => void air.set(from, (air.get(from) ?? 0) + 1),
    ends: (from) => void air.set(from, (air.get(from) ?? 0) - 1),
    inTheAir: (from) => (air.get(from) ?? 0) > 0,
    note,
    story,
  };
}
