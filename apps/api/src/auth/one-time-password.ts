import { Secret, TOTP } from 'otpauth';

/** What every authenticator app takes: RFC 6238 with SHA-1, six digits, thirty seconds. */
const algorithm = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps that the clock of a phone may be wrong by, each way (RFC 6238, 5.2). */
const window = 1;

/** 160 random bits (RFC 4226, 4), in base32. */
export const makeTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** Bytes of a name in the address, encoded: more makes a picture that no camera reads, or none at all. */
const mostOfName = 150;

/** As much of a name as fits; every character whole. */
function fitting(name: string): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (encodeURIComponent(kept + segment).length > mostOfName) break;
    kept += segment;
  }
  return kept.trim();
}

/**
 * The address that an authenticator app reads from a QR code. Of a long name it has the beginning.
 * @param issuer name of the community
 * @param label which account of it
 */
export function totpAddress(secret: string, issuer: string, label: string): string {
  // A colon parts the two in the address, whatever an app makes of an encoded one.
  return new TOTP({
    ...algorithm,
    issuer: fitting(issuer.replaceAll(':', ' ')),
    label: fitting(label),
    secret,
  }).toString();
}

/**
 * The step of time that a code is of.
 * @param now milliseconds since 1970
 * @returns undefined when it is none of the steps around now
 */
export function totpStep(secret: string, code: string, now = Date.now()): number | undefined {
  const delta = new TOTP({ ...algorithm, secret }).validate({ token: code, timestamp: now, window });
  return delta === null ? undefined : Math.floor(now / 1000 / algorithm.period) + delta;
}
