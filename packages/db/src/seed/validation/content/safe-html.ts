import { checksOf, type Invariant } from '../model/invariant.ts';
import { safeHtmlSql } from './safe-html.sql.ts';

export const safeHtml: Invariant = {
  name: 'safe-html',
  summary: 'What is stored as HTML holds no element, attribute or address that a page would run.',
  checks: checksOf(...safeHtmlSql),
};
