import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { ConsentTextId, ConsentView, Purpose } from '../../src-main/contract/consent.ts';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { done, type Reply } from '../../src-main/contract/failure.ts';
import type { Money } from '../../src-main/contract/money.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

type Consents = DeskCalls['consents'];
/** What is asked of a customer, before they have said yes. */
export type ConsentAsked = Parameters<Consents['draft']>[0];
export type ConsentGiven = Parameters<Consents['record']>[0];

/** What customers agreed to, and the texts they are shown. Main fills in every text: what is on screen is what is kept. */
export const useConsents = defineStore('consents', () => {
  const personId = ref('');
  const ofPerson = reading<readonly ConsentView[]>(async () => {
    const reply = await useDesk().consents.ofCustomer({ customerId: personId.value });
    return reply.ok ? done(reply.value.consents) : reply;
  });
  async function readOfPerson(customerId: string): Promise<void> {
    if (personId.value !== customerId) ofPerson.forget();
    personId.value = customerId;
    await ofPerson.read();
  }

  const cover = (cardId: string, purpose: Purpose, amount: Money) =>
    useDesk().consents.cover({ cardId, purpose, amount });
  const draft = (asked: ConsentAsked) => useDesk().consents.draft(asked);
  const scan = (id: string) => useDesk().consents.scan({ id });
  async function record(given: ConsentGiven): Promise<Reply<ConsentView>> {
    const reply = await useDesk().consents.record(given);
    if (reply.ok && personId.value !== '') await ofPerson.read();
    return reply;
  }
  async function withdraw(id: string, reason: string | null): Promise<Reply<ConsentView>> {
    const reply = await useDesk().consents.withdraw({ id, reason });
    if (reply.ok && personId.value !== '') await ofPerson.read();
    return reply;
  }
  const texts = () => useDesk().consents.texts({});
  const textVersions = (id: ConsentTextId, language: 'en' | 'fr') => useDesk().consents.textVersions({ id, language });
  const sample = (id: ConsentTextId, language: 'en' | 'fr', body: string) =>
    useDesk().consents.sample({ id, language, body });
  const saveText = (input: Parameters<Consents['saveText']>[0]) => useDesk().consents.saveText(input);
  const setRule = (rule: 'never' | 'manager' | 'free') => useDesk().consents.setRule({ rule });
  const saveEvidence = (about: 'card' | 'operation', id: string) => useDesk().evidence.save({ about, id });
  const saveScan = (id: string) => useDesk().consents.saveScan({ id });

  function reset(): void {
    personId.value = '';
    ofPerson.forget();
  }
  return {
    ofPerson: ofPerson.value,
    personId,
    readOfPerson,
    cover,
    draft,
    scan,
    record,
    withdraw,
    texts,
    textVersions,
    sample,
    saveText,
    setRule,
    saveEvidence,
    saveScan,
    reset,
  };
});
