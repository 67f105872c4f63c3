import { openLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, countingRandom, doneState, newCapture, setClock, written } from './ground.ts';

// A desk that works as fast as it can until somebody kills it: each round captures a hold and opens the release of its rest.
const [file = '', name = ''] = process.argv.slice(2);
const ledger = await openLedger({ file }, { clock: setClock(), random: countingRandom() });
process.stdout.write('ready\n');
// Far more than anybody lets it do; whoever was to kill it may be gone.
for (let round = 0; round < 1000; round += 1) {
  const hold = `${name}-${round}`;
  const id = `op-${hold}`;
  const opened = await ledger.operations.open(
    newCapture(hold, { id, group: id, ticket: `ticket-0000000000-${hold}` }),
    written,
    auditOf('capture'),
  );
  if (!('opened' in opened)) throw new Error('the hold was taken');
  process.stdout.write(`opened ${id}\n`);
  const next = newCapture(hold, { id: `${id}-rest`, group: id, follows: id, ticket: null });
  await ledger.operations.advance({
    operation: opened.opened,
    state: doneState(),
    trail: written,
    audit: auditOf('capture', { outcome: 'done' }),
    followUp: next,
    at: 2,
  });
  process.stdout.write(`advanced ${id}\n`);
}
