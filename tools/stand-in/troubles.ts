import type { Page } from 'playwright-core';

const csp: string[] = [];
const consoleErrors: string[] = [];

/** Violations and errors seen in any window since the start. */
export const troubles = (): { readonly csp: readonly string[]; readonly console: readonly string[] } => ({
  csp,
  console: consoleErrors,
});

/** Listens from before the first document, so that nothing early is missed. */
export async function watchTroubles(page: Page): Promise<void> {
  page.on('pageerror', (error) => consoleErrors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(`${message.text()} (${message.location().url})`);
  });
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Audits.issueAdded', ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (details === undefined) return;
    const where = details.sourceCodeLocation;
    const source = where === undefined ? '' : ` at ${where.url}:${where.lineNumber}`;
    csp.push(
      `${details.violatedDirective} ${details.contentSecurityPolicyViolationType} ${details.blockedURL ?? ''}${source}`,
    );
  });
  await devtools.send('Audits.enable');
}
