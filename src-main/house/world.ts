import type { DeskEvents } from '../contract/contract.ts';
import type { Dossier } from '../contract/dossier.ts';
import type { TableFile, TableHead } from '../contract/table-file.ts';
import type { Mode, ProviderName } from '../contract/provider.ts';
import type { HouseLedger } from '../ledger/ledger.ts';
import type { HolderAddresses } from '../gateways/paysafe/addresses.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Clock, ProviderLookUps } from '../payments/ports.ts';
import type { Engine } from '../payments/settle.ts';
import type { Session } from '../staff/session.ts';
import type { StepIns } from '../staff/step-ins.ts';
import type { PayoutSync } from '../sync/payouts.ts';
import type { PaysafeSync } from '../sync/registry.ts';
import type { StripeSync } from '../sync/poll.ts';
import type { FileHand } from './list-files/held-file.ts';
import type { BookingDesk } from './bookings/booking-desk.ts';
import type { DemoPins } from './demo/demo.ts';
import type { CaptureRuleDesk } from './holds/capture-rule.ts';
import type { CardEntries } from './cards/card-entry.ts';
import type { HouseLinks } from './links/link-desk.ts';
import type { ExportDesk } from './lists/export-desk.ts';
import type { KeptSettings } from './settings/house-settings.ts';
import type { ProviderKeys } from './keys/provider-keys.ts';
import type { Following } from './orders/following.ts';
import type { Outside } from './outside.ts';
import type { RecordsDesk } from './records/records-desk.ts';
import type { RunDesk } from './runs/run-desk.ts';

/** Everything the use cases work with, put together once by compose. */
export interface World {
  readonly mode: Mode;
  readonly version: string;
  readonly clock: Clock;
  /** ends after `ms`, or as soon as the signal aborts (resolving or rejecting) */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly ledger: HouseLedger;
  readonly mirror: Mirror;
  readonly engine: Engine;
  readonly session: Session;
  readonly stepIns: StepIns;
  readonly settings: KeptSettings;
  readonly keys: ProviderKeys;
  readonly links: HouseLinks;
  /** the card window of this desk */
  readonly cards: CardEntries;
  /** the files of bills and of a statement that are at hand at this desk */
  readonly billFiles: FileHand;
  readonly statementFiles: FileHand;
  /** bookings that are recognised by what stands beside their payments */
  readonly bookings: BookingDesk;
  /** what is done together at this desk: bills charged, holds captured or released */
  readonly runs: RunDesk;
  /** what was accepted, and refunds that may come back */
  readonly following: Following;
  readonly outside: Outside;
  /** captures that the house has decided on beforehand */
  readonly captureRule: CaptureRuleDesk;
  readonly sync: { readonly stripe: StripeSync; readonly paysafe: PaysafeSync; readonly payouts: PayoutSync };
  readonly lookUps: ProviderLookUps;
  /** of people at Paysafe: a bank account wants one */
  readonly addresses: HolderAddresses;
  /** backups, restore, records built anew */
  readonly records: RecordsDesk;
  /** demo house: PINs shown on its lock screen, by staff id */
  readonly demoPins: DemoPins | null;
  emit<N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]): void;
  /** opens the provider's own site in the system's browser; the address is built from ids by main, never taken from the window */
  openAtProvider(provider: ProviderName, kind: 'customer' | 'payment', ref: string): Promise<boolean>;
  /** opens the window of another mode, with its own records */
  openMode(mode: Mode): Promise<boolean>;
  resetDemo(): Promise<void>;
  /** a dossier as a PDF */
  writeDossier(dossier: Dossier): Promise<Uint8Array>;
  /** Asks where it should go and keeps it there. False: somebody chose to keep nothing. @throws when it cannot be written */
  saveDocument(document: { readonly name: string; readonly bytes: Uint8Array }): Promise<boolean>;
  /** Asks where a table should go and opens it there, to be written a few rows at a time. Null: nowhere. @throws when it cannot be written */
  openTable(head: TableHead): Promise<TableFile | null>;
  /** the one export that may be under way */
  readonly exportDesk: ExportDesk;
  /** Asks a person for a file of lines (bills, a statement) and reads it, unless it is larger than `most` bytes. Null: none was chosen. @throws when it cannot be read */
  openListFile(most: number): Promise<{ readonly name: string; readonly bytes: Uint8Array } | 'too_large' | null>;
  /** what shuts the money buttons is looked at once more */
  lookAgain(): Promise<void>;
  trouble(what: string, error: unknown): void;
}

/** Splits one of our ids into provider and the provider's own id, or null when it is neither. */
export function splitId(id: string): { provider: ProviderName; ref: string } | null {
  const [provider, ...rest] = id.split(':');
  const ref = rest.join(':');
  if ((provider !== 'stripe' && provider !== 'paysafe') || ref === '') return null;
  return { provider, ref };
}
