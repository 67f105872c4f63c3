import { awaitBatch } from './batch-queue.ts';
import type { Form } from './form.ts';
import { readForm } from './form.ts';
import { refuse } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { BankRecord, MandateRecord } from './vault-records.ts';
import { giveToken, needPart } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, utcText, vaultUrl } from './world.ts';

/** A mandate is read and changed under the profile, not under its bank account. */
export function mandateRoutes(world: PaysafeWorld): Route[] {
  const one = (call: Call): MandateRecord =>
    needPart(world, { kind: kinds.mandate, id: call.id('mandate'), profileId: call.id('profile') });
  const route = (method: Route['method'], answer: Route['answer']): Route => ({
    method,
    path: '/customervault/v1/profiles/:profile/mandates/:mandate',
    family: 'vault',
    opens: 'server',
    answer,
  });
  return [
    route('GET', (call) => ({ status: 200, body: mandateView(one(call)) })),
    route('PUT', (call) => {
      const before = one(call);
      const form = readForm(call.body);
      form.needChoice('status', ['CANCELLED']);
      form.finish();
      return { status: 200, body: mandateView(changeMandate(world, before, 'CANCELLED')) };
    }),
    route('DELETE', (call): Answer => {
      removeMandate(world, one(call));
      return { status: 200 };
    }),
  ];
}

export function readReference(form: Form, scheme: 'bacs' | 'sepa'): string {
  return form.needText('reference', { max: scheme === 'bacs' ? 10 : 35 });
}

/** BACS mandates wait for the bank, SEPA ones are active at once. The token that pays is the mandate's. */
export function addMandate(world: PaysafeWorld, bank: BankRecord, reference: string): MandateRecord {
  const twin = world.store.list<MandateRecord>(kinds.mandate, { ref: reference })[0];
  if (twin !== undefined) {
    refuse('7507', { existing: vaultUrl(world, `/profiles/${twin.profileId}/mandates/${twin.id}`) });
  }
  const mandate: MandateRecord = {
    id: world.ids.uuid(),
    profileId: bank.profileId,
    bankId: bank.id,
    reference,
    paymentToken: world.ids.token('M', 14),
    status: bank.scheme === 'bacs' ? 'PENDING' : 'ACTIVE',
    statusChanged: world.clock.now(),
  };
  world.store.put(kinds.mandate, mandate.id, mandate, {
    created: mandate.statusChanged,
    owner: bank.id,
    ref: reference,
  });
  awaitBatch(world, { kind: 'mandate', id: mandate.id });
  giveToken(world, mandate.paymentToken, { kind: 'mandate', id: mandate.id });
  return mandate;
}

export function changeMandate(
  world: PaysafeWorld,
  mandate: MandateRecord,
  status: MandateRecord['status'],
): MandateRecord {
  const changed: MandateRecord = { ...mandate, status, statusChanged: world.clock.now() };
  world.store.put(kinds.mandate, changed.id, changed);
  return changed;
}

export function removeMandate(world: PaysafeWorld, mandate: MandateRecord): void {
  world.store.remove(kinds.mandate, mandate.id);
  world.store.remove(kinds.token, mandate.paymentToken);
}

export function mandatesOf(world: PaysafeWorld, bank: BankRecord): MandateRecord[] {
  return world.store.list<MandateRecord>(kinds.mandate, { owner: bank.id });
}

export function mandateView(mandate: MandateRecord): Record<string, unknown> {
  return {
    id: mandate.id,
    reference: mandate.reference,
    paymentToken: mandate.paymentToken,
    status: mandate.status,
    statusChangeDate: utcText(mandate.statusChanged),
  };
}
