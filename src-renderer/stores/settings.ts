import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { SettingsView } from '../../src-main/contract/desk-status.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { PaysafeAccount, ProviderKeyView, ProviderName } from '../../src-main/contract/provider.ts';
import type { Role, StaffMember } from '../../src-main/contract/staff.ts';
import { useDesk } from '../desk.ts';

/** The house's settings, keys and people, as main says them. */
export const useSettings = defineStore('settings', () => {
  const view = shallowRef<SettingsView | null>(null);
  const providers = shallowRef<readonly ProviderKeyView[]>([]);
  const staff = shallowRef<readonly StaffMember[]>([]);
  const failure = ref<Failure | null>(null);

  const say = (reply: { ok: true } | { ok: false; failure: Failure }): Failure | null => {
    failure.value = reply.ok ? null : reply.failure;
    return failure.value;
  };
  async function read(): Promise<void> {
    const reply = await useDesk().settings.get({});
    if (!say(reply) && reply.ok) view.value = reply.value;
  }
  async function save(
    input: Omit<SettingsView, 'currency' | 'consentRule' | 'missedRule' | 'approvalRules' | 'dayRule' | 'paysafePages'>,
  ): Promise<Failure | null> {
    const reply = await useDesk().settings.save(input);
    if (!reply.ok) return reply.failure;
    view.value = reply.value;
    return null;
  }
  async function readProviders(): Promise<void> {
    const reply = await useDesk().settings.providers({});
    if (!say(reply) && reply.ok) providers.value = reply.value.providers;
  }
  async function after(asking: Promise<{ ok: true } | { ok: false; failure: Failure }>): Promise<Failure | null> {
    const reply = await asking;
    await readProviders();
    return reply.ok ? null : reply.failure;
  }
  const setStripeKey = (key: string, otherAccount: boolean) =>
    after(useDesk().settings.setStripeKey({ key, otherAccount }));
  const setPaysafeKey = (input: {
    username: string;
    password: string;
    mode: 'test' | 'live';
    accounts: PaysafeAccount[];
    otherAccount: boolean;
  }) => after(useDesk().settings.setPaysafeKey(input));
  /** whether a card can be typed in Paysafe's own fields here */
  const readCardKey = () => useDesk().settings.cardKey({});
  const setCardKey = (input: { username: string; password: string }) => useDesk().settings.setCardKey(input);
  async function setPaysafePages(on: boolean): Promise<Failure | null> {
    const reply = await useDesk().paysafePages.set({ on });
    if (!reply.ok) return reply.failure;
    view.value = reply.value;
    return null;
  }
  const checkKey = (provider: ProviderName) => after(useDesk().settings.checkKey({ provider }));
  const forgetKey = (provider: ProviderName, mode: 'test' | 'live') =>
    after(useDesk().settings.forgetKey({ provider, mode }));

  async function readStaff(): Promise<void> {
    const reply = await useDesk().staff.list({});
    if (!say(reply) && reply.ok) staff.value = reply.value.staff;
  }
  async function people(asking: ReturnType<ReturnType<typeof useDesk>['staff']['list']>): Promise<Failure | null> {
    const reply = await asking;
    if (!reply.ok) return reply.failure;
    staff.value = reply.value.staff;
    return null;
  }
  const addStaff = (input: { name: string; role: Role; pin: string }) => people(useDesk().staff.add(input));
  const changeStaff = (input: { id: string; name?: string; role?: Role; pin?: string; active?: boolean }) =>
    people(useDesk().staff.change(input));
  const unlockStaff = (id: string) => people(useDesk().staff.unlock({ id }));
  async function changeMyPin(oldPin: string, newPin: string): Promise<Failure | null> {
    const reply = await useDesk().staff.changeMyPin({ oldPin, newPin });
    return reply.ok ? null : reply.failure;
  }

  async function openMode(mode: 'demo' | 'test' | 'live'): Promise<Failure | null> {
    const reply = await useDesk().desk.openMode({ mode });
    if (!reply.ok) return reply.failure;
    return reply.value.opened ? null : { code: 'internal', facts: { reference: 'openMode' } };
  }
  async function resetDemo(): Promise<Failure | null> {
    const reply = await useDesk().desk.resetDemo({});
    return reply.ok ? null : reply.failure;
  }

  return {
    view,
    providers,
    staff,
    failure,
    read,
    save,
    readProviders,
    setStripeKey,
    setPaysafeKey,
    readCardKey,
    setCardKey,
    setPaysafePages,
    checkKey,
    forgetKey,
    readStaff,
    addStaff,
    changeStaff,
    unlockStaff,
    changeMyPin,
    openMode,
    resetDemo,
  };
});
