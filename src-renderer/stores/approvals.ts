import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { ApprovalRules } from '../../src-main/contract/approval-rules.ts';
import type { ApprovalView, PreparedOrder } from '../../src-main/contract/approval.ts';
import { done, type Failure, type Reply } from '../../src-main/contract/failure.ts';
import type { Money } from '../../src-main/contract/money.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

type Calls = ReturnType<typeof useDesk>['approvals'];

/** One hold as it was shown and what is captured of it, for a list. */
export interface PreparedHold {
  readonly holdId: string;
  readonly held: number;
  readonly amount: Money;
  readonly note: string | null;
}
/** What somebody prepares: one order, or holds captured together with what they add up to. */
export type Preparing =
  PreparedOrder | { readonly kind: 'captures'; readonly amount: Money; readonly lines: readonly PreparedHold[] };

/** What waits for a second person, and what came back to whoever is at the desk; as main says. */
export const useApprovals = defineStore('approvals', () => {
  const view = reading<readonly ApprovalView[]>(async () => {
    const reply = await useDesk().approvals.list({});
    return reply.ok ? done(reply.value.rows) : reply;
  });
  const rows = computed(() => view.value.value ?? []);

  function listen(): () => void {
    return useDesk().approvals.changed(() => void view.read());
  }
  async function setRules(rules: ApprovalRules): Promise<Failure | null> {
    const reply = await useDesk().approvals.setRules(rules);
    return reply.ok ? null : reply.failure;
  }
  const needed: Calls['needed'] = (input) => useDesk().approvals.needed(input);
  function prepare(asked: { ticket: string; order: Preparing; note: string | null }): Promise<Reply<ApprovalView>> {
    const { ticket, order, note } = asked;
    if (order.kind !== 'captures') return useDesk().approvals.prepare({ ticket, order, note });
    return useDesk().holdRuns.prepare({ ticket, lines: [...order.lines], note });
  }
  const get: Calls['get'] = (input) => useDesk().approvals.get(input);
  /** another person's PIN; it is kept nowhere here */
  const approve: Calls['approve'] = (input) => useDesk().approvals.approve(input);
  const sendBack: Calls['sendBack'] = (input) => useDesk().approvals.sendBack(input);
  const withdraw: Calls['withdraw'] = (input) => useDesk().approvals.withdraw(input);
  const send: Calls['send'] = (input) => useDesk().approvals.send(input);
  return {
    rows,
    failure: view.failure,
    read: view.read,
    reset: view.forget,
    listen,
    setRules,
    needed,
    prepare,
    get,
    approve,
    sendBack,
    withdraw,
    send,
  };
});
