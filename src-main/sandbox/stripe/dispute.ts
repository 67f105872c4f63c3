import type { BalanceTransaction } from './balance-transactions.ts';

const untold = [
  ...['access_activity_log', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure'],
  ...['cancellation_rebuttal', 'customer_communication', 'customer_email_address', 'customer_name'],
  ...['customer_purchase_ip', 'customer_signature', 'duplicate_charge_documentation', 'duplicate_charge_explanation'],
  ...['duplicate_charge_id', 'product_description', 'receipt', 'refund_policy', 'refund_policy_disclosure'],
  ...['refund_refusal_explanation', 'service_date', 'service_documentation', 'shipping_address', 'shipping_carrier'],
  ...['shipping_date', 'shipping_documentation', 'shipping_tracking_number', 'uncategorized_file'],
] as const;

interface Evidence extends Readonly<Record<string, unknown>> {
  readonly enhanced_evidence: Readonly<Record<string, never>>;
  readonly uncategorized_text: string | null;
}

/** A client's bank wants a charge back. Amount in minor units, times in seconds. https://docs.stripe.com/api/disputes/object */
export interface Dispute {
  readonly id: string;
  readonly object: 'dispute';
  readonly amount: number;
  /** what it took from the account's balance, and what came back */
  balance_transactions: readonly Omit<BalanceTransaction, '_at'>[];
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly enhanced_eligibility_types: readonly [];
  evidence: Evidence;
  evidence_details: {
    readonly due_by: number;
    readonly enhanced_eligibility: Readonly<Record<string, never>>;
    readonly has_evidence: boolean;
    readonly past_due: boolean;
    readonly submission_count: number;
    readonly submission_method: 'manual' | 'not_submitted';
  };
  readonly intended_submission_method: null;
  readonly is_charge_refundable: false;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, never>>;
  readonly payment_intent: string | null;
  readonly reason: 'fraudulent';
  status: 'needs_response' | 'won' | 'lost';
  readonly _at: number;
}

/** A dispute of which the house has said nothing yet. @param dueBy until when it may, in seconds */
export function newDispute(
  of: Pick<Dispute, 'id' | 'amount' | 'charge' | 'created' | 'currency' | 'payment_intent' | '_at'>,
  dueBy: number,
): Dispute {
  return {
    ...of,
    object: 'dispute',
    balance_transactions: [],
    enhanced_eligibility_types: [],
    evidence: {
      ...Object.fromEntries(untold.map((field) => [field, null])),
      ...{ enhanced_evidence: {}, uncategorized_text: null },
    },
    evidence_details: {
      ...{ due_by: dueBy, enhanced_eligibility: {}, has_evidence: false, past_due: false },
      ...{ submission_count: 0, submission_method: 'not_submitted' },
    },
    ...{ intended_submission_method: null, is_charge_refundable: false, livemode: false, metadata: {} },
    ...{ reason: 'fraudulent', status: 'needs_response' },
  };
}

/** With what the house says to its bank. */
export function answered(dispute: Dispute, text: string): void {
  dispute.evidence = { ...dispute.evidence, uncategorized_text: text };
  dispute.evidence_details = {
    ...dispute.evidence_details,
    has_evidence: true,
    submission_count: dispute.evidence_details.submission_count + 1,
    submission_method: 'manual',
  };
}
