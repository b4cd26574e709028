import { line } from '../../../domain/text.ts';

export { tagSlugs } from '../../../domain/content.ts';

// What authors write of a post.
export const title = line(200);
