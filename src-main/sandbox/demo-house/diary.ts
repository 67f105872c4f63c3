import type { SandboxStore } from '../core/store.ts';

/** One visit as the booking diary of the house has it, whether or not anything was paid for it. Cents; day and time in Montréal. */
export interface DemoVisit {
  /** the provider's customer or profile: `stripe:cus_…` */
  readonly customer: string;
  readonly name: string;
  readonly day: string;
  readonly time: string;
  readonly service: string;
  readonly withWhom: string;
  /** taxes included */
  readonly total: number;
  /** of the total; null when the diary does not tell them apart */
  readonly tax: number | null;
  /** paid before or at the visit, without tip */
  readonly paid: { readonly payment: string; readonly amount: number; readonly at: number } | null;
  readonly note: string | null;
  /** why it was called off; null when it stands */
  readonly calledOff: string | null;
}

const kind = 'demo-house.diary';

/** The visits of the day the house was filled and of the day after; none for a file without a demo house. */
export function demoDiary(store: SandboxStore): readonly DemoVisit[] {
  return store.get<{ readonly visits: readonly DemoVisit[] }>(kind, 'visits')?.visits ?? [];
}

/** Grows while the house is filled. */
export interface DiaryBook {
  visit(visit: DemoVisit): void;
  keep(store: SandboxStore): void;
}

export function makeDiaryBook(): DiaryBook {
  const visits: DemoVisit[] = [];
  return {
    visit: (visit) => void visits.push(visit),
    keep: (store) => void store.put(kind, 'visits', { visits }),
  };
}
