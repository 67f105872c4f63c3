import * as v from 'valibot';
import { expect, it } from 'vitest';
import { planShape } from '../../../src-main/ledger/plan-shape.ts';
import { charge, everyPlan, hold } from '../gateways/orders-on-paper.ts';

const cause = { purpose: 'balance', billId: 'bill-1', consentId: null, billName: 'f00d' } as const;

it.each([...everyPlan, { ...charge, cause }, { ...hold, cause }].map((plan) => [plan.kind, plan] as const))(
  'a %s is read back from the records as it was written, with what every desk calls its bill',
  (_kind, plan) => {
    expect(v.parse(planShape, JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  },
);
