// What a program gets by `import ... from 'agora-db'`.
export { AgoraError, type AgoraErrorInit, type ErrorCode, isAgoraError } from '@agora/core';
export * from '@agora/migrations';
