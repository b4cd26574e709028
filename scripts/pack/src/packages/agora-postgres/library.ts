// What a program gets by `import ... from 'agora-postgres'`.
export { AgoraError, type AgoraErrorInit, type ErrorCode, isAgoraError } from '@agora/core';
export {
  type EmbeddedServer,
  type EmbeddedStatus,
  embeddedStatus,
  resolveDatabaseUrl,
  type ResolveOptions,
  type RunningServer,
  startEmbedded,
  type StartOptions,
  stopEmbedded,
} from '@agora/postgres';
