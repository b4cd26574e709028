// What a program gets by `import ... from 'agora-db/config'`.
export {
  type AgoraConfig,
  type AgoraConfigInput,
  defineAgoraConfig,
  findAgoraConfig,
  loadAgoraConfig,
  parseAgoraConfig,
} from '@agora/core/config';
