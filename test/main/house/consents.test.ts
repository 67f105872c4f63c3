import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsentCover, ConsentScan, ConsentText, ConsentView } from '../../../src-main/contract/consent.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { StepInView } from '../../../src-main/contract/repeat.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, salonPins, type Salon, type SalonDesk, type SalonName } from '../../support/salon.ts';

// A whole desk without its window in a house that asks for a consent: what is refused, what a manager lets pass, what is kept.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const day = 86_400_000;
let salon: Salon;
let desk: SalonDesk;
let people: Client[];
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

interface Client {
  readonly customerId: string;
  readonly cardId: string;
}

beforeAll(async () => {
  salon = await openSalon('consents');
  const till = stripeTill(salon.sandbox);
  people = [];
  for (let made = 0; made < 14; made += 1) {
    const { customerRef, cardRef } = await till.save();
    people.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  desk = await salon.desk('Front 1');
  await desk.must('consents.setRule', { rule: 'manager' });
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

/** Somebody with a card who was asked for nothing yet. */
function client(): Client {
  const next = people.pop();
  if (!next) throw new Error('More people are needed than were made');
  return next;
}
const terms = (cardId: string, more: object = {}) => ({
  cardId,
  purposes: ['this_visit', 'balance'],
  textId: 'visits',
  language: 'en',
  capEach: null,
  capTotal: null,
  endsOn: null,
  ...more,
});
const shownFor = async (asked: object): Promise<string> =>
  (await desk.must<{ shown: string }>('consents.draft', asked)).shown;
async function recorded(cardId: string, more: object = {}, how: object = {}): Promise<ConsentView> {
  const asked = terms(cardId, more);
  return desk.must<ConsentView>('consents.record', {
    ...asked,
    shown: await shownFor(asked),
    way: 'verbal',
    witness: 'Noé',
    scan: null,
    ...how,
  });
}
const chargeOf = ({ customerId, cardId }: Client, amount: number, more: object = {}) => ({
  ticket: ticket(),
  customerId,
  cardId,
  amount: cad(amount),
  tip: null,
  note: null,
  receiptEmail: null,
  ...more,
});
const cover = (cardId: string, amount: number, purpose = 'balance') =>
  desk.must<ConsentCover>('consents.cover', { cardId, purpose, amount: cad(amount) });
async function stepInFor(
  order: ReturnType<typeof chargeOf>,
  more: { readonly who?: SalonName; readonly over?: readonly unknown[] } = {},
): Promise<Record<string, unknown>> {
  const { fact } = await cover(order.cardId, order.amount.amount);
  const { who = 'Sylvie', ...rest } = more;
  return {
    staffId: (await desk.staff(who)).id,
    pin: salonPins[who],
    reason: 'she is on the telephone and says yes',
    ticket: order.ticket,
    kind: 'charge',
    targetId: order.customerId,
    cardId: order.cardId,
    purpose: 'balance',
    amount: order.amount,
    over: fact === null ? [] : [{ why: 'consent', fact }],
    ...rest,
  };
}
async function rule(now: 'never' | 'manager' | 'free'): Promise<void> {
  await desk.signIn('Hélène');
  await desk.must('consents.setRule', { rule: now });
  await desk.signIn('Maude');
}
async function history(): Promise<AuditLine[]> {
  await desk.signIn('Hélène');
  const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 });
  await desk.signIn('Maude');
  return rows;
}

describe('a charge in a house that asks for a consent', () => {
  it('is refused without one, over its cap, after its end, after it was withdrawn, and for what was not asked', async () => {
    const none = client();
    expect(await desk.refusal('payments.charge', chargeOf(none, 8000))).toEqual({ code: 'consent_missing' });

    const capped = client();
    await recorded(capped.cardId, { capEach: 10_000 });
    expect(await desk.refusal('payments.charge', chargeOf(capped, 10_001))).toMatchObject({
      code: 'consent_over_cap',
      facts: { most: 10_000 },
    });
    const noShow = { cause: { purpose: 'no_show', billId: null } };
    expect(await desk.refusal('payments.charge', chargeOf(capped, 5000, noShow))).toMatchObject({
      code: 'consent_other_purpose',
    });
    expect(await desk.must('payments.charge', chargeOf(capped, 10_000))).toMatchObject({ state: { name: 'done' } });

    const over = client();
    await recorded(over.cardId, { endsOn: '2026-11-20' });
    const withdrawn = client();
    const { id } = await recorded(withdrawn.cardId);
    await desk.must('consents.withdraw', { id, reason: 'called us' });
    salon.pass(day);
    await desk.signIn('Maude');
    expect(await desk.refusal('payments.charge', chargeOf(over, 100))).toMatchObject({ code: 'consent_ended' });
    expect(await desk.refusal('payments.charge', chargeOf(withdrawn, 100))).toMatchObject({
      code: 'consent_withdrawn',
    });
    expect(await desk.refusal('consents.withdraw', { id, reason: null })).toMatchObject({ code: 'consent_withdrawn' });
  });

  it('counts against the whole of what was agreed, and says what is left before anybody presses', async () => {
    const one = client();
    await recorded(one.cardId, { capTotal: 15_000 });
    expect(await cover(one.cardId, 9000)).toMatchObject({ refusal: null, consent: { used: 0, capTotal: 15_000 } });
    await desk.must('payments.charge', chargeOf(one, 9000));
    expect(await cover(one.cardId, 6001)).toMatchObject({
      rule: 'manager',
      consent: { used: 9000 },
      refusal: { code: 'consent_used_up', facts: { most: 6000 } },
    });
    expect(await cover(one.cardId, 6000)).toMatchObject({ refusal: null });
  });
});

describe('a manager who steps in', () => {
  it('lets this one charge pass, with the reason in history and trail; the next one is refused again', async () => {
    const one = client();
    const order = chargeOf(one, 7000);
    const { id } = await desk.must<StepInView>('staff.stepIn', await stepInFor(order));
    const charged = await desk.must<OperationView>('payments.charge', { ...order, stepIn: id });
    expect(charged.state.name).toBe('done');
    const { trail } = await desk.must<OperationDetail>('payments.get', { operationId: charged.id });
    expect(trail.find(({ what }) => what === 'step_in')?.detail).toEqual({
      by: 'Sylvie',
      note: 'she is on the telephone and says yes',
      over: `consent_missing balance ${one.cardId}`,
    });
    expect((await history()).find(({ what }) => what === 'step_in')).toMatchObject({
      staffName: 'Sylvie',
      detail: { note: 'she is on the telephone and says yes', over: `consent_missing balance ${one.cardId}` },
    });
    salon.pass(20 * 60_000);
    await desk.signIn('Maude');
    expect(await desk.refusal('payments.charge', chargeOf(one, 7000))).toEqual({ code: 'consent_missing' });
  });

  it('is nobody of the front desk, and lets no other card, purpose or amount pass', async () => {
    const one = client();
    const other = client();
    const order = chargeOf(one, 7000);
    expect(await desk.refusal('staff.stepIn', await stepInFor(order, { who: 'Maude' }))).toMatchObject({
      code: 'not_allowed',
    });
    expect(await desk.refusal('payments.charge', { ...order, stepIn: 'step-made-up' })).toMatchObject({
      code: 'step_in_void',
    });
    // Given over something that is not there, over nothing, or without naming the card: the consent is still missing.
    expect(await desk.refusal('staff.stepIn', await stepInFor(order, { over: [] }))).toEqual({
      code: 'consent_missing',
    });
    const blind = await stepInFor(order);
    const { cardId: _card, ...withoutCard } = blind;
    const given = await desk.must<StepInView>('staff.stepIn', withoutCard);
    expect(await desk.refusal('payments.charge', { ...order, stepIn: given.id })).toMatchObject({
      code: 'consent_missing',
    });
    const { id } = await desk.must<StepInView>('staff.stepIn', await stepInFor(order));
    for (const forged of [
      { ...order, cardId: other.cardId, customerId: other.customerId, stepIn: id },
      { ...order, amount: cad(7001), stepIn: id },
      { ...order, cause: { purpose: 'no_show', billId: null }, stepIn: id },
    ])
      expect((await desk.refusal('payments.charge', forged)).code).toMatch(/^(step_in_void|consent_missing)$/);
    expect(await desk.must('payments.charge', { ...order, stepIn: id })).toMatchObject({ state: { name: 'done' } });
  });

  it('may not where the house says never, not even the owner; nobody is asked where it says free', async () => {
    const one = client();
    const order = chargeOf(one, 7000);
    const asked = await stepInFor(order, { who: 'Hélène' });
    await rule('never');
    expect(await desk.refusal('staff.stepIn', asked)).toEqual({ code: 'consent_missing' });
    expect(await cover(one.cardId, 7000)).toMatchObject({ fact: null, refusal: { code: 'consent_missing' } });
    await rule('free');
    expect(await cover(one.cardId, 7000)).toMatchObject({ refusal: null });
    expect(await desk.must('payments.charge', order)).toMatchObject({ state: { name: 'done' } });
    await rule('manager');
    expect(await desk.refusal('consents.setRule', { rule: 'free' })).toMatchObject({ code: 'not_allowed' });
  });
});

describe('what is kept of a consent', () => {
  it('is the text as it was shown, letter by letter, with names, amounts and day in it', async () => {
    const one = client();
    const asked = { capEach: 12_000, capTotal: 60_000, endsOn: '2027-01-31', language: 'fr' };
    const view = await recorded(one.cardId, asked);
    expect(view.text).toContain('Atelier');
    expect(view.text).toContain('120,00\u00a0$ au plus');
    expect(view.text).toContain('600,00\u00a0$ au plus');
    expect(view.text).toContain('31 janvier 2027');
    expect(view.text).not.toMatch(/[{}]/);
    expect(view).toMatchObject({ channel: 'verbal', witness: 'Noé', staffName: 'Maude', textVersion: 1, state: 'ok' });
  });

  it('is refused when the words on screen are no longer those of the house', async () => {
    const one = client();
    const asked = terms(one.cardId);
    const shown = await shownFor(asked);
    await desk.signIn('Hélène');
    const body = 'I, {customer}, allow {house} to charge {card} for {purposes}: {cap}.';
    const saved = await desk.must<ConsentText>('consents.saveText', {
      id: 'visits',
      language: 'en',
      title: 'New',
      body,
    });
    expect(saved.version).toBe(2);
    await desk.signIn('Maude');
    const record = { ...asked, shown, way: 'verbal', witness: 'Noé', scan: null };
    expect(await desk.refusal('consents.record', record)).toEqual({ code: 'consent_text_changed' });
    const again = await recorded(one.cardId);
    expect(again).toMatchObject({ textVersion: 2 });
    const { versions } = await desk.must<{ versions: ConsentText[] }>('consents.textVersions', {
      id: 'visits',
      language: 'en',
    });
    expect(versions.map(({ version, by }) => `${version} ${by}`)).toEqual(['2 Hélène', '1 ']);
    expect(await desk.refusal('consents.saveText', { id: 'visits', language: 'en', title: 'No', body })).toMatchObject({
      code: 'not_allowed',
    });
  });

  it('needs a witness when it was spoken, a paper when it was signed, and purposes that its text covers', async () => {
    const one = client();
    const asked = terms(one.cardId);
    const shown = await shownFor(asked);
    const given = { ...asked, shown, way: 'verbal', witness: null, scan: null };
    const refusedFor = async (more: object) => (await desk.refusal('consents.record', { ...given, ...more })).facts;
    expect(await refusedFor({})).toEqual({ field: 'witness' });
    expect(await refusedFor({ way: 'paper' })).toEqual({ field: 'scan' });
    expect(await refusedFor({ purposes: ['no_show'] })).toEqual({ field: 'purposes' });
    const low = { capEach: 500, capTotal: 400 };
    const lowShown = await shownFor(terms(one.cardId, low));
    expect(await refusedFor({ ...low, shown: lowShown, way: 'page' })).toEqual({ field: 'capTotal' });
  });

  it('is the signed paper too, told by its first bytes and given back as it was', async () => {
    const one = client();
    const asked = terms(one.cardId);
    const shown = await shownFor(asked);
    const given = (data: Buffer) => ({
      ...asked,
      shown,
      way: 'paper',
      witness: null,
      scan: { name: 'accord.pdf', data: data.toString('base64') },
    });
    for (const wrong of [Buffer.from('MZ not a paper'), Buffer.from('<html>%PDF-')])
      expect(await desk.refusal('consents.record', given(wrong))).toEqual({ code: 'scan_unreadable' });
    const large = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(5 * 1024 * 1024)]);
    expect(await desk.refusal('consents.record', given(large))).toMatchObject({ code: 'scan_too_large' });
    const signed = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(300_000, 7)]);
    const view = await desk.must<ConsentView>('consents.record', given(signed));
    const scan = await desk.must<ConsentScan>('consents.scan', { id: view.scanId });
    expect(scan).toMatchObject({ kind: 'jpeg', name: 'accord.pdf' });
    expect(Buffer.from(scan.data, 'base64').equals(signed)).toBe(true);
  });
});
