import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadyList } from '../../../src-main/contract/ready.ts';
import { openDemoDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;
beforeAll(async () => {
  desk = await openDemoDesk();
  await desk.signIn('front_desk');
  await desk.call('desk.refresh');
}, 120_000);
afterAll(() => desk.close());

describe('x', () => {
  it('y', async () => {
    for (let i = 0; i < 40; i++) {
      const s = await desk.call<any>('desk.status');
      if (s.providers.every((p: any) => p.syncedAt !== null && !p.syncing)) break;
      await new Promise((r) => setTimeout(r, 500));
    }
    const t = performance.now();
    const list = await desk.call<ReadyList>('bills.ready', { days: 3 });
    console.log(performance.now() - t);
    for (const r of list.rows)
      console.log(r.visit.day, r.visit.time, r.customerName, r.card?.label.lastFour, JSON.stringify(r.reasons), r.next, r.mayLink, r.language);
    expect(1).toBe(1);
  }, 60000);
});
