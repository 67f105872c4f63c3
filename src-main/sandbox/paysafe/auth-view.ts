import type { CvvResult } from './single-use-tokens.ts';
import type { StoredCredential } from './stored-credential.ts';
import type { SettlementRecord } from './settlements.ts';
import { settlementView } from './settlements.ts';
import type { TransactionHead } from './transactions.ts';
import { cardsUrl, selfLink } from './transactions.ts';
import type { AvsResult } from './triggers.ts';
import type { CardExpiry } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, utcText } from './world.ts';

/** An authorization that was approved. Captured or not, it stays COMPLETED: only `availableToSettle` tells. */
export interface AuthRecord extends TransactionHead {
  readonly merchantRefNum: string;
  readonly status: 'COMPLETED' | 'HELD' | 'CANCELLED';
  readonly amount: number;
  readonly settleWithAuth: boolean;
  readonly preAuth: boolean;
  readonly availableToSettle: number;
  readonly card: { readonly type: string; readonly lastDigits: string; readonly cardExpiry: CardExpiry };
  readonly debit: boolean;
  readonly authCode: string;
  readonly profile?: Readonly<Record<string, unknown>> | undefined;
  readonly billingDetails?: Readonly<Record<string, unknown>> | undefined;
  readonly merchantDescriptor: { readonly dynamicDescriptor: string; readonly phone: string | undefined };
  readonly description?: string | undefined;
  readonly keywords?: readonly string[] | undefined;
  readonly customerIp?: string | undefined;
  readonly storedCredential?: StoredCredential | undefined;
  readonly currencyCode: string;
  readonly avsResponse: AvsResult;
  readonly cvvVerification: CvvResult;
  /** Captured so far, cancelled captures included; never on the wire. */
  readonly settled: number;
  /** A control call let it lapse; never on the wire. */
  readonly lapsed?: boolean;
}

/**
 * `fresh` = the reply to the POST; `looked-up` has neither `settlements` nor `visaAdditionalAuthData`, writes names in
 * capitals and echoes the stored credential (all recorded). That description, keywords and address of the
 * customer's computer come back is not recorded.
 */
export function authView(
  world: PaysafeWorld,
  auth: AuthRecord,
  reading: 'fresh' | 'looked-up',
): Record<string, unknown> {
  const fresh = reading === 'fresh';
  const along = auth.settleWithAuth ? world.store.get<SettlementRecord>(kinds.settlement, auth.id) : undefined;
  return {
    id: auth.id,
    merchantRefNum: auth.merchantRefNum,
    txnTime: utcText(auth.created),
    status: auth.status,
    amount: auth.amount,
    settleWithAuth: auth.settleWithAuth,
    preAuth: auth.preAuth,
    availableToSettle: auth.availableToSettle,
    card: auth.card,
    authCode: auth.authCode,
    profile: fresh ? auth.profile : capitals(auth.profile),
    billingDetails: auth.billingDetails,
    merchantDescriptor: auth.merchantDescriptor,
    description: auth.description,
    keywords: auth.keywords,
    customerIp: auth.customerIp,
    visaAdditionalAuthData: fresh && auth.card.type.startsWith('V') ? {} : undefined,
    storedCredential: fresh ? undefined : auth.storedCredential,
    currencyCode: auth.currencyCode,
    avsResponse: auth.avsResponse,
    cvvVerification: auth.cvvVerification,
    settlements: fresh && along !== undefined ? [settlementView(world, along)] : undefined,
    links: [
      ...(along === undefined
        ? []
        : [{ rel: 'settlement', href: cardsUrl(world, auth.account, `/settlements/${auth.id}`) }]),
      selfLink(world, 'auths', auth),
    ],
  };
}

function capitals(profile: AuthRecord['profile']): Record<string, unknown> | undefined {
  if (profile === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(profile).map(([name, value]) => [name, typeof value === 'string' ? value.toUpperCase() : value]),
  );
}
