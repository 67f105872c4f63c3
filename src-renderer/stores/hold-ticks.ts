import { computed, ref, shallowRef } from 'vue';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { HoldQuestion, ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { mostRunLines } from '../../src-main/contract/run.ts';
import { useDesk } from '../desk.ts';
import { useHolds } from './holds.ts';

/** A hold that somebody ticked, as it was shown then, and what they chose for it. `amount` null: what was typed is no amount. */
export interface HoldChoice {
  readonly hold: ReviewedHold;
  readonly amount: number | null;
  /** why the amount is another than what is held */
  readonly reason: string;
}

const anew = (hold: ReviewedHold): HoldChoice => ({ hold, amount: hold.capturable.amount, reason: '' });
/** It can be captured or released now. */
export const isFree = ({ state, busy }: ReviewedHold): boolean => state === 'open' && busy === null;

/** Which holds are ticked. They stay so under another filter; what is not open any more is left out, and counted. */
export function holdTicks() {
  /** in the order in which they were ticked */
  const chosen = shallowRef<ReadonlyMap<string, HoldChoice>>(new Map());
  const choices = computed(() => [...chosen.value.values()]);
  /** how many were left out since somebody last ticked or cleared one */
  const gone = ref(0);
  /** ticked ones that the list of now has; null: main has not said */
  const listed = shallowRef<ReadonlySet<string> | null>(new Set());
  /** main is asked for all that can be ticked */
  const ticking = ref(false);
  const [notTicked, notLooked] = [ref<Failure | null>(null), ref<Failure | null>(null)];
  const tickFailure = computed(() => notTicked.value ?? notLooked.value);
  let [looks, presses] = [0, 0];
  let looked: HoldQuestion | null = null;
  /** ticked since main was last asked which are listed: they were ticked in the list */
  let since = new Set<string>();

  /** How many of the ticked ones the list of now does not have; null while nobody knows. */
  const hidden = computed(() => {
    const { value } = listed;
    return value && choices.value.filter(({ hold }) => !value.has(hold.id)).length;
  });

  function tick(holds: readonly ReviewedHold[], on: boolean): void {
    const next = new Map(chosen.value);
    for (const hold of holds) {
      if (!on) next.delete(hold.id);
      else if (!next.has(hold.id)) next.set(hold.id, anew(hold));
    }
    if (on) {
      since = new Set([...since, ...holds.map(({ id }) => id)]);
      if (listed.value) listed.value = new Set([...listed.value, ...since]);
    }
    [gone.value, notTicked.value] = [0, null];
    chosen.value = next;
  }
  function change(id: string, part: Partial<Pick<HoldChoice, 'amount' | 'reason'>>): void {
    const own = chosen.value.get(id);
    if (own) chosen.value = new Map(chosen.value).set(id, { ...own, ...part });
  }
  function clear(): void {
    [chosen.value, listed.value, since] = [new Map(), new Set(), new Set()];
    [gone.value, notTicked.value, notLooked.value] = [0, null, null];
    // What is on its way was asked for ticks that are no more, maybe by somebody who has left.
    [looks, presses] = [looks + 1, presses + 1];
    ticking.value = false;
  }

  /**
   * What main shows now: one that cannot be taken any more is not ticked. Of one that holds another sum all of it is chosen where all of it was; an amount
   * that somebody chose stays theirs, with its reason, also where it is more than is held by now: then it says so.
   */
  function seen(rows: readonly ReviewedHold[]): void {
    const next = new Map(chosen.value);
    for (const row of rows) {
      const own = next.get(row.id);
      if (!own) continue;
      if (!isFree(row)) next.delete(row.id);
      else if (own.hold.capturable.amount !== row.capturable.amount)
        next.set(row.id, own.amount === own.hold.capturable.amount ? anew(row) : { ...own, hold: row });
    }
    keep(next);
  }
  function keep(next: ReadonlyMap<string, HoldChoice>): void {
    gone.value += chosen.value.size - next.size;
    chosen.value = next;
  }

  /** Asks main what became of the ticked ones, and which of them the list of now has: rows say nothing of one that has left the list. */
  async function look(): Promise<void> {
    looks += 1;
    const own = looks;
    const ids = [...chosen.value.keys()];
    since = new Set();
    const { question } = useHolds();
    // Of the same list what is known stays until there is more: nothing flickers.
    if (ids.length === 0) listed.value = new Set();
    else if (question !== looked) listed.value = null;
    looked = question;
    const [rows, found]: [ReviewedHold[], Set<string>] = [[], new Set()];
    for (let at = 0; at < ids.length; at += mostRunLines) {
      const reply = await useDesk().holds.chosen({ question, ids: ids.slice(at, at + mostRunLines) });
      if (own !== looks) return;
      notLooked.value = reply.ok ? null : reply.failure;
      if (!reply.ok) {
        listed.value = null;
        return;
      }
      rows.push(...reply.value.rows);
      for (const id of reply.value.listed) found.add(id);
    }
    const [asked, shown] = [new Set(ids), new Set(rows.map(({ id }) => id))];
    keep(new Map([...chosen.value].filter(([id]) => !asked.has(id) || shown.has(id))));
    seen(rows);
    listed.value = new Set([...found, ...since]);
  }

  /** Ticks the first that can be, as many as one run takes: main reads them in one look, whatever of the list is shown or on its way. */
  async function tickAll(): Promise<void> {
    if (ticking.value) return;
    const holds = useHolds();
    const { question } = holds;
    presses += 1;
    const own = presses;
    [ticking.value, notTicked.value] = [true, null];
    const reply = await useDesk().holds.free(question);
    if (own !== presses) return;
    ticking.value = false;
    // Another list is shown by now: nobody pressed the button for that one.
    if (holds.question !== question) return;
    if (reply.ok) tick(reply.value.rows, true);
    else notTicked.value = reply.failure;
  }

  return { chosen, choices, gone, hidden, ticking, tickFailure, tick, change, clear, seen, look, tickAll };
}
