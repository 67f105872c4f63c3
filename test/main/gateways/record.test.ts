import { describe, expect, it } from 'vitest';
import { recordRequest } from '../../../src-main/gateways/stripe/record.ts';

describe('a recorded Stripe request', () => {
  it('is what the official package would send, without credential or telemetry', async () => {
    const request = await recordRequest((stripe) =>
      stripe.paymentIntents.create(
        { amount: 8450, currency: 'cad', confirm: true, metadata: { a: 'é & =' }, expand: ['latest_charge'] },
        { idempotencyKey: 'cpt-1' },
      ),
    );
    expect(request).toEqual({
      method: 'POST',
      path: '/v1/payment_intents',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'idempotency-key': 'cpt-1',
        // An upgrade of the package that speaks another version is a deliberate step: read its changelog first.
        'stripe-version': '2026-10-28.endive',
      },
      body: 'amount=8450&currency=cad&confirm=true&metadata[a]=%C3%A9%20%26%20%3D&expand[0]=latest_charge',
    });
  });

  it('never mixes two orders that are built at the same moment', async () => {
    const built = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        recordRequest(async (stripe) => {
          if (n % 2 === 0) await Promise.resolve();
          return stripe.paymentIntents.cancel(`pi_${n}`, {}, { idempotencyKey: `key-${n}` });
        }),
      ),
    );
    for (const [n, request] of built.entries()) {
      expect(request.path).toBe(`/v1/payment_intents/pi_${n}/cancel`);
      expect(request.headers['idempotency-key']).toBe(`key-${n}`);
    }
  });

  it('is refused when nothing, or two things, were built', async () => {
    await expect(recordRequest(() => Promise.resolve())).rejects.toThrow('built 0 requests');
    await expect(
      recordRequest(async (stripe) => {
        await stripe.balance.retrieve();
        await stripe.balance.retrieve();
      }),
    ).rejects.toThrow('built 2 requests');
  });
});
