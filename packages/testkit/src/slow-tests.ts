/** Whether tests that take minutes run, too: `pnpm test:slow`, before an issue is closed or when what they prove changes. */
export const slowTests = process.env['AGORA_SLOW_TESTS'] === '1';
