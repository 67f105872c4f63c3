import * as v from 'valibot';
import { calendarDay } from './bill.ts';
import { command, query } from './channel.ts';
import {
  consentChannel,
  consentCover,
  consentRule,
  consentScan,
  consentText,
  consentTextId,
  consentView,
  mostScanBytes,
  purpose,
} from './consent.ts';
import { settingsView } from './desk-status.ts';
import { freeText, id, nothing, stated } from './input.ts';
import { minorUnits } from './money.ts';

/** What is asked of a customer: the text of one language, filled in with these facts. */
const agreed = v.strictObject({
  cardId: id,
  purposes: v.pipe(v.array(purpose), v.minLength(1), v.maxLength(5)),
  textId: consentTextId,
  language: v.picklist(['en', 'fr']),
  capEach: v.nullable(v.pipe(minorUnits, v.minValue(1), v.maxValue(99_999_999))),
  capTotal: v.nullable(v.pipe(minorUnits, v.minValue(1), v.maxValue(99_999_999))),
  /** the last day on which it holds, in the house's time zone */
  endsOn: v.nullable(calendarDay),
});

/** What customers agreed to: asked, shown, recorded, withdrawn; and the texts they are shown. */
export const consentCalls = {
  ofCustomer: query('find', v.strictObject({ customerId: id }), v.object({ consents: v.array(consentView) })),
  /** what stands behind a charge of this much, or in its way; asked while the amount is typed */
  cover: query('find', v.strictObject({ cardId: id, purpose, amount: stated }), consentCover),
  /** the text as the customer would be shown it now, with the names, amounts and dates in it */
  draft: query('find', agreed, v.object({ title: v.string(), shown: v.string(), version: v.number() })),
  record: command(
    'consent',
    v.strictObject({
      ...agreed.entries,
      /** what was on screen, letter by letter; refused when the text has changed meanwhile */
      shown: v.pipe(v.string(), v.maxLength(6000)),
      /** how the customer said yes */
      way: consentChannel,
      witness: freeText(80),
      /** the signed paper, base64; its kind is told by its content */
      scan: v.nullable(
        v.strictObject({
          name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
          data: v.pipe(v.string(), v.maxLength(Math.ceil((mostScanBytes * 4) / 3) + 100_000)),
        }),
      ),
    }),
    consentView,
  ),
  scan: query('find', v.strictObject({ id }), consentScan),
  /** a copy of the signed paper, where a person says; what the window itself cannot show (a PDF) is looked at there */
  saveScan: command('consent', v.strictObject({ id }), v.object({ saved: v.boolean(), name: v.string() })),
  withdraw: command('consent', v.strictObject({ id, reason: freeText(200) }), consentView),
  texts: query('find', nothing, v.object({ texts: v.array(consentText) })),
  /** every version of one text in one language, newest first */
  textVersions: query(
    'find',
    v.strictObject({ id: consentTextId, language: v.picklist(['en', 'fr']) }),
    v.object({ versions: v.array(consentText) }),
  ),
  /** a text that is being written, filled in for somebody made up */
  sample: query(
    'consent_text',
    v.strictObject({
      id: consentTextId,
      language: v.picklist(['en', 'fr']),
      body: v.pipe(v.string(), v.maxLength(2000)),
    }),
    v.object({ shown: v.string() }),
  ),
  saveText: command(
    'consent_text',
    v.strictObject({
      id: consentTextId,
      language: v.picklist(['en', 'fr']),
      title: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(80)),
      body: v.pipe(v.string(), v.trim(), v.minLength(20), v.maxLength(2000)),
    }),
    consentText,
  ),
  setRule: command('settings', v.strictObject({ rule: consentRule }), settingsView),
} as const;

export const evidenceCalls = {
  /** one PDF about a card or an order for a dispute; a person says where it goes */
  save: command(
    'history',
    v.strictObject({ about: v.picklist(['card', 'operation']), id }),
    v.object({ saved: v.boolean(), name: v.string() }),
  ),
} as const;
