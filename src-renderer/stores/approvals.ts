import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { ApprovalRules } from '../../src-main/contract/approval-rules.ts';
import type { ApprovalView } from '../../src-main/contract/approval.ts';
import { done, type Failure } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

type Calls = ReturnType<typeof useDesk>['approvals'];

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
  const prepare: Calls['prepare'] = (input) => useDesk().approvals.prepare(input);
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
