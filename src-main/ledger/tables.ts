import type { TablesOfDays } from './tables-of-days.ts';
import type { TablesOfHolds } from './tables-of-holds.ts';

/** The ledger's tables as SQL names them. Truth is 1 or 0; JSON columns are text; times are unix ms UTC. */
export interface OperationTable {
  readonly id: string;
  readonly group_id: string;
  readonly follows: string | null;
  readonly ticket: string | null;
  readonly kind: string;
  readonly provider: string;
  readonly guard: string;
  readonly repeat_key: string;
  readonly plan: string;
  readonly request: string;
  readonly memo: string;
  readonly state_name: string;
  readonly state: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly tip: number | null;
  readonly customer_id: string | null;
  readonly customer_name: string;
  readonly card: string | null;
  readonly target_id: string | null;
  readonly note: string | null;
  readonly receipt_email: string | null;
  readonly staff_id: string;
  readonly staff_name: string;
  readonly desk: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly provider_clock_at: number | null;
  readonly version: number;
  /** one JSON value a line, oldest first */
  readonly trail: string;
  /** what shows that the row is what we wrote: see seal.ts */
  readonly seal: string;
}

export interface Tables extends TablesOfHolds, TablesOfDays {
  readonly operation: OperationTable;
  readonly audit: {
    readonly id: number;
    readonly at: number;
    readonly staff_id: string | null;
    readonly staff_name: string | null;
    readonly desk: string;
    readonly what: string;
    readonly outcome: string;
    readonly detail: string;
    readonly search_text: string;
    readonly chain: string;
  };
  /** The end of the audit, and what all sealed rows add up to. Written in every commit that changes either. */
  readonly audit_head: {
    readonly only_row: number;
    readonly line_count: number;
    readonly chain: string;
    /** which records these are: made once, at random */
    readonly ledger_id: string;
    /** tells which key they are sealed with, and tells nothing else of it */
    readonly key_mark: string;
    readonly tally: string;
    readonly seal: string;
  };
  readonly staff: {
    readonly id: string;
    readonly name: string;
    readonly name_key: string;
    readonly role: string;
    readonly active: number;
    readonly pin_hash: string;
    readonly wrong_tries: number;
    readonly locked_until: number | null;
    readonly created_at: number;
    readonly seal: string;
  };
  readonly setting: { readonly name: string; readonly value: string; readonly seal: string };
  readonly profile: {
    readonly ref: string;
    readonly merchant_customer_id: string | null;
    readonly added_at: number;
    readonly last_read_at: number | null;
    readonly seal: string;
  };
  readonly provider_transaction: {
    readonly ref: string;
    readonly kind: string;
    readonly account: string;
    readonly customer_id: string | null;
    readonly card_id: string | null;
    readonly description: string | null;
    readonly settlement_refs: string;
    readonly at: number;
    readonly final: number;
    readonly initial: number;
    readonly last_read_at: number | null;
    readonly seal: string;
  };
  readonly customer_link: {
    readonly customer_id: string;
    readonly group_id: string;
    readonly linked_by: string;
    readonly linked_at: number;
    readonly seal: string;
  };
  readonly nickname: { readonly card_id: string; readonly nickname: string; readonly seal: string };
  readonly provider_key: {
    readonly provider: string;
    readonly mode: string;
    readonly kind: string;
    readonly last_four: string;
    readonly business: string | null;
    readonly accounts: string;
    readonly permissions: string;
    readonly checked_at: number | null;
    readonly added_by: string;
    readonly added_at: number;
    readonly seal: string;
  };
  readonly bill: {
    readonly id: string;
    readonly code: string;
    readonly customer_id: string | null;
    readonly customer_name: string;
    readonly day: string;
    readonly time: string | null;
    readonly service: string;
    readonly with_whom: string | null;
    readonly lines: string;
    readonly total: number;
    readonly tax: number | null;
    readonly currency: string;
    readonly source: string;
    readonly source_ref: string | null;
    readonly note: string | null;
    readonly cancelled: string | null;
    readonly created_at: number;
    readonly created_by: string;
    readonly version: number;
    readonly seal: string;
  };
  readonly bill_credit: {
    readonly id: string;
    readonly bill_id: string;
    readonly kind: string;
    readonly amount: number;
    readonly payment_id: string | null;
    readonly note: string | null;
    readonly credited_by: string;
    readonly at: number;
    readonly seal: string;
  };
  /** A decision about money of a bill that was given back elsewhere; `undoes`: the decision that this row takes back. Amount minor units. */
  readonly given_back: {
    readonly id: string;
    readonly bill_id: string;
    readonly payment_id: string;
    readonly choice: string;
    readonly amount: number;
    readonly undoes: string | null;
    readonly decided_by: string;
    readonly at: number;
    readonly seal: string;
  };
  /** What a charge or hold is for, beside its plan: a bill finds its operations by it, so a row that is missing must be noticed too. */
  readonly operation_cause: {
    readonly operation_id: string;
    readonly purpose: string;
    readonly bill_id: string | null;
    readonly consent_id: string | null;
    readonly seal: string;
  };
  readonly consent_text: {
    readonly id: string;
    readonly version: number;
    readonly language: string;
    readonly title: string;
    readonly body: string;
    readonly written_by: string;
    readonly at: number;
    readonly seal: string;
  };
  readonly consent: {
    readonly id: string;
    readonly card_id: string;
    readonly customer_id: string;
    readonly purposes: string;
    readonly text_id: string;
    readonly text_version: number;
    readonly language: string;
    readonly shown: string;
    readonly cap_each: number | null;
    readonly cap_total: number | null;
    readonly currency: string;
    readonly ends_at: number | null;
    readonly channel: string;
    readonly witness: string | null;
    readonly scan_id: string | null;
    readonly at: number;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly desk: string;
    readonly withdrawn: string | null;
    readonly version: number;
    readonly seal: string;
  };
  /** What stood in the place of a record that was damaged and written anew; nothing ever leaves this table. */
  readonly damaged_row: {
    readonly id: string;
    readonly table_name: string;
    readonly row_id: string;
    readonly row_text: string;
    readonly found_at: number;
    readonly run_id: string;
    readonly seal: string;
  };
  readonly consent_scan: {
    readonly id: string;
    readonly scan_id: string;
    readonly part: number;
    readonly parts: number;
    readonly name: string;
    readonly kind: string;
    readonly size: number;
    readonly data: string;
    readonly seal: string;
  };
  readonly page_link: {
    readonly id: string;
    readonly ticket: string;
    readonly kind: string;
    readonly customer_id: string | null;
    readonly customer_name: string;
    readonly bill_id: string | null;
    readonly plan: string;
    readonly request: string;
    readonly session_ref: string | null;
    readonly state_name: string;
    readonly state: string;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly desk: string;
    readonly created_at: number;
    readonly updated_at: number;
    readonly provider_clock_at: number | null;
    readonly version: number;
    readonly trail: string;
    readonly seal: string;
  };
  /** A bill that was closed at the desk, as it was then; `state`: closed or reopened. Amount minor units. */
  readonly bill_closing: {
    readonly bill_id: string;
    readonly state: string;
    readonly total: number;
    readonly bill_version: number;
    readonly noted_at: number;
    readonly noted_by: string;
    readonly version: number;
    readonly seal: string;
  };
  /** `fee`: what the bill asks for instead of its total. `state`: fee, waived or taken_back. */
  readonly missed_visit: {
    readonly bill_id: string;
    readonly kind: string;
    readonly state: string;
    readonly fee: number;
    readonly ruled: number;
    readonly reason: string | null;
    readonly step_in: string | null;
    readonly noted_at: number;
    readonly noted_by: string;
    readonly version: number;
    readonly seal: string;
  };
  /** A card of one customer that may pay for another. */
  readonly payer_grant: {
    readonly id: string;
    readonly card_id: string;
    readonly owner_id: string;
    readonly owner_name: string;
    readonly customer_id: string;
    readonly customer_name: string;
    readonly ends_at: number | null;
    readonly how: string;
    readonly granted_at: number;
    readonly granted_by: string;
    readonly revoked: string | null;
    readonly version: number;
    readonly seal: string;
  };
  readonly bill_run: RunRow;
  /** `state`: what was done with it here; what became of its order stands in the operation of its ticket. */
  readonly bill_run_line: {
    readonly id: string;
    readonly run_id: string;
    readonly place: number;
    readonly ticket: string;
    readonly bill_id: string;
    readonly bill_code: string;
    readonly bill_version: number;
    readonly remaining: number;
    readonly customer_id: string;
    readonly customer_name: string;
    readonly card_id: string;
    readonly card: string;
    readonly amount: number;
    readonly state: string;
    readonly failure: string | null;
    readonly seal: string;
  };
  readonly card_event: {
    readonly id: string;
    readonly card_id: string;
    readonly customer_id: string;
    readonly kind: string;
    readonly card: string;
    readonly now_card: string | null;
    readonly desk: string;
    readonly at: number;
    readonly seal: string;
  };
}

/** Orders that somebody confirmed together: bills charged, holds captured or released. */
export interface RunRow {
  readonly id: string;
  readonly ticket: string;
  readonly currency: string;
  readonly state: string;
  readonly why: string | null;
  readonly driver: string;
  readonly staff_id: string;
  readonly staff_name: string;
  readonly desk: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly version: number;
  readonly seal: string;
}
