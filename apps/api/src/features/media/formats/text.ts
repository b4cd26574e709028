import { type Format, Malformed } from './format.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Plain text in UTF-8. Text that begins as markup is refused, SVG and HTML among it: somebody might save it and open
 * it, and it would run.
 */
export const text: Format = {
  mimeType: 'text/plain',
  extension: 'txt',
  inline: false,
  // Of what no other format claims, text is what has no control character early on.
  recognises: (bytes) => bytes.length > 0 && !hasControls(bytes.toString('latin1', 0, 512)),
  inspect(bytes) {
    let content: string;
    try {
      content = decoder.decode(bytes);
    } catch {
      throw new Malformed('it is not text in UTF-8');
    }
    if (hasControls(content)) throw new Malformed('it has control characters in it');
    if (/^\s*<[a-z!?/]/i.test(content)) throw new Malformed('it is markup');
    return null;
  },
};

function hasControls(content: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(content);
}
