/**
 * How definitions are printed is the session's own, and a role, a database or a server may set it: two databases are read
 * alike only where it is set here. SQL, for the transaction that reads.
 */
export const PRINTING = [
  ['quote_all_identifiers', 'off'],
  ['standard_conforming_strings', 'on'],
  ['timezone', 'UTC'],
  ['datestyle', 'ISO, YMD'],
  ['intervalstyle', 'postgres'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
]
  .map(([name, value]) => `SET LOCAL ${name} TO '${value}'`)
  .join('; ');
