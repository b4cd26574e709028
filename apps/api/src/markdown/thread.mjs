// @ts-check
// The body of the thread that renders: one text after the other.
import { parentPort } from 'node:worker_threads';
import { renderMarkdown } from './render.mjs';

parentPort?.on('message', (/** @type {string} */ source) =>
  parentPort?.postMessage(renderMarkdown(source), []),
);
parentPort?.postMessage('ready', []);
