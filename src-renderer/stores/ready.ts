import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { ReadyList, ReadyRow, ReadySpan } from '../../src-main/contract/ready.ts';
import { useDesk } from '../desk.ts';
import { useLinks } from './links.ts';
import { oneAtATime, reading } from './reading.ts';

/** What became of one row of a run. A link that was made stands in the row itself from then on. */
export type LinkMade = { readonly is: 'making' | 'made' } | { readonly is: 'failed'; readonly failure: Failure };

/** How a run over several rows ended. */
export interface RunEnd {
  readonly made: number;
  readonly failed: number;
  /** not begun, because somebody stopped it */
  readonly left: number;
}

/** The rail's count is derived of every card of tomorrow's visits: not again with each line of a list that fills, nor right beside each charge. */
const restMs = 1500;
const rest = (): Promise<void> => new Promise((over) => setTimeout(over, restMs));

/** as long as Stripe lets a page stand: the visit is tomorrow */
export const readyLinkMinutes = 1440;

/** The visits to come and whether their cards can be counted on; the rail's count is of tomorrow, whatever is shown. */
export const useReady = defineStore('ready', () => {
  const links = useLinks();
  const days = ref<ReadySpan>(1);
  const list = reading<ReadyList>(() => useDesk().bills.ready({ days: days.value }));
  const toSettle = computed(
    () =>
      (list.value.value?.rows ?? []).filter(
        ({ visit, reasons }) => reasons.length > 0 && visit.day === list.value.value?.from,
      ).length,
  );

  /** by bill: the last run's word on it */
  const results = shallowRef<ReadonlyMap<string, LinkMade>>(new Map());
  const running = shallowRef<{ readonly at: number; readonly of: number } | null>(null);
  const stopping = ref(false);
  const ended = shallowRef<RunEnd | null>(null);
  // Until somebody has said what became of it, a row's order is the same order, however often a run is begun.
  const tickets = new Map<string, string>();
  /** a run that somebody else's sign-in has ended says nothing more */
  let turn = 0;

  const note = (row: ReadyRow, made: LinkMade): void => {
    results.value = new Map(results.value).set(row.billId, made);
  };

  async function makeOne(row: ReadyRow, language: 'en' | 'fr'): Promise<LinkMade> {
    const ticket = tickets.get(row.billId) ?? crypto.randomUUID();
    tickets.set(row.billId, ticket);
    const reply = await links.make({
      ticket,
      kind: 'card',
      customerId: row.customerId,
      customerName: row.customerName,
      email: row.email,
      purpose: 'future_visits',
      billId: null,
      price: { is: 'nothing' },
      save: 'always',
      agreement: {
        textId: 'visits',
        purposes: ['future_visits', 'balance', 'this_visit'],
        capEach: null,
        capTotal: null,
        endsAt: null,
      },
      language: row.language ?? language,
      minutes: readyLinkMinutes,
    });
    if (!reply.ok) return { is: 'failed', failure: reply.failure };
    tickets.delete(row.billId);
    links.keep(reply.value.link);
    if (reply.value.link.state.name === 'open' || reply.value.link.state.name === 'preparing') return { is: 'made' };
    return { is: 'failed', failure: { code: 'link_not_made', facts: { provider: 'stripe' } } };
  }

  /** One link after another, each its own order; a row that fails stands in no other's way. Two visits of one person share a link. */
  async function makeLinks(rows: readonly ReadyRow[], language: 'en' | 'fr'): Promise<void> {
    if (running.value) return;
    turn += 1;
    const own = turn;
    [stopping.value, ended.value, results.value] = [false, null, new Map()];
    const ofPerson = new Map<string | null, LinkMade>();
    const end = { made: 0, failed: 0, left: 0 };
    for (const [at, row] of rows.entries()) {
      if (stopping.value) {
        end.left = rows.length - at;
        break;
      }
      running.value = { at: at + 1, of: rows.length };
      const known = ofPerson.get(row.customerId);
      if (!known) note(row, { is: 'making' });
      const made = known ?? (await makeOne(row, language));
      if (own !== turn) return;
      if (!known && made.is === 'made') end.made += 1;
      if (made.is === 'failed') {
        end.failed += 1;
        // The desk was locked: nobody is there to make the others for.
        if (made.failure.code === 'not_signed_in') stopping.value = true;
      } else ofPerson.set(row.customerId, made);
      note(row, made);
    }
    // Read again before anything can be pressed: a row whose link was made stands with it by then.
    await list.read();
    if (own === turn) [running.value, ended.value] = [null, end];
  }
  function stop(): void {
    stopping.value = true;
  }

  /** Follows all that a card's state is derived of. */
  function listen(): () => void {
    const { bills, payments, customers } = useDesk();
    // After the desk was locked nothing is asked any more, also not what was rested for.
    let isHeard = true;
    const look = oneAtATime(async () => {
      if (isHeard) await list.read();
    }, rest);
    const stops = [
      bills.changed(look),
      payments.changed(look),
      customers.changed(look),
      links.listen(async () => look()),
    ];
    return () => {
      isHeard = false;
      stops.forEach((end) => end());
    };
  }
  async function show(span: ReadySpan): Promise<void> {
    days.value = span;
    await list.read();
  }
  /** Another person at the desk begins at tomorrow, and finds nothing of what was being made. */
  function reset(): void {
    days.value = 1;
    list.forget();
    turn += 1;
    running.value = null;
    [results.value, ended.value] = [new Map(), null];
    tickets.clear();
  }

  return {
    days,
    list: list.value,
    loading: list.loading,
    failure: list.failure,
    read: list.read,
    show,
    toSettle,
    results,
    running,
    stopping,
    ended,
    makeLinks,
    stop,
    listen,
    reset,
  };
});
