import { defineStore } from 'pinia';
import type { CardEntryView } from '../../src-main/contract/card-window.ts';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { useDesk } from '../desk.ts';

export type CardWish = Parameters<DeskCalls['cardWindow']['open']>[0];

/** The card window as main tells of it. Nothing that is typed in it ever comes here. */
export const useCardWindow = defineStore('card-window', () => {
  const open = (wish: CardWish) => useDesk().cardWindow.open(wish);
  const addProfile = (input: Parameters<DeskCalls['cardWindow']['addProfile']>[0]) =>
    useDesk().cardWindow.addProfile(input);
  const adoptProfile = (operationId: string) => useDesk().cardWindow.adoptProfile({ operationId });
  const show = (id: string) => useDesk().cardWindow.show({ id });
  const close = (id: string) => useDesk().cardWindow.close({ id });
  const listen = (told: (entry: CardEntryView) => void): (() => void) => useDesk().cardWindow.changed(told);
  const texts = () => useDesk().consents.texts({});
  return { open, addProfile, adoptProfile, show, close, listen, texts };
});
