import { PDFDocument } from '@cantoo/pdf-lib';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { StepInView } from '../../../src-main/contract/repeat.ts';
import { openSalon, salonPins, type Salon, type SalonDesk } from '../../support/salon.ts';
import { savedClient, type SalonClient } from '../../support/salon-client.ts';
import { noPdfReader, pagesOfPdf } from '../../support/pdf-text.ts';

// What a house sends to a bank in a dispute, made by a whole desk and read back by another program.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let desk: SalonDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

let client: Record<'en' | 'fr', SalonClient>;

beforeAll(async () => {
  salon = await openSalon('evidence');
  client = {
    en: await savedClient(salon, { name: 'Łukasz Wiśniewski', locale: 'en', token: 'tok_visa' }),
    fr: await savedClient(salon, { name: 'Thị Hương Phạm', locale: 'fr-CA', token: 'tok_mastercard' }),
  };
  desk = await salon.desk('Front 1');
  await desk.must('consents.setRule', { rule: 'manager' });
  await desk.must('desk.refresh', {});
}, 120_000);
afterAll(() => salon.close());

async function consentOf(cardId: string, language: 'en' | 'fr', how: object): Promise<string> {
  const asked = {
    cardId,
    purposes: ['this_visit', 'balance'],
    textId: 'visits',
    language,
    capEach: 12_000,
    capTotal: null,
    endsOn: null,
  };
  const { shown } = await desk.must<{ shown: string }>('consents.draft', asked);
  await desk.must('consents.record', { ...asked, shown, way: 'verbal', witness: 'Noé', scan: null, ...how });
  return shown;
}
const charge = ({ customerId, cardId }: SalonClient, amount: number, more: object = {}) => ({
  ticket: ticket(),
  customerId,
  cardId,
  amount: cad(amount),
  tip: null,
  note: null,
  receiptEmail: null,
  ...more,
});
async function evidence(about: 'card' | 'operation', id: string): Promise<{ name: string; pages: string[] }> {
  await desk.signIn('Sylvie');
  const { name } = await desk.must<{ name: string }>('evidence.save', { about, id });
  const kept = desk.documents.at(-1);
  expect(kept?.name).toBe(name);
  const folder = process.env['COMPTOIR_KEEP_PDF'];
  if (folder && kept) writeFileSync(`${folder}/${name}`, kept.bytes);
  return { name, pages: pagesOfPdf(kept?.bytes ?? new Uint8Array()) };
}
/** Blanks apart, and what stands at the foot of a page: lines of a document break where its columns and pages end. */
const flat = (text: string): string =>
  text.replace(/\s+/g, '').replace(/Comptoir(keepsnocardnumber|negardeaucunnumérodecarte).*?page\d+(of|de)\d+/g, '');

describe('an evidence file', () => {
  it('of a card, in English: text letter by letter, who and how, the paper, every order, no card number', async ({
    skip,
  }) => {
    const missing = noPdfReader();
    if (missing) skip(missing);
    await desk.signIn('Maude');
    const paper = await PDFDocument.create();
    paper.addPage([300, 400]).drawText('Signed by Lukasz');
    const scan = { name: 'signed.pdf', data: Buffer.from(await paper.save()).toString('base64') };
    const shown = await consentOf(client.en.cardId, 'en', { way: 'paper', witness: null, scan });
    await desk.must('cards.rename', { cardId: client.en.cardId, nickname: 'Blue one' });
    const note = 'typed by somebody: 4111 1111 1111 1111';
    const done = await desk.must<OperationView>('payments.charge', charge(client.en, 8000, { note, tip: 1000 }));
    const { name, pages } = await evidence('card', client.en.cardId);
    const text = pages.join(' ');
    expect(name).toMatch(/^evidence-4242-2026-11-20\.pdf$/);
    expect(text).toContain('Evidence file: Visa 4242, Łukasz Wiśniewski');
    expect(flat(text)).toContain(flat(shown));
    expect(text).toContain('Maude, at Front 1');
    expect(text).toContain('Signed on paper');
    expect(text).toContain('Named “Blue one” by Maude');
    expect(text).toContain('$80.00');
    expect(text).toContain(done.code);
    expect(flat(text)).toContain(done.state.name === 'done' ? done.state.reference : 'not done');
    expect(text).toContain('Written in the records before anything was sent');
    expect(pages.at(-1)).toContain('Signed by Lukasz');
    for (const [at, page] of pages.entries()) expect(page).toContain(`page ${at + 1} of ${pages.length}`);
    expect(text).not.toMatch(/4111/);
    expect(text).not.toMatch(/\{\w+\}/);
  });

  it('of one payment, in French for a French customer: who let it pass, and what was withdrawn', async ({ skip }) => {
    const missing = noPdfReader();
    if (missing) skip(missing);
    await desk.signIn('Maude');
    const shown = await consentOf(client.fr.cardId, 'fr', {});
    const order = charge(client.fr, 15_000);
    const { fact } = await desk.must<{ fact: string }>('consents.cover', {
      cardId: client.fr.cardId,
      purpose: 'balance',
      amount: order.amount,
    });
    const { id } = await desk.must<StepInView>('staff.stepIn', {
      staffId: (await desk.staff('Sylvie')).id,
      pin: salonPins.Sylvie,
      reason: 'elle est sur place et le veut',
      ticket: order.ticket,
      kind: 'charge',
      targetId: client.fr.customerId,
      cardId: client.fr.cardId,
      amount: order.amount,
      over: [{ why: 'consent', fact }],
    });
    const done = await desk.must<OperationView>('payments.charge', { ...order, stepIn: id });
    const { consents } = await desk.must<{ consents: { id: string }[] }>('consents.ofCustomer', {
      customerId: client.fr.customerId,
    });
    await desk.must('consents.withdraw', { id: consents[0]?.id, reason: 'ne veut plus' });
    const { name, pages } = await evidence('operation', done.id);
    const text = pages.join(' ');
    expect(name).toBe(`preuve-${done.code}-2026-11-20.pdf`);
    expect(text).toContain('Dossier de preuve : Mastercard 4444, Thị Hương Phạm');
    expect(flat(text)).toContain(flat(shown));
    expect(text).toContain('De vive voix, devant témoin');
    expect(text).toContain('Noé');
    expect(text).toContain('Sylvie, qui a permis : « elle est sur place et le veut »');
    expect(flat(text)).toContain(flat('noté par Maude : ne veut plus'));
    expect(text).toContain('150,00 $');
    for (const [at, page] of pages.entries()) expect(page).toContain(`page ${at + 1} de ${pages.length}`);
  });

  it('of a card that was lent tells what it paid for somebody else too', async ({ skip }) => {
    const missing = noPdfReader();
    if (missing) skip(missing);
    salon.pass(16 * 60_000);
    await desk.signIn('Maude');
    const { cardId } = client.en;
    const { customerId } = client.fr;
    await desk.must('payers.grant', { cardId, customerId, endsOn: null, how: 'At the desk' });
    const order = charge({ ...client.fr, cardId }, 4135);
    const about = { customerId, cardId, amount: order.amount, tip: null, billId: null };
    const { doubts } = await desk.must<SureView>('payments.sure', about);
    const sure = doubts.map(({ fact }) => fact);
    const forOther = await desk.must<OperationView>('payments.charge', { ...order, sure });
    const { pages } = await evidence('card', cardId);
    expect(pages.join(' ')).toContain(forOther.code);
  });

  it('is a manager’s to make, is written down, and cannot be made of something that is not there', async () => {
    await desk.signIn('Maude');
    expect(await desk.refusal('evidence.save', { about: 'card', id: client.en.cardId })).toMatchObject({
      code: 'not_allowed',
    });
    await desk.signIn('Sylvie');
    expect(await desk.refusal('evidence.save', { about: 'card', id: 'stripe:pm_nobody' })).toEqual({
      code: 'unknown_id',
    });
    await desk.must('evidence.save', { about: 'card', id: client.en.cardId });
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 5 });
    expect(rows).toContainEqual(expect.objectContaining({ what: 'evidence', outcome: 'done', staffName: 'Sylvie' }));
  });
});
