/** Domains of one provider, where dots in the name mean nothing (support.google.com/mail/answer/7436150). */
const dotless = new Set(['gmail.com', 'googlemail.com']);

/**
 * The mailbox that an address leads to, as far as that is known: `ann+x@example.com` is `ann@example.com` (RFC 5233,
 * subaddressing), so that a thousand addresses of one mailbox are counted as one.
 * @param email in lower case
 */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const name = email.slice(0, at).replace(/(?<=.)\+.*$/, '');
  return dotless.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}
