import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { HistoryQuestion } from '../../src-main/contract/history.ts';
import { useDesk } from '../desk.ts';

const everything: HistoryQuestion = { search: '' };

/** The lines of the history that somebody asks for, newest first. The question stays while another section is looked at. */
export const useHistory = defineStore('history', () => {
  const question = shallowRef<HistoryQuestion>(everything);
  const lines = shallowRef<readonly AuditLine[]>([]);
  const people = shallowRef<readonly { readonly id: string; readonly name: string }[]>([]);
  const more = ref(false);
  const failure = ref<Failure | null>(null);
  let asked = 0;

  async function read(older = false): Promise<void> {
    asked += 1;
    const own = asked;
    const before = older ? (lines.value.at(-1)?.id ?? null) : null;
    const reply = await useDesk().history.list({ ...question.value, before, limit: 100 });
    // Another question has followed this one.
    if (own !== asked) return;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    lines.value = older ? [...lines.value, ...reply.value.rows] : reply.value.rows;
    more.value = reply.value.more;
  }
  async function readPeople(): Promise<void> {
    const reply = await useDesk().history.people({});
    if (reply.ok) people.value = reply.value.people;
  }
  function ask(part: Partial<HistoryQuestion>): Promise<void> {
    question.value = { ...question.value, ...part };
    return read();
  }
  function clear(): Promise<void> {
    question.value = everything;
    return read();
  }
  return { question, lines, people, more, failure, read, readPeople, ask, clear };
});
