import type { Form } from './form.ts';
import type { CardWanted } from './paying-card.ts';
import { readCardWanted } from './paying-card.ts';
import type { StoredCredential } from './stored-credential.ts';
import { readStoredCredential } from './stored-credential.ts';
import type { PaysafeWorld } from './world.ts';

export interface PaymentFields {
  readonly card: CardWanted;
  readonly storedCredential: StoredCredential | undefined;
  readonly billingDetails: Readonly<Record<string, unknown>> | undefined;
  readonly profile: Readonly<Record<string, unknown>> | undefined;
  readonly description: string | undefined;
  readonly keywords: readonly string[] | undefined;
  readonly customerIp: string | undefined;
}

/** Reads what authorizations and verifications have in common. */
export function readPayment(world: PaysafeWorld, form: Form): PaymentFields {
  const billing = form.part('billingDetails');
  const profile = form.part('profile');
  const keywords = form.texts('keywords');
  if (keywords !== undefined && keywords.length > 10) form.wrong('keywords', 'size must be between 0 and 10');
  return {
    card: readCardWanted(form),
    storedCredential: readStoredCredential(world, form),
    billingDetails:
      billing === undefined
        ? undefined
        : {
            street: billing.text('street', { max: 50 }),
            street2: billing.text('street2', { max: 50 }),
            city: billing.text('city', { max: 40 }),
            state: billing.text('state', { max: 40 }),
            country: billing.text('country', { pattern: /^[A-Z]{2}$/ }),
            zip: billing.text('zip', { max: 10 }),
            phone: billing.text('phone', { max: 40 }),
          },
    profile:
      profile === undefined
        ? undefined
        : {
            firstName: profile.text('firstName', { max: 80 }),
            lastName: profile.text('lastName', { max: 80 }),
            email: profile.text('email', { max: 255 }),
          },
    description: form.text('description', { max: 255 }),
    keywords,
    customerIp: form.text('customerIp', { max: 39 }),
  };
}
