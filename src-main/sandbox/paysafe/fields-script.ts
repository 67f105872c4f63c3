/**
 * An imitation of Paysafe's own script for hosted fields (paysafe-card-entry.md, section 2), as text for a browser: one frame per field on the
 * script's own origin. The page that loads it never sees what is typed there. Written for this sandbox; nothing of Paysafe's is in it.
 */
export const fieldsScript = `(function () {
  'use strict';
  var origin = new URL(document.currentScript.src).origin;
  var names = { cardNumber: 'CardNumber', expiryDate: 'ExpiryDate', cvv: 'Cvv' };
  var currencies = ['CAD', 'USD', 'GBP', 'EUR'];
  function problem(code, detail, fields) {
    return {
      code: code,
      displayMessage: 'There was an error (' + code + '), please contact our support.',
      detailedMessage: detail,
      correlationId: 'sandbox-' + Math.random().toString(16).slice(2),
      fieldErrors: fields || []
    };
  }
  /* With a currency it is the Payments family, without one the Cards family. */
  function faultOf(options) {
    var accounts = options.accounts || {};
    if (options.currencyCode !== undefined && currencies.indexOf(options.currencyCode) < 0)
      return problem('9055', 'Invalid currency parameter.');
    if (accounts.default !== undefined && typeof accounts.default !== 'number')
      return problem('9003', 'Invalid fields: options.accounts.default.');
    for (var name in options.fields) {
      if (!names[name]) return problem('9003', 'Invalid fields: options.fields.' + name + '.');
      if (!document.querySelector(options.fields[name].selector))
        return problem('9003', 'Invalid fields: options.fields.' + name + '.selector.');
    }
    return null;
  }
  function setup(key, options, callback) {
    var frames = {}, valid = {}, listeners = [], waiting = {}, brand, last = 0, instance;
    function answer(how) {
      var done = new Promise(how);
      if (!callback) return done;
      done.then(function (made) { callback(made, undefined); }, function (fault) { callback(undefined, fault); });
      return undefined;
    }
    function tell(type, field) {
      var event = { type: type, target: { fieldName: names[field], containerElement: document.querySelector(options.fields[field].selector) } };
      listeners.forEach(function (one) {
        if (one.types.indexOf(type) >= 0 && (!one.fields || one.fields.indexOf(field) >= 0)) one.call(instance, event);
      });
    }
    function tokenize(given, after) {
      var more = typeof given === 'function' ? {} : given || {}, then = typeof given === 'function' ? given : after;
      var done = new Promise(function (resolve, reject) {
        last += 1;
        waiting[last] = { resolve: resolve, reject: reject };
        frames.cardNumber.contentWindow.postMessage({ paysafe: 'tokenize', id: last, key: key, vault: more.vault || {} }, origin);
      });
      if (!then) return done;
      done.then(function (result) { then(instance, undefined, result); }, function (fault) { then(instance, fault, undefined); });
      return undefined;
    }
    instance = {
      tokenize: tokenize,
      show: function () { return Promise.resolve({ card: {} }); },
      getCardBrand: function () { return brand; },
      areAllFieldsValid: function () { return Object.keys(frames).every(function (name) { return valid[name]; }); },
      on: function (types, call) { listeners.push({ types: types.split(' '), call: call }); },
      fields: function (list) {
        var own = list.split(' ');
        var on = function (types, call) { listeners.push({ types: types.split(' '), fields: own, call: call }); };
        return { on: on, valid: function (call) { on('Valid', call); }, invalid: function (call) { on('Invalid', call); } };
      }
    };
    return answer(function (resolve, reject) {
      var fault = faultOf(options);
      if (fault) return reject(fault);
      var left = Object.keys(options.fields).length;
      var timer = setTimeout(function () {
        reject(problem('9125', 'The hosted fields were not ready in time.'));
      }, options.initializationTimeout || 5000);
      window.addEventListener('message', function (event) {
        if (event.origin !== origin || !event.data || !event.data.paysafe) return;
        var said = event.data;
        if (said.paysafe === 'loaded') {
          var about = options.fields[said.field];
          event.source.postMessage({ paysafe: 'field', placeholder: about.placeholder || '', label: about.accessibilityLabel || '', style: options.style || {} }, origin);
        } else if (said.paysafe === 'ready') {
          left -= 1;
          if (left === 0) { clearTimeout(timer); resolve(instance); }
        } else if (said.paysafe === 'state') {
          valid[said.field] = said.valid;
          if (said.brand !== undefined && said.brand !== brand) { brand = said.brand; tell('CardBrandRecognition', said.field); }
          tell(said.valid ? 'Valid' : 'Invalid', said.field);
        } else if (said.paysafe === 'focus') {
          tell(said.focused ? 'Focus' : 'Blur', said.field);
        } else if (said.paysafe === 'token') {
          waiting[said.id].resolve({ token: said.token });
        } else if (said.paysafe === 'refused') {
          waiting[said.id].reject(problem(said.code, said.detail, said.fields));
        }
      });
      Object.keys(options.fields).forEach(function (name) {
        var frame = document.createElement('iframe');
        frame.src = origin + '/fields/' + name;
        frame.name = 'paysafe-' + name;
        frame.title = options.fields[name].iframeTitle || 'secured';
        frames[name] = frame;
        document.querySelector(options.fields[name].selector).appendChild(frame);
      });
    });
  }
  window.paysafe = { fields: { setup: setup } };
})();
`;
