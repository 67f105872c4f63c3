import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import type { Reply } from '../../src-main/contract/failure.ts';
import type { PayerGrant } from '../../src-main/contract/payer.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

type Payers = DeskCalls['payers'];

/** Whose card may pay for whom, of the person whose page is open. */
export const usePayers = defineStore('payers', () => {
  const personId = ref('');
  const ofPerson = reading<{ readonly given: readonly PayerGrant[]; readonly received: readonly PayerGrant[] }>(() =>
    useDesk().payers.ofCustomer({ customerId: personId.value }),
  );
  async function readOfPerson(customerId: string): Promise<void> {
    if (personId.value !== customerId) ofPerson.forget();
    personId.value = customerId;
    await ofPerson.read();
  }
  async function after(asking: Promise<Reply<PayerGrant>>): Promise<Reply<PayerGrant>> {
    const reply = await asking;
    if (reply.ok && personId.value !== '') await ofPerson.read();
    return reply;
  }
  const grant = (input: Parameters<Payers['grant']>[0]) => after(useDesk().payers.grant(input));
  const revoke = (id: string, reason: string | null) => after(useDesk().payers.revoke({ id, reason }));

  function reset(): void {
    personId.value = '';
    ofPerson.forget();
  }
  return { ofPerson: ofPerson.value, readOfPerson, grant, revoke, reset };
});
