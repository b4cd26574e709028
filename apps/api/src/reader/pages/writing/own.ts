import { ApiError } from '../../../api-error.ts';
import type { Visit } from '../../forms/visit.ts';

/**
 * For a form about what only its author may change: nobody fills in one that would be refused.
 * @throws ApiError `auth.forbidden`
 */
export function assertOwn({ request }: Visit, authorId: string): void {
  if (request.viewer?.userId === authorId) return;
  throw new ApiError('auth.forbidden', 'Only who wrote it edits or deletes it.');
}
