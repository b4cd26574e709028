/** The value of a cookie in a `Cookie` header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** How a cookie is kept. */
interface Keeping {
  /** Whether the address is https: then nothing but https carries it. */
  readonly secure: boolean;
  /** Seconds; 0 takes it back, undefined: until the browser is closed. */
  readonly maxAge: number | undefined;
  readonly path?: string;
}

/**
 * A `Set-Cookie` that no script reads and no other site's form carries along.
 * @param value of characters that cookies may hold (RFC 6265, 4.1.1)
 */
export function cookieText(name: string, value: string, { secure, maxAge, path = '/' }: Keeping): string {
  return [
    `${name}=${value}`,
    `Path=${path}`,
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}
