/** One field of a card, in a frame of its own on the fields' origin. Only the frame of the number asks for a token; it reads its two neighbours, which share its origin. */
export const frameScript = `(function () {
  'use strict';
  var field = document.body.dataset.field, input = document.querySelector('input'), host = '*';
  var brands = [[/^4/, 'Visa', 'Visa'], [/^(5[1-5]|2[2-7])/, 'MasterCard', 'MasterCard'], [/^3[47]/, 'American Express', 'Amex']];
  var digits = function () { return input.value.replace(/\\D/g, ''); };
  function luhn(number) {
    var sum = 0, twice = false;
    for (var i = number.length - 1; i >= 0; i -= 1) {
      var d = Number(number[i]);
      if (twice) { d *= 2; if (d > 9) d -= 9; }
      sum += d;
      twice = !twice;
    }
    return number.length >= 13 && sum % 10 === 0;
  }
  function expiry() {
    var d = digits();
    return { month: Number(d.slice(0, 2)), year: 2000 + Number(d.slice(2, 4)) };
  }
  function isValid() {
    if (field === 'cardNumber') return luhn(digits());
    if (field === 'cvv') return /^\\d{3,4}$/.test(digits());
    return digits().length === 4 && expiry().month >= 1 && expiry().month <= 12;
  }
  function say(message) { parent.postMessage(Object.assign({ field: field }, message), host); }
  function brand() {
    var found = brands.find(function (one) { return one[0].test(digits()); });
    return found ? found[1] : undefined;
  }
  input.addEventListener('input', function () {
    var d = digits();
    if (field === 'cardNumber') input.value = d.slice(0, 19).replace(/(\\d{4})(?=\\d)/g, '$1 ');
    else if (field === 'expiryDate') input.value = d.length > 2 ? d.slice(0, 2) + ' / ' + d.slice(2, 4) : d;
    else input.value = d.slice(0, 4);
    say({ paysafe: 'state', valid: isValid(), brand: field === 'cardNumber' ? brand() : undefined });
  });
  input.addEventListener('focus', function () { say({ paysafe: 'focus', focused: true }); });
  input.addEventListener('blur', function () { say({ paysafe: 'focus', focused: false }); });
  window.hostedField = { name: field, valid: isValid, digits: digits, expiry: expiry };
  function neighbours() {
    var found = {};
    for (var i = 0; i < parent.frames.length; i += 1) {
      try {
        var one = parent.frames[i].hostedField;
        if (one) found[one.name] = one;
      } catch (error) {
        /* another origin: none of ours */
      }
    }
    return found;
  }
  var spoken = { cardNumber: 'card number', expiryDate: 'expiry date', cvv: 'cvv' };
  function tokenize(asked) {
    var all = neighbours();
    var wrong = Object.keys(spoken).filter(function (name) { return all[name] && !all[name].valid(); });
    var refuse = function (code, detail) { say({ paysafe: 'refused', id: asked.id, code: code, detail: detail, fields: wrong.map(function (name) { return { field: name, message: 'Invalid' }; }) }); };
    if (wrong.length > 0) return refuse('9003', 'Invalid fields: ' + wrong.map(function (name) { return spoken[name]; }).join(', ') + '.');
    var card = { cardNum: digits(), cardExpiry: all.expiryDate.expiry(), cvv: all.cvv.digits() };
    if (asked.vault.holderName) card.holderName = asked.vault.holderName;
    if (asked.vault.billingAddress) card.billingAddress = asked.vault.billingAddress;
    fetch('/customervault/v1/singleusetokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Basic ' + asked.key },
      body: JSON.stringify({ card: card })
    }).then(function (reply) {
      return reply.json().then(function (body) {
        if (reply.ok) say({ paysafe: 'token', id: asked.id, token: body.paymentToken });
        else refuse(reply.status === 400 ? '9004' : '9125', (body.error && body.error.message) || 'Refused.');
      });
    }).catch(function () { refuse('9125', 'No connection.'); });
  }
  window.addEventListener('message', function (event) {
    if (event.source !== parent || !event.data) return;
    if (event.data.paysafe === 'field') {
      host = event.origin;
      input.placeholder = event.data.placeholder;
      input.setAttribute('aria-label', event.data.label || field);
      var style = event.data.style.input || {};
      Object.keys(style).forEach(function (name) { input.style.setProperty(name, style[name]); });
      say({ paysafe: 'ready' });
    } else if (event.data.paysafe === 'tokenize') tokenize(event.data);
  });
  /* Nothing of the card is in this first word, and only its own parent hears it. */
  say({ paysafe: 'loaded' });
})();
`;

export const frameStyle = `
html,body{margin:0;height:100%;background:transparent}
input{box-sizing:border-box;width:100%;height:100%;padding:0 12px;border:0;outline:0;background:transparent;font:16px system-ui,sans-serif;color:inherit}
`;

const complete = { cardNumber: 'cc-number', expiryDate: 'cc-exp', cvv: 'cc-csc' } as const;
export type FieldName = keyof typeof complete;
export const isFieldName = (name: string): name is FieldName => Object.hasOwn(complete, name);

export function framePage(field: FieldName): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>secured</title><link rel="stylesheet" href="/fields/frame.css"></head>
<body data-field="${field}"><input inputmode="numeric" autocomplete="${complete[field]}" spellcheck="false"><script src="/fields/frame.js"></script></body></html>`;
}
