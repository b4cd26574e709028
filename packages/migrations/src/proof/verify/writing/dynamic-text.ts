/** First words of statements that leave the values of rows alone, or whose effect the catalog shows. */
const LEAVES_ROWS: ReadonlySet<string> = new Set([
  'create',
  'alter',
  'drop',
  'comment',
  'grant',
  'revoke',
  'analyze',
  'refresh',
  'reindex',
  'cluster',
  'vacuum',
  'set',
  'reset',
  'lock',
  'select',
  'insert',
  'notify',
  'security',
]);

/** EXECUTE, and the first word of the constant text that its statement begins with. */
const EXECUTE =
  /\bexecute\b(?!\s*(?:function|procedure|on)\b)\s*(?:\(\s*)*(?:(?:pg_catalog\s*\.\s*)?(?:format|concat)\s*\(\s*)?(?:e?'{1,4}|\$\w*\$)?\s*(\w*)/gi;

/** Whether code runs SQL that it puts together as text, and that may change rows as far as its beginning tells. */
export function changesRowsUnread(code: string): boolean {
  return [...code.matchAll(EXECUTE)].some(([found, word = '']) => {
    const isConstant = /['$]/.test(found);
    return !isConstant || !LEAVES_ROWS.has(word.toLowerCase());
  });
}
