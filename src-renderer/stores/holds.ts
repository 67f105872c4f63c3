import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type {
  HoldCounts,
  HoldFilter,
  HoldListView,
  HoldQuestion,
  HoldSort,
  PlanWord,
  ReviewedHold,
} from '../../src-main/contract/hold-review.ts';
import { useDesk } from '../desk.ts';
import { oneAtATime } from './reading.ts';

export type { HoldFilter };
const pageSize = 100;
const everything: HoldQuestion = { filter: 'open', provider: null };

/** Holds of both providers as somebody asks for them: soonest deadline first unless they say otherwise. */
export const useHolds = defineStore('holds', () => {
  const question = shallowRef<HoldQuestion>(everything);
  const rows = shallowRef<readonly ReviewedHold[]>([]);
  const counts = shallowRef<HoldCounts>({ matching: 0, free: 0, all: 0, open: 0, today: 0, twoDays: 0, lapsed: 0 });
  const views = shallowRef<readonly HoldListView[]>([]);
  const asOf = ref<number | null>(null);
  const loading = ref(false);
  const failure = ref<Failure | null>(null);
  let asked = 0;
  let whole = false;

  const page = (offset: number, limit: number) => useDesk().holds.list({ ...question.value, offset, limit });

  /** The rows first; what is counted comes beside them. Rows that were shown stay until there are others. */
  async function read(): Promise<void> {
    asked += 1;
    const own = asked;
    loading.value = true;
    void useDesk()
      .holds.counts(question.value)
      .then((reply) => {
        if (own === asked && reply.ok) counts.value = reply.value;
      });
    const shown = Math.max(pageSize, rows.value.length);
    const found: ReviewedHold[] = [];
    do {
      const reply = await page(found.length, found.length === 0 ? pageSize : 200);
      if (own !== asked) return;
      failure.value = reply.ok ? null : reply.failure;
      if (!reply.ok) {
        loading.value = false;
        return;
      }
      asOf.value = reply.value.asOf;
      const got = reply.value.rows.length;
      whole = got < (found.length === 0 ? pageSize : 200);
      found.push(...reply.value.rows);
    } while (!whole && found.length < shown);
    loading.value = false;
    rows.value = found;
  }

  async function more(): Promise<void> {
    if (loading.value || whole) return;
    const own = asked;
    loading.value = true;
    const reply = await page(rows.value.length, 200);
    if (own !== asked) return;
    loading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    whole = reply.value.rows.length < 200;
    rows.value = [...rows.value, ...reply.value.rows];
  }
  function ask(part: Partial<HoldQuestion>): Promise<void> {
    question.value = { ...question.value, ...part };
    rows.value = [];
    return read();
  }
  /** Filters only; whoever opens the list reads it. */
  function show(filter: HoldFilter): void {
    question.value = { ...everything, filter };
  }
  function use(view: HoldQuestion): Promise<void> {
    question.value = view;
    rows.value = [];
    return read();
  }
  function sortBy(by: HoldSort['by']): Promise<void> {
    const { sort } = question.value;
    // The largest first, and those that were placed last.
    const down = by === 'amount' || by === 'placed';
    return ask({ sort: { by, down: sort?.by === by ? !sort.down : down } });
  }

  function put(reply: Reply<ReviewedHold>): Failure | null {
    if (!reply.ok) return reply.failure;
    rows.value = rows.value.map((row) => (row.id === reply.value.id ? reply.value : row));
    return null;
  }
  const plan = async (hold: ReviewedHold, word: PlanWord | null, dueDay: string | null): Promise<Failure | null> =>
    put(await useDesk().holds.plan({ id: hold.id, version: hold.plan?.version ?? 0, plan: word, dueDay }));
  /** notes that somebody is typing, by hold: they outlive a list that is read anew, and another hold that is looked at meanwhile */
  const drafts = shallowRef<ReadonlyMap<string, string>>(new Map());
  const draft = (id: string, text: string): void => void (drafts.value = new Map(drafts.value).set(id, text));
  const note = async (hold: ReviewedHold, text: string): Promise<Failure | null> =>
    put(await useDesk().holds.note({ id: hold.id, text }));

  function heard(reply: Reply<{ views: HoldListView[] }>): Failure | null {
    if (!reply.ok) return reply.failure;
    views.value = reply.value.views;
    return null;
  }
  const readViews = async (): Promise<Failure | null> => heard(await useDesk().holds.views({}));
  const saveView = async (name: string): Promise<Failure | null> =>
    heard(await useDesk().holds.saveView({ name, question: question.value }));
  const removeView = async (id: string): Promise<Failure | null> => heard(await useDesk().holds.removeView({ id }));

  function listen(): () => void {
    return useDesk().customers.changed(oneAtATime(read));
  }
  function reset(): void {
    question.value = everything;
    rows.value = [];
    drafts.value = new Map();
  }
  const whenWanted = (show: () => void): (() => void) => useDesk().holds.wanted(show);
  const get = (id: string) => useDesk().holds.get({ id });
  return {
    question,
    rows,
    counts,
    views,
    asOf,
    loading,
    failure,
    read,
    more,
    ask,
    show,
    use,
    sortBy,
    plan,
    drafts,
    draft,
    note,
    readViews,
    saveView,
    removeView,
    listen,
    whenWanted,
    get,
    reset,
  };
});
