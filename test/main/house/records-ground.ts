import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { RecordsWork } from '../../../src-main/contract/records.ts';
import type { Whose } from '../../../src-main/house/keys/named-account.ts';
import { openRecordsDesk, type RecordsDesk } from '../../../src-main/house/records/records-desk.ts';
import type { RebuildWorld } from '../../../src-main/house/records/rebuild.ts';
import type { RecordsKeeping } from '../../../src-main/house/records/records-keeping.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { ListedBackup } from '../../../src-main/ledger/backups/list.ts';
import type { RecallEnd } from '../../../src-main/payments/recall.ts';
import { countingRandom, setClock, type SetClock } from '../ledger/ground.ts';

export const hour = 3_600_000;
export const noon = Date.UTC(2026, 10, 20, 12);
export const owner = { id: 'staff-3', name: 'Hélène Fleury', verbs: [] };

interface Ground {
  folder: string;
  ledger: HouseLedger;
  clock: SetClock;
  keeping: PaperKeeping;
  ends: Record<ProviderName, RecallEnd>;
  keys: Record<ProviderName, boolean>;
  stamps: Record<ProviderName, string>;
  whose: Record<ProviderName, Whose>;
  judgements: ProviderName[];
  /** what happens while a provider is asked */
  asking: () => unknown;
  told: RecordsWork[];
  troubles: string[];
  clockWrong: Failure | null;
}
/** New before each test of a file that calls `onNewRecords`. */
export const ground = {} as Ground;

/** Files on paper: what is asked of them is noted, what they answer is set. */
interface PaperKeeping extends RecordsKeeping {
  listed: ListedBackup[];
  made: number;
  refuses: 'backup_unwritable' | null;
  prepares: Awaited<ReturnType<RecordsKeeping['prepare']>>;
  swapped: number | null;
  folder: string | null;
  network: boolean;
}

function paperKeeping(): PaperKeeping {
  const paper: PaperKeeping = {
    listed: [],
    made: 0,
    refuses: null,
    prepares: null,
    swapped: null,
    folder: null,
    network: false,
    backups: async () => paper.listed,
    newestAt: async () => (paper.listed.length === 0 ? null : Math.max(...paper.listed.map(({ at }) => at))),
    async make() {
      paper.made += 1;
      if (paper.refuses) return { made: false, why: paper.refuses };
      paper.listed.push(backupOf(ground.clock.at));
      return { made: true, name: 'new', operations: 1, second: null };
    },
    prepare: async () => paper.prepares,
    async swap(at) {
      paper.swapped = at;
    },
    asideFile: (name) => join(ground.folder, name),
    chooseFolder: async () => paper.folder,
    isOnNetwork: () => paper.network,
  };
  return paper;
}

export function backupOf(at: number, change: Partial<ListedBackup> = {}): ListedBackup {
  return { name: `backup-${at}`, place: 'here', at, operations: 1, bytes: 4096, unfit: null, ...change };
}

function rebuildWorld(): RebuildWorld {
  const recall = (provider: 'stripe' | 'paysafe') => ({
    provider,
    recall: async () => (ground.asking(), ground.ends[provider]),
  });
  const never = async (): Promise<never> => {
    throw new Error('nothing is asked by name here');
  };
  return {
    ledger: ground.ledger,
    mirror: {
      payment: async () => null,
      customer: async () => null,
      card: async () => null,
      person: async () => null,
      allPaymentRefs: async () => [],
      unsettleLines: async () => undefined,
    },
    recalls: { stripe: recall('stripe'), paysafe: recall('paysafe') },
    gateways: {
      stripe: { prepare: never, question: never, readFinding: () => ({ found: 'absent' }) },
      paysafe: { prepare: never, question: never, readFinding: () => ({ found: 'absent' }) },
    },
    sender: { send: never },
    clock: ground.clock,
    random: countingRandom(),
    keys: {
      at: async (provider) => (ground.keys[provider] ? 'yes' : 'no'),
      shut: () => null,
      stamp: (provider) => ground.stamps[provider],
      whose: async (provider) => (ground.judgements.push(provider), ground.whose[provider]),
    },
  };
}

export async function openOne(own: HouseLedger = ground.ledger): Promise<RecordsDesk> {
  return openRecordsDesk({
    ledger: own,
    acting: () => true,
    keeping: ground.keeping,
    clock: ground.clock,
    desk: () => 'Front 1',
    rebuildWorld,
    tell: (work) => ground.told.push(work),
    changed: () => undefined,
    clockWrong: () => ground.clockWrong,
    trouble: (what) => ground.troubles.push(what),
  });
}

/** Records of their own for each test. */
export function onNewRecords(): void {
  beforeEach(async () => {
    ground.folder = mkdtempSync(join(tmpdir(), 'records-desk-'));
    ground.clock = setClock(noon);
    ground.ledger = await openLedger(
      { file: join(ground.folder, 'ledger.db') },
      { clock: ground.clock, random: countingRandom() },
    );
    ground.keeping = paperKeeping();
    ground.ends = { stripe: { complete: true }, paysafe: { complete: true } };
    ground.keys = { stripe: true, paysafe: true };
    ground.stamps = { stripe: 'first', paysafe: 'first' };
    ground.whose = { stripe: 'named', paysafe: 'named' };
    ground.judgements = [];
    ground.asking = () => undefined;
    ground.told = [];
    ground.troubles = [];
    ground.clockWrong = null;
  });
  afterEach(async () => {
    await ground.ledger.close();
    rmSync(ground.folder, { recursive: true });
  });
}
