// The next version of the API: the same code, whose statements call a column by its new name. Loaded by
//   COLUMN_RENAMED=view_count:views node --import .../renamed-column.mjs apps/api/dist/main.js
import { register } from 'node:module';

const [from, to] = (process.env.COLUMN_RENAMED ?? '').split(':');
if (!from || !to) throw new Error('COLUMN_RENAMED is not <old name>:<new name>');

const hooks = `
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!url.endsWith('.sql.js')) return loaded;
  return { ...loaded, source: String(loaded.source).replace(/\\b${from}\\b/g, '${to}') };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
