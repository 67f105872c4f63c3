import type { CardPageFacts } from '../house/cards/card-window.ts';
import { cardPageWords } from './words.ts';

/** Only this page's own files and Paysafe's hosts; nothing inline, nothing else may frame it, no form goes anywhere. */
export function cardPagePolicy({ hosts }: Pick<CardPageFacts, 'hosts'>): string {
  const all = [hosts.script, ...hosts.others].join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' ${hosts.script}`,
    `frame-src ${all}`,
    `connect-src ${all}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Countries a card's address is often in; the house's own comes first on the page. */
const countries = ['CA', 'US', 'FR', 'GB', 'BE', 'CH', 'DE', 'ES', 'IE', 'IT', 'LU', 'MA', 'NL', 'PT', 'AU', 'MX'];

/** The whole page. What is known of the client stands in it as text; no number ever does. */
export function cardPage(facts: CardPageFacts): string {
  const words = cardPageWords[facts.language];
  const { saving, save, noFields, wrong, refused, number, expiry, code } = words;
  const told = JSON.stringify({
    ...{ key: facts.publicKey, environment: facts.environment, language: facts.language, country: facts.country },
    ...{ countries, words: { saving, save, noFields, wrong, refused, number, expiry, code } },
  });
  const agreed =
    facts.agreed === null
      ? ''
      : `<section class="words"><p class="label">${escaped(words.agree)}</p><blockquote class="agreed" tabindex="0">${escaped(facts.agreed)}</blockquote></section>`;
  return `<!doctype html>
<html lang="${facts.language}"><head><meta charset="utf-8"><title>${escaped(words.title(facts.customerName))}</title>
<link rel="stylesheet" href="card.css"></head>
<body data-facts="${escaped(told)}"><h1>${escaped(words.title(facts.customerName))}</h1>
<p class="second">${escaped(words.who(facts.house))}</p>
<form id="form" novalidate${facts.agreed === null ? '' : ' class="two"'}>
<div class="typed">
<label for="holder">${escaped(words.holder)}</label><input id="holder" maxlength="160" autocomplete="off" value="${escaped(facts.customerName)}">
<span class="label">${escaped(number)}</span><div class="box" id="number"></div>
<div class="pair"><div><span class="label">${escaped(expiry)}</span><div class="box" id="expiry"></div></div>
<div><span class="label">${escaped(code)}</span><div class="box" id="code"></div></div>
<div><label for="zip">${escaped(words.zip)}</label><input id="zip" maxlength="10" autocomplete="off"></div>
<div><label for="country">${escaped(words.country)}</label><select id="country"></select></div></div>
</div>
${agreed}
<p class="problem" id="problem" role="alert" hidden></p>
<div class="acts"><button type="button" id="cancel">${escaped(words.cancel)}</button><button id="save" disabled>${escaped(save)}</button></div>
</form>
<script src="${escaped(facts.hosts.script)}/js/v1/latest/paysafe.min.js"></script>
<script src="card.js"></script></body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
