/** The card page's own script. It never sees what is typed in the fields: it asks Paysafe's script for a token and hands that on, and nothing else. */
export const cardPageScript = `(function () {
  'use strict';
  var given = JSON.parse(document.body.dataset.facts), words = given.words, desk = window.cardWindow;
  var one = function (id) { return document.getElementById(id); };
  var problem = one('problem'), save = one('save'), instance;
  function say(sentence) { problem.textContent = sentence; problem.hidden = sentence === ''; }
  function busy(on) { save.disabled = on; save.textContent = on ? words.saving : words.save; }
  one('cancel').addEventListener('click', function () { desk.cancel(); });
  window.addEventListener('keydown', function (event) { if (event.key === 'Escape') desk.cancel(); });
  var names = new Intl.DisplayNames([given.language], { type: 'region' });
  given.countries.forEach(function (code) {
    var option = new Option(names.of(code), code, code === given.country, code === given.country);
    one('country').add(option);
  });
  if (!window.paysafe) return say(words.noFields);
  var field = function (selector, label, placeholder) {
    return { selector: selector, accessibilityLabel: label, iframeTitle: label, placeholder: placeholder };
  };
  window.paysafe.fields.setup(given.key, {
    environment: given.environment,
    initializationTimeout: 10000,
    fields: {
      cardNumber: field('#number', words.number, ''),
      expiryDate: field('#expiry', words.expiry, ''),
      cvv: field('#code', words.code, '')
    },
    style: { input: { 'font-size': '16px', color: getComputedStyle(document.body).color } }
  }, function (made, fault) {
    if (fault || !made) return say(words.noFields);
    instance = made;
    document.body.dataset.ready = 'yes';
    busy(false);
  });
  one('form').addEventListener('submit', function (event) {
    event.preventDefault();
    if (!instance || save.disabled) return;
    if (!instance.areAllFieldsValid()) return say(words.wrong);
    say('');
    busy(true);
    var vault = {
      holderName: one('holder').value.trim(),
      billingAddress: { country: one('country').value, zip: one('zip').value.trim() }
    };
    instance.tokenize({ vault: vault }, function (_own, fault, result) {
      if (result && result.token) return desk.done({ token: result.token });
      busy(false);
      say(fault && (fault.code === '9003' || fault.code === '9004' || fault.code === '9042') ? words.wrong : words.refused);
    });
  });
})();
`;

export const cardPageStyle = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;padding:24px 28px;background:#f5f3ef;color:#1d2226}
h1{font-size:20px;line-height:28px;margin:0 0 4px}
p{margin:0 0 12px}.second{color:#545c63;font-size:14px}
label,.label{display:block;font-size:14px;font-weight:600;margin:12px 0 4px}
.box,input,select{box-sizing:border-box;width:100%;height:44px;border:1px solid #8b9298;border-radius:8px;background:#fff;color:inherit;font:inherit}
input,select{padding:0 12px}.box{overflow:hidden}.box iframe{width:100%;height:100%;border:0;display:block}
.box:focus-within,input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid #1f6f78;outline-offset:1px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.two{display:grid;grid-template-columns:minmax(0,1.1fr) minmax(0,1fr);gap:0 28px}.problem,.acts{grid-column:1/-1}
.agreed{white-space:pre-line;border-left:3px solid #1f6f78;padding:2px 8px 2px 14px;margin:4px 0 0;font-size:14px;line-height:20px;max-height:356px;overflow-y:auto}
.problem{margin:16px 0 0;padding:10px 12px;border-radius:8px;background:#fbe9e7;color:#8c1d18;font-weight:600}
.acts{display:flex;justify-content:flex-end;gap:12px;margin-top:20px}
button{height:44px;padding:0 18px;border-radius:8px;border:1px solid #8b9298;background:transparent;color:inherit;font:inherit;font-weight:600}
#save{background:#1f6f78;border-color:#1f6f78;color:#fff}#save:disabled{opacity:.6}
@media (prefers-color-scheme:dark){body{background:#131619;color:#e7eaec}.second{color:#a7b0b7}.box,input,select{background:#1d2226;border-color:#6c757c}.problem{background:#4a1512;color:#ffb4ab}}
`;
