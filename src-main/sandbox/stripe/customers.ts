import { address, fullAddress } from './address.ts';
import { living, methodsOf, newCustomer } from './customer.ts';
import type { Customer } from './customer.ts';
import { attach, detach } from './attach.ts';
import { loadFromParam, loadFromPath, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage, page } from './paging.ts';
import { accepted, choice, flag, integer, list, object, required, text, unsettable } from './params.ts';
import type { Values } from './params.ts';
import { fromAlias } from './payment-method.ts';
import { listedType } from './payment-methods.ts';
import { badParameter, missingObject, wrongValue } from './refusal.ts';
import { madeUp, route } from './route.ts';
import { endSubscriptions } from './subscriptions.ts';

const writable = {
  address: unsettable(address),
  balance: integer(),
  business_name: unsettable(text(150)),
  cash_balance: accepted,
  description: unsettable(text()),
  email: unsettable(text(512)),
  expand,
  individual_name: unsettable(text(150)),
  invoice_prefix: text(12),
  invoice_settings: object({
    custom_fields: accepted,
    default_payment_method: unsettable(text()),
    footer: unsettable(text()),
    rendering_options: accepted,
  }),
  metadata,
  name: unsettable(text(256)),
  next_invoice_sequence: accepted,
  phone: unsettable(text(20)),
  preferred_locales: list(text()),
  shipping: unsettable(object({ address: required(address), name: required(text()), phone: unsettable(text()) })),
  source: text(),
  tax: accepted,
  tax_exempt: unsettable(choice('none', 'exempt', 'reverse')),
  validate: flag,
};

function change(call: StripeCall, customer: Customer, sent: Values<typeof writable>): void {
  if (sent.source !== undefined) throw badParameter('source', 'Sources are not available; attach a PaymentMethod.');
  if (sent.email !== undefined && sent.email !== null && !/^[^\s@]+@[^\s@]+$/.test(sent.email)) {
    throw wrongValue('email', `Invalid email address: ${sent.email}`, 'email_invalid');
  }
  if (sent.address !== undefined) customer.address = fullAddress(sent.address);
  if (sent.balance !== undefined) customer.balance = sent.balance;
  if (sent.description !== undefined) customer.description = sent.description;
  if (sent.email !== undefined) customer.email = sent.email;
  if (sent.name !== undefined) customer.name = sent.name;
  if (sent.phone !== undefined) customer.phone = sent.phone;
  if (sent.preferred_locales !== undefined) customer.preferred_locales = sent.preferred_locales;
  if (sent.tax_exempt !== undefined) customer.tax_exempt = sent.tax_exempt ?? 'none';
  if (sent.shipping === null) customer.shipping = null;
  else if (sent.shipping !== undefined) {
    const { shipping } = sent;
    customer.shipping = { address: fullAddress(shipping.address), name: shipping.name, phone: shipping.phone ?? null };
  }
  customer.metadata = changedMetadata(customer.metadata, sent.metadata);
  const settings = sent.invoice_settings;
  if (settings?.footer !== undefined) customer.invoice_settings.footer = settings.footer;
  if (settings?.default_payment_method === undefined) return;
  const { default_payment_method: chosen } = settings;
  if (chosen !== null) {
    const param = 'invoice_settings[default_payment_method]';
    const method = loadFromParam(call, 'payment_method', { id: chosen, param });
    if (method.customer !== customer.id) {
      throw wrongValue(
        param,
        `The customer does not have a payment method with the ID ${chosen}. The payment method must be attached to the customer.`,
        'resource_missing',
      );
    }
  }
  customer.invoice_settings.default_payment_method = chosen;
}

export const customerRoutes = [
  route({
    method: 'POST',
    path: '/v1/customers',
    permission: 'customers',
    params: { ...writable, payment_method: text(), tax_id_data: accepted, test_clock: accepted },
    run(call, params) {
      const customer = newCustomer(call);
      const { invoice_settings: settings, ...first } = params;
      change(call, customer, first);
      save(call, customer);
      emit(call, 'customer.created', customer);
      if (params.payment_method !== undefined) {
        const { payment_method: id } = params;
        const method = fromAlias(call, id) ?? loadFromParam(call, 'payment_method', { id, param: 'payment_method' });
        attach(call, method, customer.id);
      }
      if (settings !== undefined) {
        change(call, customer, { invoice_settings: settings });
        save(call, customer);
      }
      return customer;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers',
    permission: 'customers',
    params: { ...datedPage, email: text(512), test_clock: accepted },
    run: (call, params) =>
      listPage(call, {
        kind: 'customer',
        url: '/v1/customers',
        page: params,
        query: {
          ...params.created,
          ...(params.email === undefined ? {} : { ref: params.email }),
          where: (customer) => !customer._deleted,
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:id',
    permission: 'customers',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'customer', { id }),
  }),
  route({
    method: 'POST',
    path: '/v1/customers/:id',
    permission: 'customers',
    params: { ...writable, default_source: accepted },
    run(call, params, id) {
      const customer = living(call, id);
      const before = structuredClone(customer);
      change(call, customer, params);
      save(call, customer);
      emit(call, 'customer.updated', customer, previousAttributes(before, customer));
      return customer;
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/customers/:id',
    permission: 'customers',
    params: {},
    run(call, _params, id) {
      const customer = living(call, id);
      emit(call, 'customer.deleted', customer);
      endSubscriptions(call, id);
      for (const method of methodsOf(call, id)) detach(call, method);
      save(call, { ...living(call, id), _deleted: true });
      return madeUp({ id, object: 'customer', deleted: true });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    permission: 'payment_methods',
    params: { ...page, type: listedType, allow_redisplay: choice('always', 'limited', 'unspecified') },
    run(call, params, id) {
      living(call, id);
      return listPage(call, {
        kind: 'payment_method',
        url: `/v1/customers/${id}/payment_methods`,
        page: params,
        query: {
          owner: id,
          where: (method) =>
            (params.type ?? 'card') === 'card' &&
            (params.allow_redisplay === undefined || method.allow_redisplay === params.allow_redisplay),
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods/:method',
    permission: 'payment_methods',
    params: { expand },
    run(call, _params, id, methodId) {
      living(call, id);
      const method = loadFromPath(call, 'payment_method', { id: methodId, param: 'payment_method' });
      if (method.customer !== id) {
        throw missingObject({ noun: 'PaymentMethod', id: methodId, param: 'payment_method', inPath: true });
      }
      return method;
    },
  }),
];
