import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeskStatus, ProviderStatus } from '../../src-main/contract/desk-status.ts';
import { deskTroubles } from '../../src-main/contract/failure.ts';
import type { ProviderHealth } from '../../src-main/contract/provider.ts';
import { useLineNews } from '../../src-renderer/screens/shell/line-news.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { useToasts } from '../../src-renderer/stores/toasts.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { shutNotice, shutReason } from '../../src-renderer/wording/shut.ts';

const at = Date.UTC(2026, 10, 20, 16, 38);
const provider = (name: 'stripe' | 'paysafe', health: ProviderHealth): ProviderStatus => ({
  provider: name,
  health,
  syncedAt: at - 2 * 60_000,
  syncing: false,
  troubleSince: health === 'ok' ? null : at,
});
function status(stripe: ProviderHealth, paysafe: ProviderHealth, more: Partial<DeskStatus> = {}): DeskStatus {
  return {
    mode: 'test',
    providers: [provider('stripe', stripe), provider('paysafe', paysafe)],
    checking: 0,
    needsPerson: 0,
    openHolds: 0,
    lapsingToday: 0,
    moneyShut: null,
    clockOffMs: null,
    recordsVerifiedAt: at,
    backupTrouble: null,
    businessDay: '2026-11-20',
    now: at,
    ...more,
  };
}
const en = { language: 'en', timeZone: 'America/Toronto' } as const;
const fr = { language: 'fr', timeZone: 'America/Toronto' } as const;
const plain = (text: string | null): string | null => text?.replace(/\u00a0/g, ' ') ?? null;

describe('beside a button that is shut', () => {
  it('stands the desk’s own trouble, whichever provider the order is for', () => {
    const shut = status('ok', 'ok', { moneyShut: 'records_locked' });
    expect(shutReason(shut, ['paysafe'], en)).toBe('Payments are off: another program is using this PC’s records.');
  });

  it('stands the provider that does not answer, and only there', () => {
    const down = status('unreachable', 'ok');
    expect(plain(shutReason(down, ['stripe'], en))).toBe('Stripe has not answered since 11:38 a.m.');
    expect(plain(shutReason(down, ['stripe'], fr))).toBe('Stripe ne répond pas depuis 11 h 38.');
    expect(shutReason(down, ['paysafe'], en)).toBeNull();
    // Somebody with a card at each can still be charged at the other.
    expect(shutReason(down, ['stripe', 'paysafe'], en)).toBeNull();
    expect(shutReason(status('unreachable', 'unreachable'), ['stripe', 'paysafe'], en)).not.toBeNull();
  });

  it('stands nothing when all is well, or nothing is known yet', () => {
    expect(shutReason(status('ok', 'starting'), ['stripe', 'paysafe'], en)).toBeNull();
    expect(shutReason(null, ['stripe'], en)).toBeNull();
  });
});

describe('above every screen', () => {
  it.each(deskTroubles)('stands what is the matter and what to do about it, in both languages: %s', (moneyShut) => {
    for (const [context, off] of [
      [en, 'Payments are off: '],
      [fr, 'Paiements arrêtés : '],
    ] as const) {
      const said = plain(shutNotice(status('ok', 'ok', { moneyShut }), context));
      expect(said?.startsWith(off)).toBe(true);
      expect(said).toMatch(/\. \p{Lu}.*\.$/u);
    }
  });

  it('stands by how much the clock is off', () => {
    const wrong = status('ok', 'ok', { moneyShut: 'clock_wrong', clockOffMs: 30 * 86_400_000 });
    expect(plain(shutNotice(wrong, en))).toBe(
      'Payments are off: this PC’s clock is 30 days off. Set it right, then try again.',
    );
    expect(plain(shutNotice(wrong, fr))).toBe(
      'Paiements arrêtés : l’horloge de ce poste a 30 jours d’écart. Corrigez-la, puis réessayez.',
    );
  });

  it('stands since when there is no line, and of when the lists are', () => {
    const off = status('unreachable', 'unreachable');
    expect(plain(shutNotice(off, en))).toBe(
      'No connection since 11:38 a.m. You are seeing the list of 11:36 a.m. Payments are off; deadlines still run.',
    );
    expect(plain(shutNotice(off, fr))).toBe(
      'Pas de connexion depuis 11 h 38. Vous voyez la liste de 11 h 36. Paiements arrêtés; les échéances courent toujours.',
    );
    // The only provider with a key is the whole line.
    expect(plain(shutNotice(status('unreachable', 'key_missing'), fr))).toMatch(/^Pas de connexion/);
  });

  it('stands which of two providers is silent', () => {
    expect(plain(shutNotice(status('ok', 'unreachable'), fr))).toBe(
      'Paysafe ne répond pas depuis 11 h 38. Ses paiements sont arrêtés; les échéances courent toujours.',
    );
    expect(shutNotice(status('ok', 'ok'), en)).toBeNull();
  });
});

describe('a line that is back', () => {
  beforeEach(() => setActivePinia(createPinia()));

  async function after(...changes: DeskStatus[]): Promise<string[]> {
    const scope = effectScope();
    scope.run(() => useLineNews());
    for (const change of changes) {
      useStatus().status = change;
      await nextTick();
    }
    scope.stop();
    return useToasts().today.map(({ text }) => text);
  }

  it('is said in passing, with what is still being checked', async () => {
    language.value = 'en';
    const off = status('unreachable', 'unreachable');
    expect(await after(status('ok', 'ok'), off, status('ok', 'ok'))).toEqual([
      'Connected again. Nothing left by itself.',
    ]);
    language.value = 'fr';
    expect(await after(off, status('ok', 'ok', { checking: 2 }))).toContain(
      'Connexion rétablie. Rien n’est parti tout seul; 2 paiements en vérification.',
    );
  });

  it('is said of one provider while the other is still silent', async () => {
    language.value = 'en';
    expect(await after(status('unreachable', 'unreachable'), status('unreachable', 'ok'))).toEqual([
      'Paysafe answers again. Nothing left by itself.',
    ]);
  });

  it('is not said at the start, nor when it goes', async () => {
    expect(await after(status('starting', 'starting'), status('ok', 'ok'), status('unreachable', 'ok'))).toEqual([]);
  });
});
