import type { DeskEvents } from './contract/contract.ts';
import type { Reply } from './contract/failure.ts';
import type { Mode } from './contract/provider.ts';
import type { SessionState } from './contract/staff.ts';
import type { Addressed } from './house/customers/addresses.ts';
import type { CardWindow } from './house/cards/card-window.ts';
import type { HouseSettings } from './house/settings/house-settings.ts';
import type { Outside, ProviderPage } from './house/outside.ts';
import type { PaperWays } from './papers.ts';
import type { RecordsRoomOptions } from './records-room.ts';
import type { RecordsOptions } from './records.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { PinCost } from './staff/pin.ts';

export interface RoomsOptions extends PaperWays, Omit<RecordsOptions, 'auditKey'>, RecordsRoomOptions {
  readonly version: string;
  /** loopback addresses instead of the providers' own (tests, sandbox); never with a live key */
  readonly addresses: Partial<Record<Addressed, string>>;
  readonly liveAllowed: boolean;
  readonly standard: HouseSettings;
  /** null: the mirror runs in this thread */
  readonly mirrorWorker: URL | null;
  /** false for the desk command: lists are filled once before the first call, nothing runs by itself */
  readonly timers: boolean;
  readonly openAtProvider: (page: ProviderPage) => Promise<boolean>;
  readonly openMode: (mode: Mode) => Promise<boolean>;
  /** absent: nothing is opened outside (tests, the desk command) */
  readonly outside?: (hosted: readonly string[] | null) => Outside;
  /** absent: no window for a card can be opened (the desk command, most tests) */
  readonly cardWindow?: CardWindow;
  readonly emit: <N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]) => void;
  readonly resetDemo: () => Promise<void>;
  readonly requestTimeoutMs?: number;
  /** absent: as a house keeps its PINs; tests sign in hundreds of times and hand in a light one, whose hashes open in no app */
  readonly pinCost?: PinCost;
}

export interface Rooms {
  call(name: unknown, input: unknown): Promise<Reply<unknown>>;
  sessionView(): Promise<SessionState>;
  openOperations(): Promise<number>;
  /** the language chosen at this desk, for what is said outside its window */
  language(): 'en' | 'fr';
  /** The PC was asleep or the line may be back: what is open is asked about now, and lists are brought up to date. */
  wake(): Promise<void>;
  readonly sandbox: Sandbox | null;
  close(): Promise<void>;
}
