export { type ApiClient, createApiClient, type ClientOptions } from './client.ts';
export { ApiProblem, type Problem, unwrap } from './problem.ts';
export type { components, operations, paths } from './api-types.ts';
