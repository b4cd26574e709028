import { createHash } from 'node:crypto';

/**
 * What makes the pages better where scripts run; everything works without it. It writes no HTML, and sends no form by
 * itself but one that a passkey was asked for. Served as a file of our own, since the pages' policy runs nothing else.
 */
export const script = `'use strict';
(() => {
  const dirty = new WeakSet();
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
  const base64url = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  // Asks a device for a passkey (WebAuthn), puts what it says into the form, and sends it.
  const askDevice = async (form) => {
    const publicKey = JSON.parse(form.dataset.options);
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    for (const known of publicKey.excludeCredentials ?? []) known.id = bytes(known.id);
    const { id, type, response } = await navigator.credentials[form.dataset.passkey]({ publicKey });
    const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
    const encoded = parts.filter((part) => response[part]).map((part) => [part, base64url(response[part])]);
    form.elements.answer.value = JSON.stringify({ id, type, response: Object.fromEntries(encoded) });
    form.submit();
  };
  addEventListener('submit', (event) => {
    const { target } = event;
    if (!target.dataset.passkey) return;
    event.preventDefault();
    askDevice(target).catch(() => (target.querySelector('[role=alert]').hidden = false));
  });
  let leaving = false;
  // A second click while the answer is on its way does nothing. The button's own name is sent, so it is not disabled at once.
  addEventListener('submit', ({ target, defaultPrevented }) => {
    if (defaultPrevented || target.method !== 'post') return;
    leaving = true;
    setTimeout(() => {
      for (const button of target.querySelectorAll('button')) button.disabled = true;
    });
  });
  // Back in the page as the browser kept it: its buttons work again.
  addEventListener('pageshow', () => {
    leaving = false;
    for (const button of document.querySelectorAll('form button')) button.disabled = false;
  });
  addEventListener('input', ({ target }) => {
    if (target.form) dirty.add(target.form);
    if (target.matches('textarea')) {
      target.rows = Math.min(30, Math.max(target.rows, target.value.split('\\n').length + 1));
    }
  });
  // A text that was not sent is not lost without a question.
  addEventListener('beforeunload', (event) => {
    if (leaving) return;
    for (const form of document.querySelectorAll('form.form, form.answer')) {
      const text = form.querySelector('textarea');
      if (dirty.has(form) && text && text.value.trim() !== '') event.preventDefault();
    }
  });
  addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (key === 'Enter' && (event.ctrlKey || event.metaKey) && target.matches('textarea')) {
      event.preventDefault();
      target.form.requestSubmit();
    }
    if (key === 'Escape') for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  addEventListener('click', ({ target }) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(target)) menu.open = false;
    }
  });
})();
`;

/** Changes with the script: a browser may keep it for ever. */
export const scriptVersion = createHash('sha256').update(script).digest('base64url').slice(0, 10);
