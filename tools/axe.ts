import axeCore, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

// What passes is not written out: that is half the time. The window has no frames and may load nothing from elsewhere.
const options: RunOptions = { resultTypes: ['violations'], preload: false, iframes: false };

interface WithAxe {
  readonly axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

/**
 * Findings of axe that a person with a screen reader or a keyboard would feel: one line for each element. axe is put into the page once and stays
 * until the page is loaded anew: to send it takes longer than what it does.
 */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(async (given) => {
    const { axe } = window as unknown as WithAxe;
    if (!axe) throw new Error('axe is not in the page');
    return axe.run(document, given);
  }, options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help} (${node.target.join(' ')})`));
}
