/** agora.config.ts. An entry of its own, for a program that reads no configuration file need not carry its reader. */
export { type AgoraConfigInput } from './config-schema.ts';
export { findUpwards, importFile } from './import-file.ts';
export { importJiti } from './jiti.ts';
export { findAgoraConfig, loadAgoraConfig } from './load-config.ts';
export { type AgoraConfig, makeConfig } from './make-config.ts';
export { defineAgoraConfig, parseAgoraConfig } from './parse-config.ts';
