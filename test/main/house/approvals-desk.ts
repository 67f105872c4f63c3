import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalRules } from '../../../src-main/contract/approval-rules.ts';
import type { ApprovalView } from '../../../src-main/contract/approval.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, salonPins, type Salon, type SalonDesk, type SalonName } from '../../support/salon.ts';

export const cad = (amount: number) => ({ amount, currency: 'CAD' });
const never = { when: 'never', from: 0 } as const;

export interface Client {
  readonly customerId: string;
  readonly cardId: string;
}

/** A whole desk without its window in a house that asks a second person, and the hands of its people. */
export interface ApprovalsDesk {
  readonly salon: Salon;
  readonly desk: SalonDesk;
  readonly till: StripeTill;
  ticket(): string;
  client(): Client;
  /** the owner says what needs a second person; Maude is at the desk afterwards */
  rules(rules: Partial<ApprovalRules>): Promise<void>;
  /** a hold that Maude placed on somebody new */
  hold(amount: number): Promise<{ readonly client: Client; readonly holdId: string }>;
  capture(holdId: string, amount: number, more?: object): CaptureAsked;
  prepare(asked: CaptureAsked | object): Promise<ApprovalView>;
  /** what somebody's approval of this is asked with */
  yes(approval: Pick<ApprovalView, 'id' | 'version'>, who: SalonName, more?: object): Promise<object>;
  approve(approval: Pick<ApprovalView, 'id' | 'version'>, who?: SalonName): Promise<ApprovalView>;
  send(approval: Pick<ApprovalView, 'id' | 'version'>): Promise<OperationView>;
  now(id: string): Promise<ApprovalView>;
  history(what: string): Promise<AuditLine[]>;
  /** requests that may have moved money since this desk was opened */
  movements(): number;
}

export interface CaptureAsked {
  readonly ticket: string;
  readonly order: object;
  readonly note: string | null;
}

/**
 * The provider's pace goes by a real clock, and a quick machine sends more in a second than it allows: then it is waited for. Anything that waits longer is
 * nobody's turn here, as at any desk of a salon.
 */
function keepingPace(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms < 2_000) return sleep(ms);
  return new Promise((enough) => signal?.addEventListener('abort', () => enough()));
}

export async function openApprovalsDesk(seed: string, people: number): Promise<ApprovalsDesk> {
  const salon = await openSalon(seed);
  const till = stripeTill(salon.sandbox);
  const clients: Client[] = [];
  for (let made = 0; made < people; made += 1) {
    const { customerRef, cardRef } = await till.save();
    clients.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  const desk = await salon.desk('Front 1', { wait: keepingPace });
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
  let tickets = 0;
  const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;
  const client = (): Client => {
    const next = clients.pop();
    if (!next) throw new Error('More people are needed than were made');
    return next;
  };
  const yes: ApprovalsDesk['yes'] = async ({ id, version }, who, more = {}) => ({
    id,
    version,
    staffId: (await desk.staff(who)).id,
    pin: salonPins[who],
    ...more,
  });
  return {
    salon,
    desk,
    till,
    ticket,
    client,
    async rules(rules) {
      await desk.signIn('Hélène');
      await desk.must('approvals.setRules', { capture: never, refund: never, outside: never, ...rules });
      await desk.signIn('Maude');
    },
    async hold(amount) {
      const person = client();
      const asked = { ticket: ticket(), ...person, amount: cad(amount), note: null };
      const { state } = await desk.must<OperationView>('holds.place', asked);
      if (state.name !== 'done') throw new Error(`The hold is ${state.name}`);
      return { client: person, holdId: `stripe:${state.reference}` };
    },
    capture: (holdId, amount, more = {}) => ({
      ticket: ticket(),
      order: { kind: 'capture', holdId, amount: cad(amount), note: 'shorter treatment' },
      note: 'checked with Noé',
      ...more,
    }),
    prepare: (asked) => desk.must('approvals.prepare', asked),
    yes,
    approve: async (approval, who = 'Sylvie') => desk.must('approvals.approve', await yes(approval, who)),
    send: ({ id, version }) => desk.must('approvals.send', { id, version }),
    now: (id) => desk.must('approvals.get', { id }),
    async history(what) {
      await desk.signIn('Hélène');
      const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 });
      await desk.signIn('Maude');
      return rows.filter((line) => line.what === what);
    },
    movements: () => desk.log.filter((line) => line.startsWith('["request"') && line.includes('POST')).length,
  };
}
