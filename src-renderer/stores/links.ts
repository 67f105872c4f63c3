import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { done } from '../../src-main/contract/failure.ts';
import type { PageLinkView } from '../../src-main/contract/page-link.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

export type LinkWish = Parameters<DeskCalls['links']['make']>[0];

/** Pages of the provider that were made for clients, as main last told them. No address is kept here: a dialog asks for it and forgets it. */
export const useLinks = defineStore('links', () => {
  const personId = ref<string | null>(null);
  const billId = ref<string | null>(null);
  const list = (customerId: string | null, ofBill: string | null) => async () => {
    const reply = await useDesk().links.list({ customerId, billId: ofBill });
    return reply.ok ? done(reply.value.links) : reply;
  };
  /** all that are not over, of the whole house */
  const standing = reading<readonly PageLinkView[]>(list(null, null));
  const ofPerson = reading<readonly PageLinkView[]>(() => list(personId.value, null)());
  const ofBill = reading<readonly PageLinkView[]>(() => list(null, billId.value)());
  /** the newest word on each page that was told of since the window opened */
  const latest = shallowRef<ReadonlyMap<string, PageLinkView>>(new Map());

  async function readOfPerson(id: string): Promise<void> {
    if (personId.value !== id) ofPerson.forget();
    personId.value = id;
    await ofPerson.read();
  }
  async function readOfBill(id: string): Promise<void> {
    if (billId.value !== id) ofBill.forget();
    billId.value = id;
    await ofBill.read();
  }
  /** Follows pages; lists are read again when one changes its state, not each time the provider is asked. */
  function listen(read: () => Promise<void>): () => void {
    const states = new Map<string, string>();
    return useDesk().links.changed((link) => {
      latest.value = new Map(latest.value).set(link.id, link);
      if (states.get(link.id) === link.state.name) return;
      states.set(link.id, link.state.name);
      void read();
    });
  }
  /** Told once of each page that has come to its end. */
  function onEnd(told: (link: PageLinkView) => void): () => void {
    const live = ['preparing', 'open', 'processing'];
    return useDesk().links.changed((link) => {
      if (!live.includes(link.state.name)) told(link);
    });
  }
  function keep(link: PageLinkView): void {
    latest.value = new Map(latest.value).set(link.id, link);
  }
  function reset(): void {
    for (const one of [standing, ofPerson, ofBill]) one.forget();
    latest.value = new Map();
  }

  const make = (wish: LinkWish) => useDesk().links.make(wish);
  const show = (id: string) => useDesk().links.show({ id });
  const close = (id: string) => useDesk().links.close({ id });
  const write = (id: string) => useDesk().links.write({ id });
  const openHere = (id: string) => useDesk().links.openHere({ id });
  const copy = (id: string) => useDesk().links.copy({ id });
  const settle = (id: string, note: string) => useDesk().links.settle({ id, note });
  const portal = (input: Parameters<DeskCalls['links']['portal']>[0]) => useDesk().links.portal(input);
  const prices = () => useDesk().links.prices({});
  const texts = () => useDesk().consents.texts({});

  return {
    standing: standing.value,
    readStanding: standing.read,
    ofPerson: ofPerson.value,
    readOfPerson,
    ofBill: ofBill.value,
    readOfBill,
    latest,
    keep,
    listen,
    onEnd,
    reset,
    make,
    show,
    close,
    write,
    openHere,
    copy,
    settle,
    portal,
    prices,
    texts,
  };
});
