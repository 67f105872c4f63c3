import type { CardLabel } from '../contract/card.ts';
import type { Read } from './ports.ts';

/** A card that stands behind a single-use token. */
export interface TokenFace {
  readonly card: CardLabel;
  /** when the provider forgets it, unix ms by our clock */
  readonly endsAt: number;
}

export interface CardTokens {
  /** `gone`: it has run out, was used, or never was */
  inspect(token: string): Promise<Read<TokenFace>>;
}

/** A single-use token as Paysafe writes one, and nothing longer: `SC` and letters and digits, twenty characters at most. */
export function isCardToken(value: unknown): value is string {
  return typeof value === 'string' && /^SC[A-Za-z0-9]{6,18}$/.test(value);
}
