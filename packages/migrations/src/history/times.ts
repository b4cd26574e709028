/**
 * A time as SQL, in milliseconds since 1970: the driver reads times in the ISO style alone, and a session has the style of
 * its database or role.
 */
export function epochMs(time: string): string {
  return `(extract(epoch FROM ${time}) * 1000)::float8`;
}
