import { expect } from 'vitest';

export interface Page {
  readonly status: number;
  readonly html: string;
}

/** What a browser shows after sending the form, redirects followed. */
export async function submit(address: string, fields: Readonly<Record<string, string>>): Promise<Page> {
  const reply = await fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: reply.status, html: await reply.text() };
}

export async function open(address: string, language = 'en'): Promise<Page> {
  const reply = await fetch(address, { headers: { 'Accept-Language': language } });
  expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  return { status: reply.status, html: await reply.text() };
}

/** A card that works. */
export const typed = {
  card_number: '4242 4242 4242 4242',
  expiry: '11 / 30',
  cvc: '123',
  name: 'Élodie',
  email: 'e@example.com',
};
