import { defineStore } from 'pinia';
import { ref, computed } from 'vue';
import type { ApprovalKind } from '../../src-main/contract/approval-rules.ts';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { StepInView } from '../../src-main/contract/repeat.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { useDesk } from '../desk.ts';

/** Who is at this desk, and what the house looks like; as main says it. */
export const useSession = defineStore('session', () => {
  const state = ref<SessionState | null>(null);
  const signedIn = computed(() => state.value?.signedIn ?? null);

  async function load(): Promise<Failure | null> {
    const reply = await useDesk().session.state({});
    if (!reply.ok) return reply.failure;
    state.value = reply.value;
    return null;
  }

  function listen(): () => void {
    return useDesk().session.changed((changed) => {
      state.value = changed;
    });
  }

  async function signIn(staffId: string, pin: string): Promise<Failure | null> {
    const reply = await useDesk().session.signIn({ staffId, pin });
    if (!reply.ok) return reply.failure;
    state.value = reply.value;
    return null;
  }

  async function lock(): Promise<void> {
    const reply = await useDesk().session.lock({});
    if (reply.ok) state.value = reply.value;
  }

  async function prefer(choice: { language?: 'en' | 'fr'; theme?: 'system' | 'light' | 'dark' }): Promise<void> {
    const reply = await useDesk().session.setPreferences(choice);
    if (reply.ok) state.value = reply.value;
  }

  async function createOwner(input: {
    name: string;
    pin: string;
    house: string;
    desk: string;
  }): Promise<Failure | null> {
    const reply = await useDesk().session.createOwner(input);
    if (!reply.ok) return reply.failure;
    state.value = reply.value;
    return null;
  }

  /** Another person's PIN for one order; whoever is signed in stays. The PIN is kept nowhere here. */
  const stepIn = (input: Parameters<ReturnType<typeof useDesk>['staff']['stepIn']>[0]): Promise<Reply<StepInView>> =>
    useDesk().staff.stepIn(input);

  /** Somebody is at the desk: puts the idle lock off. A failure changes nothing here; main tells of a lock by itself. */
  async function touch(): Promise<void> {
    await useDesk().session.touch({});
  }

  const can = (verb: Verb): boolean => signedIn.value?.verbs.includes(verb) ?? false;

  /** what this person may at least prepare for a second one */
  const prepares = (of: ApprovalKind): boolean => can('prepare') && (state.value?.approvals.includes(of) ?? false);

  return { state, signedIn, load, listen, signIn, lock, prefer, createOwner, stepIn, touch, can, prepares };
});
