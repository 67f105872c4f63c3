import * as v from 'valibot';
import { command, event, query } from './channel.ts';
import { purpose } from './consent.ts';
import { currency, minorUnits } from './money.ts';
import { nothing } from './input.ts';
import { providerName } from './provider.ts';
import { addressedLink, cataloguePrice, chosenAmount, pageLinkKind, pageLinkView } from './page-link.ts';
import { mostPageLines } from './page-lines.ts';
import { ticket } from './ticket.ts';

const id = v.pipe(v.string(), v.minLength(3), v.maxLength(120), v.regex(/^[\w:.-]+$/));
const most = v.maxValue<number, 99_999_999>(99_999_999);
const line = v.strictObject({
  what: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
  amount: v.pipe(minorUnits, v.minValue(1), most),
});
/** What the client is asked to agree to on the page; the words are the house's newest of that text. */
export const agreement = v.strictObject({
  textId: v.pipe(v.string(), v.maxLength(40)),
  purposes: v.pipe(v.array(purpose), v.minLength(1)),
  capEach: v.nullable(v.pipe(minorUnits, v.minValue(1))),
  capTotal: v.nullable(v.pipe(minorUnits, v.minValue(1))),
  endsAt: v.nullable(v.number()),
});
const onlyId = v.strictObject({ id });

/** Pages of the provider on which a client enters a card or pays: made, shown, followed and closed. No call takes an address. */
export const linkCalls = {
  /**
   * Makes a page. For a bill its amount is what is left to pay on it, to the cent, and an older page of that bill is closed first. Without a customer
   * the provider makes one of whoever pays.
   */
  make: command(
    'make_link',
    v.strictObject({
      ticket,
      /** whose page it is; Paysafe's only where the house has turned its links on, for an exact payment, without keeping the card */
      provider: v.optional(providerName, 'stripe'),
      kind: pageLinkKind,
      customerId: v.nullable(id),
      customerName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
      email: v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(255), v.email())),
      purpose,
      billId: v.nullable(id),
      /** what it costs: exactly one of these four, none for a card. `remaining`: of the bill */
      price: v.variant('is', [
        v.strictObject({ is: v.literal('nothing') }),
        v.strictObject({ is: v.literal('remaining'), amount: v.pipe(minorUnits, v.minValue(1), most), currency }),
        v.strictObject({
          is: v.literal('lines'),
          lines: v.pipe(v.array(line), v.minLength(1), v.maxLength(mostPageLines)),
        }),
        v.strictObject({ is: v.literal('chosen'), what: line.entries.what, ...chosenAmount.entries }),
        v.strictObject({
          is: v.literal('catalogue'),
          priceRef: v.pipe(v.string(), v.regex(/^price_[A-Za-z0-9]{1,64}$/)),
          quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
        }),
      ]),
      /** whether the card is kept: never, by a box the client ticks, or always, which needs an agreement */
      save: v.picklist(['never', 'ask', 'always']),
      agreement: v.nullable(agreement),
      language: v.picklist(['en', 'fr']),
      /** how long the page stays open */
      minutes: v.pipe(v.number(), v.integer(), v.minValue(30), v.maxValue(1440)),
      /** only of an invoice: how many days the client has; it stays payable after them, until it is paid or closed */
      days: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90))),
    }),
    addressedLink,
  ),
  /** asks the provider now: how the page stands, and its address while it is open */
  show: query('find', onlyId, addressedLink),
  /** what the house sells at fixed prices, read from the provider's catalogue at this moment */
  prices: query('make_link', nothing, v.object({ prices: v.array(cataloguePrice) })),
  /** those not over yet, and, of one person or bill, the newest ones that are */
  list: query(
    'find',
    v.strictObject({ customerId: v.nullable(id), billId: v.nullable(id) }),
    v.object({ links: v.array(pageLinkView) }),
  ),
  /** closes a page; answers how it stands then, which may be that it was used before */
  close: command('make_link', onlyId, pageLinkView),
  /** a letter with the address, as a draft in this PC's own mail program; nothing is sent by it */
  write: command('make_link', onlyId, v.object({ opened: v.boolean() })),
  /** the page in the system's browser, for a client at the desk */
  openHere: command('make_link', onlyId, v.object({ opened: v.boolean() })),
  /** its address into this PC's clipboard */
  copy: command('make_link', onlyId, v.object({ copied: v.boolean() })),
  /**
   * The provider's own page on which a customer looks after their cards: made for this moment, kept nowhere. Shown as a code, put into the clipboard,
   * or opened in the system's browser; its address comes back only to be shown.
   */
  portal: command(
    'make_link',
    v.strictObject({
      customerId: id,
      language: v.picklist(['en', 'fr']),
      how: v.picklist(['show', 'copy', 'open']),
    }),
    v.object({ address: v.nullable(v.string()), did: v.boolean() }),
  ),
  /** a manager compared with the provider's own site what a page came to */
  settle: command(
    'resolve',
    v.strictObject({ id, note: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(300)) }),
    pageLinkView,
  ),
  changed: event(pageLinkView),
} as const;
