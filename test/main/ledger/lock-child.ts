import { lockDesk } from '../../../src-main/ledger/desk-lock.ts';

// A desk that says whether it may act, and keeps what it has until somebody ends it.
const lock = lockDesk(process.argv[2] ?? '', 1000);
process.stdout.write(`${lock.held() ? 'acting' : 'guest'}\n`);
setInterval(() => undefined, 1000);
