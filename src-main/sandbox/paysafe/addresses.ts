import type { Form } from './form.ts';
import { readForm } from './form.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { AddressRecord } from './vault-records.ts';
import { needPart, needProfile } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, vaultUrl } from './world.ts';

export function addressRoutes(world: PaysafeWorld): Route[] {
  const one = (call: Call): AddressRecord =>
    needPart(world, { kind: kinds.address, id: call.id('address'), profileId: call.id('profile') });
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/customervault/v1/profiles/:profile/addresses${path}`,
    family: 'vault',
    opens: 'server',
    answer,
  });
  return [
    route('POST', '', (call) => {
      const profileId = call.id('profile');
      needProfile(world, profileId);
      const form = readForm(call.body);
      const fields = addressFields(form);
      form.finish();
      const address = addAddress(world, profileId, fields);
      return {
        status: 201,
        body: addressView(address),
        headers: { Location: vaultUrl(world, `/profiles/${profileId}/addresses/${address.id}`) },
      };
    }),
    route('GET', '/:address', (call) => ({ status: 200, body: addressView(one(call)) })),
    route('PUT', '/:address', (call) => {
      const before = one(call);
      const form = readForm(call.body);
      const fields = addressFields(form);
      form.finish();
      const after: AddressRecord = { ...before, fields };
      world.store.put(kinds.address, after.id, after);
      return { status: 200, body: addressView(after) };
    }),
    route('DELETE', '/:address', (call): Answer => {
      world.store.remove(kinds.address, one(call).id);
      return { status: 200 };
    }),
  ];
}

/** Reads an address; country and zip are needed. */
export function addressFields(form: Form): Readonly<Record<string, unknown>> {
  return {
    nickName: form.text('nickName', { max: 50 }),
    street: form.text('street', { max: 50 }),
    street2: form.text('street2', { max: 50 }),
    city: form.text('city', { max: 40 }),
    state: form.text('state', { max: 40 }),
    country: form.needText('country', { pattern: /^[A-Z]{2}$/ }),
    zip: form.needText('zip', { max: 10 }),
    recipientName: form.text('recipientName', { max: 255 }),
    phone: form.text('phone', { max: 40 }),
    defaultShippingAddressIndicator: form.flag('defaultShippingAddressIndicator') ?? false,
  };
}

export function addAddress(
  world: PaysafeWorld,
  profileId: string,
  fields: Readonly<Record<string, unknown>>,
): AddressRecord {
  const address: AddressRecord = { id: world.ids.uuid(), profileId, fields };
  world.store.put(kinds.address, address.id, address, { created: world.clock.now(), owner: profileId });
  return address;
}

export function addressView(address: AddressRecord): Record<string, unknown> {
  return { id: address.id, ...address.fields, status: 'ACTIVE' };
}

export function addressesOf(world: PaysafeWorld, profileId: string): AddressRecord[] {
  return world.store.list<AddressRecord>(kinds.address, { owner: profileId });
}
