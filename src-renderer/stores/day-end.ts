import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { DayView } from '../../src-main/contract/day-end.ts';
import type { DayRule } from '../../src-main/contract/day-rule.ts';
import type { Reply } from '../../src-main/contract/failure.ts';
import type { MatchCandidate } from '../../src-main/contract/payouts.ts';
import { useDesk } from '../desk.ts';
import { oneAtATime, reading } from './reading.ts';

/** A day is added up from its records each time: not with each line of what is going on. */
const restMs = 1500;

const rest = (): Promise<void> => new Promise((over) => setTimeout(over, restMs));

/** The day whose end is looked at, as main adds it up. */
export const useDayEnd = defineStore('day-end', () => {
  /** null: the day that is running */
  const day = ref<string | null>(null);
  const view = reading(() => useDesk().dayEnd.show({ day: day.value }));
  const week = reading(() => useDesk().dayEnd.week({ day: view.value.value?.day ?? '' }));

  /** what is held now, by the day on which it lapses */
  const deadlines = reading(() => useDesk().dayEnd.deadlines({}));

  /** whether Stripe is asked first: it takes seconds, and the day itself does not wait for it */
  const asking = ref(false);
  /** the earliest day of which payouts are shown; null: as many as main shows by itself */
  const since = ref<string | null>(null);
  const payouts = reading(() =>
    useDesk().dayEnd.payouts({ day: view.value.value?.day ?? '', read: asking.value, since: since.value }),
  );
  /** All of them since that day, to look something up or to take something back. */
  async function readSince(earliest: string): Promise<void> {
    since.value = earliest;
    await readPayouts(false);
  }

  async function readPayouts(ask: boolean): Promise<void> {
    if (!view.value.value) return;
    asking.value = ask;
    await payouts.read();
    asking.value = false;
  }
  async function read(): Promise<void> {
    await view.read();
    if (view.failure.value !== null) return;
    await Promise.all([week.read(), deadlines.read()]);
    if (!payouts.loading.value) await readPayouts(false);
  }
  async function show(next: string | null): Promise<void> {
    day.value = next;
    await read();
  }
  /** What main answers is the day as it is then; a day that somebody changed meanwhile is read again. */
  async function after(asking: Promise<Reply<DayView>>): Promise<Reply<DayView>> {
    const reply = await asking;
    if (reply.ok) view.value.value = reply.value;
    else await view.read();
    return reply;
  }
  const looked = ({ day: of, mark }: DayView) => ({ day: of, mark });
  const close = (seen: DayView, note: string | null) => after(useDesk().dayEnd.close({ ...looked(seen), note }));
  const handOver = (seen: DayView, toStaffId: string, note: string | null) =>
    after(useDesk().dayEnd.handOver({ ...looked(seen), toStaffId, note }));
  const reopen = (of: string, reason: string) => after(useDesk().dayEnd.reopen({ day: of, reason }));
  /** What was decided about a line changes the list at once, and perhaps the day. */
  async function afterLine<T>(asking: Promise<Reply<T>>): Promise<Reply<T>> {
    const reply = await asking;
    // Whoever closes the day next closes it as it is now.
    await Promise.all([view.read(), readPayouts(false)]);
    return reply;
  }
  const candidates = (lineId: string, search: string | null) => useDesk().payouts.candidates({ lineId, search });
  const matchLine = (
    lineId: string,
    { id: billId, remaining }: Pick<MatchCandidate, 'id' | 'remaining'>,
    another: boolean,
  ) => afterLine(useDesk().payouts.match({ lineId, billId, remaining, another }));
  const explainLine = (lineId: string, reason: string) => afterLine(useDesk().payouts.explain({ lineId, reason }));
  const explainMissing = (operationId: string, reason: string) =>
    afterLine(useDesk().payouts.explainMissing({ operationId, reason }));
  const undoMatch = (matchId: string) => afterLine(useDesk().payouts.undo({ matchId }));
  /** Its lines are gone from the payouts, and none of them is unmatched any more. */
  const withdrawStatement = (statementId: string) => afterLine(useDesk().statements.withdraw({ statementId }));
  const setRule = (rule: DayRule) => useDesk().dayEnd.setRule(rule);

  function listen(): () => void {
    const { bills, payments, links } = useDesk();
    let isHeard = true;
    const look = oneAtATime(async () => {
      if (isHeard) await read();
    }, rest);
    const stops = [bills.changed(look), payments.changed(look), links.changed(look)];
    return () => {
      isHeard = false;
      stops.forEach((end) => end());
    };
  }
  /** Another person at the desk begins at the running day. */
  function reset(): void {
    day.value = null;
    view.forget();
    week.forget();
    deadlines.forget();
    payouts.forget();
    since.value = null;
  }
  return {
    day,
    view: view.value,
    loading: view.loading,
    failure: view.failure,
    week: week.value,
    deadlines: deadlines.value,
    payouts: payouts.value,
    payoutsFailure: payouts.failure,
    payoutsLoading: payouts.loading,
    asking,
    readPayouts,
    readSince,
    read,
    show,
    close,
    handOver,
    reopen,
    candidates,
    matchLine,
    explainLine,
    explainMissing,
    undoMatch,
    withdrawStatement,
    setRule,
    listen,
    reset,
  };
});
