/** What people decide about each other's work: second persons' yeses, and the ends of days. Amounts minor units, times unix ms, JSON is text. */
export interface TablesOfDays {
  /** What was prepared for a second person. `decided`: who approved it or sent it back. `why`: what made it void. */
  readonly approval: {
    readonly id: string;
    readonly ticket: string;
    readonly rule_kind: string;
    readonly state: string;
    readonly note: string | null;
    readonly why: string | null;
    readonly decided: string | null;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly desk: string;
    readonly created_at: number;
    readonly updated_at: number;
    readonly version: number;
    readonly seal: string;
  };
  /** `target_id`: the hold, the payment, or the card that is charged. `seen`: what was known of it, in the engine's words. */
  readonly approval_line: {
    readonly id: string;
    readonly approval_id: string;
    readonly place: number;
    readonly ticket: string;
    readonly kind: string;
    readonly provider: string;
    readonly target_id: string;
    readonly bill_id: string | null;
    readonly customer_id: string | null;
    readonly customer_name: string;
    readonly card: string | null;
    readonly amount: number;
    readonly currency: string;
    readonly held: number | null;
    readonly asked: string;
    readonly facts: string;
    readonly seen: string;
    readonly operation_id: string | null;
    readonly seal: string;
  };
  /** What was noticed of a saved card: `card` as it was, `now_card` as it is. */
  readonly day_ends: {
    readonly id: string;
    readonly day: string;
    readonly kind: string;
    readonly mark: string;
    readonly figures: string;
    readonly note: string | null;
    readonly to_id: string | null;
    readonly to_name: string | null;
    readonly staff_id: string;
    readonly staff_name: string;
    readonly desk: string;
    readonly at: number;
    readonly seal: string;
  };
  /**
   * A decision about a line of a payout. `kind`: bill, reason, undone. `undoes`: the decision that this row takes back. While a decision for a bill
   * stands, the credit `credit-<its id>` stands on that bill.
   */
  readonly payout_match: {
    readonly id: string;
    readonly line_id: string;
    readonly kind: string;
    readonly bill_id: string | null;
    readonly payment_id: string | null;
    readonly amount: number;
    readonly currency: string;
    readonly reason: string | null;
    readonly undoes: string | null;
    readonly decided_by: string;
    readonly at: number;
    readonly seal: string;
  };
  /** A file of movements at a provider that lists no payouts. `withdrawn_at`: since then its lines count no more. */
  readonly statement: {
    readonly id: string;
    readonly provider: string;
    readonly file_name: string;
    readonly brought_by: string;
    readonly at: number;
    readonly withdrawn_by: string | null;
    readonly withdrawn_at: number | null;
    readonly seal: string;
  };
  readonly statement_line: {
    readonly id: string;
    readonly statement_id: string;
    readonly place: number;
    readonly day: string;
    readonly kind: string;
    readonly amount: number;
    readonly fee: number | null;
    readonly currency: string;
    readonly ref: string | null;
    readonly merchant_ref: string | null;
    readonly payout: string;
    readonly description: string | null;
    readonly seal: string;
  };
}
