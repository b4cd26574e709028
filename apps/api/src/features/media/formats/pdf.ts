import { type Format, Malformed } from './format.ts';

/**
 * PDF (ISO 32000-2, 7.5): it begins and ends as one. What lies between is not looked at, and a PDF can be other things
 * besides; that is why it is only ever for saving.
 */
export const pdf: Format = {
  mimeType: 'application/pdf',
  extension: 'pdf',
  inline: false,
  recognises: (bytes) => bytes.toString('latin1', 0, 5) === '%PDF-',
  inspect(bytes) {
    if (!/%%EOF\s*$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 1024))))
      throw new Malformed('it ends too early');
    return null;
  },
};
