import type { ApprovalRules } from '../../src-main/contract/approval-rules.ts';
import { done, refused } from '../../src-main/contract/failure.ts';
import type { Role } from '../../src-main/contract/staff.ts';
import { makeRunDesk } from '../../src-main/house/runs/run-desk.ts';
import type { SignedIn } from '../../src-main/house/signed-in.ts';
import type { World } from '../../src-main/house/world.ts';
import type { HouseLedger } from '../../src-main/ledger/ledger.ts';
import type { Engine } from '../../src-main/payments/settle.ts';
import { verbsOf } from '../../src-main/staff/roles.ts';

/** Somebody of the house, with their PIN. */
export interface HousePerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
}

/** Three people, of whom two may capture and approve. */
export const housePeople = [
  { id: 'st-maude', name: 'Maude', role: 'front_desk', pin: '4826' },
  { id: 'st-sylvie', name: 'Sylvie', role: 'manager', pin: '7391' },
  { id: 'st-noe', name: 'Noé', role: 'manager', pin: '6157' },
] as const satisfies readonly HousePerson[];

export const signedIn = ({ id, name, role }: HousePerson): SignedIn => ({ id, name, verbs: verbsOf(role) });

/** The records that holds captured together and a second person's yes are kept in. */
export type HoldBooks = Pick<HouseLedger, 'operations' | 'holdRuns' | 'approvals' | 'bills' | 'audit' | 'trouble'>;

/**
 * As much of a house as the use cases of hold runs and approvals work with, around an engine that is handed in: they themselves are the real ones. PINs
 * are compared and not worked out; whoever asks for anything else of the house finds nothing there.
 */
export function holdHouse(parts: {
  readonly engine: Engine;
  readonly books: HoldBooks;
  readonly approvalRules: ApprovalRules;
  wait(ms: number): Promise<void>;
  trouble(what: string, error: unknown): void;
}): World {
  const { engine, books, approvalRules, wait, trouble } = parts;
  const { clock, rows } = engine;
  const people: readonly HousePerson[] = housePeople;
  const world = {
    ...{ clock, engine, ledger: books, wait, trouble },
    emit: () => undefined,
    mirror: {
      payment: (id: string) => rows.payment(id),
      put: (records: Parameters<typeof rows.put>[0]) => rows.put(records),
      names: async () => new Map<string, string>(),
    },
    settings: { now: () => ({ ...engine.house, approvalRules, consentRule: 'free', timeZone: 'UTC' }) },
    stepIns: { find: () => null, used: () => undefined },
    runs: makeRunDesk(engine.random),
    session: {
      people: {
        async present(id: string) {
          const one = people.find((person) => person.id === id);
          return one ? signedIn(one) : null;
        },
        list: async () =>
          people.map(({ id, role }) => ({ id, active: true, mayApprove: verbsOf(role).includes('approve') })),
      },
      async vouch(staffId: string, pin: string, { verb }: { readonly verb: SignedIn['verbs'][number] }) {
        const one = people.find(({ id }) => id === staffId);
        if (!one || !verbsOf(one.role).includes(verb)) return refused('not_allowed');
        return one.pin === pin ? done(signedIn(one)) : refused('wrong_pin', { triesLeft: 4 });
      },
    },
  };
  return world as unknown as World;
}
