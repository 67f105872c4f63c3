import { diskFiles, type Files } from '../../../../src-main/ledger/backups/files.ts';
import { prepareRestore, type PreparingRestore } from '../../../../src-main/ledger/backups/prepare.ts';
import { swapIn } from '../../../../src-main/ledger/backups/swap.ts';
import { setClock } from '../ground.ts';
import { auditKey, evening } from './house.ts';

// A desk that puts a backup back and is killed at one numbered file operation: `before` it, or right `after` it.
const [asked = '{}', at = '0', when = 'before'] = process.argv.slice(2);
const preparing = JSON.parse(asked) as Omit<PreparingRestore, 'clock' | 'auditKey' | 'files'> & {
  readonly stamp: string;
};
let count = 0;

function pulled<A extends unknown[], R>(work: (...given: A) => Promise<R>): (...given: A) => Promise<R> {
  return async (...given) => {
    count += 1;
    if (count === Number(at) && when === 'before') process.kill(process.pid, 'SIGKILL');
    const result = await work(...given);
    if (count === Number(at) && when === 'after') process.kill(process.pid, 'SIGKILL');
    return result;
  };
}
const files: Files = {
  exists: (file) => diskFiles.exists(file),
  copy: pulled((from, to) => diskFiles.copy(from, to)),
  keepAs: pulled((from, to) => diskFiles.keepAs(from, to)),
  rename: pulled((from, to) => diskFiles.rename(from, to)),
  remove: pulled((file) => diskFiles.remove(file)),
  sync: pulled((file) => diskFiles.sync(file)),
};

const prepared = await prepareRestore({ ...preparing, clock: setClock(evening), auditKey, files });
if (!prepared.ready) throw new Error(prepared.why);
await swapIn(preparing.ledgerFile, preparing.stamp, files);
process.stdout.write(`steps ${count}\n`);
