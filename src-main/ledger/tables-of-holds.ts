import type { RunRow } from './tables.ts';

/** What the house keeps of holds beside the providers. Amounts minor units, times unix ms, JSON is text. */
export interface TablesOfHolds {
  /** A hold that lapsed: amount minor units, times unix ms. */
  readonly lapsed_hold: {
    readonly hold_id: string;
    readonly amount: number;
    readonly currency: string;
    readonly lapsed_at: number;
    readonly noted_at: number;
    readonly desk: string;
    readonly seal: string;
  };
  /** What the house's rule had due at `due_at` and did not capture. Amount minor units, times unix ms. */
  readonly missed_capture: {
    readonly hold_id: string;
    readonly due_at: number;
    readonly customer_name: string;
    readonly provider: string;
    readonly amount: number;
    readonly currency: string;
    readonly why: string;
    readonly noted_at: number;
    readonly desk: string;
    readonly seal: string;
  };
  readonly hold_run: RunRow;
  /** `state`: as of a line of a bill run. `held`: what could be captured as it was shown. */
  readonly hold_run_line: {
    readonly id: string;
    readonly run_id: string;
    readonly place: number;
    readonly ticket: string;
    readonly kind: string;
    readonly hold_id: string;
    readonly provider: string;
    readonly customer_id: string | null;
    readonly customer_name: string;
    readonly card: string | null;
    readonly held: number;
    readonly amount: number;
    readonly note: string | null;
    readonly state: string;
    readonly failure: string | null;
    readonly seal: string;
  };
  /** What somebody means to do with a hold. `due_day`: by which day of the house, YYYY-MM-DD. */
  readonly hold_plan: {
    readonly hold_id: string;
    readonly plan: string;
    readonly due_day: string | null;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly at: number;
    readonly version: number;
    readonly seal: string;
  };
  readonly hold_note: {
    readonly id: string;
    readonly hold_id: string;
    readonly text: string;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly at: number;
    readonly seal: string;
  };
  /** A view of the holds that the house keeps. `view`: its filters and order as JSON. `name_key`: its name as it is compared. */
  readonly hold_view: {
    readonly id: string;
    readonly name: string;
    readonly name_key: string;
    readonly view: string;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly at: number;
    readonly seal: string;
  };
}
