import { cutName, NAME_BYTES } from '@agora/postgres';

/** A name made of a table's and others, cut as PostgreSQL cuts those that it makes: the longer part first. */
export function madeName(table: string, columns: string, label: string): string {
  const room = NAME_BYTES - Buffer.byteLength(label) - 1 - (columns === '' ? 0 : 1);
  let [first, second] = [table, columns];
  while (Buffer.byteLength(first) + Buffer.byteLength(second) > room) {
    if (Buffer.byteLength(first) > Buffer.byteLength(second))
      first = cutName(first, Buffer.byteLength(first) - 1);
    else second = cutName(second, Buffer.byteLength(second) - 1);
  }
  return [first, ...(second === '' ? [] : [second]), label].join('_');
}
