import type { Page, Route } from 'playwright-core';
import { isAppUrl, toApp } from './origin.ts';
import { record } from './records.ts';
import type { StandInSession } from './session.ts';

interface Answering {
  readonly page: Page;
  readonly session: StandInSession;
  /** Asks main whether the page may leave for this address. */
  readonly mayNavigate: (url: string) => boolean;
}

/** Lets main's protocol handler answer every request of the page, with its own status and headers. */
export async function answerRequests({ page, session, mayNavigate }: Answering): Promise<void> {
  await page.route('**/*', async (route, request) => {
    const url = toApp(request.url());
    if (request.isNavigationRequest() && request.frame() === page.mainFrame() && !mayNavigate(url)) {
      // 204 is how a server says "stay where you are".
      await route.fulfill({ status: 204 });
      return;
    }
    if (session.cancels({ url, method: request.method(), resourceType: request.resourceType() })) {
      record('webRequest.cancelled', url);
      await route.abort('blockedbyclient');
      return;
    }
    if (isAppUrl(request.url())) await answer(route, session, url);
    else await route.continue();
  });
}

async function answer(route: Route, session: StandInSession, url: string): Promise<void> {
  const handler = session.schemes.get('app');
  if (handler === undefined) {
    await route.abort('failed');
    return;
  }
  const response = await handler(new Request(url, { method: route.request().method() }));
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
