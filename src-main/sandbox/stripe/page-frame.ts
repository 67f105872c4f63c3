import { createHash } from 'node:crypto';
import type { SandboxReply } from '../core/message.ts';
import { businessName } from './account.ts';
import type { PageWording } from './page-wording.ts';

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:start center;background:#f4f5f7;color:#1c2430}
main{box-sizing:border-box;width:min(26rem,100%);margin:3rem 1rem;padding:1.75rem;background:#fff;border-radius:12px;box-shadow:0 1px 3px #0002}
h1{font-size:1.25rem;margin:0 0 1rem}p{margin:.5rem 0}
.note{font-size:.85rem;color:#5b6675}.problem{color:#a4161a;font-weight:600}.done{color:#1b6e3c;font-weight:600}
label{display:block;margin:.75rem 0 .25rem;font-size:.9rem}
input[type=text],input[type=email]{box-sizing:border-box;width:100%;padding:.6rem .7rem;font:inherit;border:1px solid #aab2bf;border-radius:8px;background:transparent;color:inherit}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
.choice{display:flex;gap:.5rem;align-items:center;margin:.5rem 0}.choice label{margin:0}
.row{display:flex;gap:.75rem;justify-content:space-between;align-items:center;padding:.5rem 0;border-bottom:1px solid #8883}
button,.button{display:inline-block;padding:.65rem 1rem;font:inherit;font-weight:600;border:0;border-radius:8px;background:#2f3e9e;color:#fff;text-decoration:none;cursor:pointer}
.row button{padding:.3rem .6rem;font-size:.85rem}
.wide{width:100%;margin-top:1.25rem}.quiet{background:transparent;color:inherit;border:1px solid #aab2bf}
:focus-visible{outline:3px solid #6f86ff;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#14171c;color:#e6e9ee}main{background:#1d222a}.note{color:#9aa5b4}.problem{color:#ff8a80}.done{color:#7bd99b}}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded, nothing runs, forms go back to this server only, nobody may frame it. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A whole page. `body` is HTML whose texts were escaped. */
export function pageReply(
  words: PageWording,
  { title, body, status = 200 }: { title: string; body: string; status?: number },
): SandboxReply {
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
    body: `<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – ${escapeHtml(businessName)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
<p class="note">${escapeHtml(words.testPage)}</p></main></body></html>`,
  };
}

/** After a form was sent: reloading then repeats nothing. */
export function seeOther(path: string): SandboxReply {
  return { status: 303, headers: { Location: path, 'Cache-Control': 'no-store' }, body: '' };
}

/** A link back; only to a web address. */
export function backLink(words: PageWording, address: string | null): string {
  if (address === null || !/^https?:\/\//i.test(address)) return '';
  return `<p><a class="button quiet" href="${escapeHtml(address)}">${escapeHtml(words.backTo(businessName))}</a></p>`;
}

export function problemLine(sentence: string | undefined): string {
  return sentence === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(sentence)}</p>`;
}
