// The step of action.yml: runs the command, and tells what it found where people look. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { keepComment } from './comment.mjs';

const { env } = process;
const reports = mkdtempSync(path.join(env.RUNNER_TEMP ?? '.', 'agora-'));
const sarif = path.join(reports, 'agora.sarif');
const markdown = path.join(reports, 'agora.md');

const command = wordsOf(env.AGORA_ACTION_COMMAND);
const checks = command[0] === 'migrate' && command[1] === 'check';
const base = env.AGORA_ACTION_BASE || (env.GITHUB_BASE_REF && `origin/${env.GITHUB_BASE_REF}`);
if (checks) {
  if (base && !command.includes('--base')) command.push('--base', base);
  command.push('--format', 'github', '--write', `sarif=${sarif}`, '--write', `markdown=${markdown}`);
  if (env.AGORA_ACTION_URL) command.push('--server', env.AGORA_ACTION_URL);
} else if (env.AGORA_ACTION_URL) command.push('--url', env.AGORA_ACTION_URL);

const [program, ...start] = wordsOf(env.AGORA_ACTION_START);
const run = agora(command);
if (run.error) say(`::error::${program} cannot be started: ${run.error.message}`);
process.stdout.write(run.stdout ?? '');
// A signal leaves no code.
const code = run.status ?? 1;

const summary = existsSync(markdown)
  ? `${readFileSync(markdown, 'utf8')}${locks()}`
  : fenced(run.stdout ?? '');
if (summary !== '') append(env.GITHUB_STEP_SUMMARY, summary);
append(env.GITHUB_OUTPUT, `exit-code=${code}\n${existsSync(sarif) ? `sarif-file=${sarif}\n` : ''}`);
if (existsSync(markdown) && env.AGORA_ACTION_COMMENT === 'true') await comment(summary);
process.exitCode = code;

/** @param {readonly string[]} words */
function agora(words) {
  return spawnSync(program, [...start, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
}

/** What the new migrations lock, as Markdown; they may be such as do not run, which the check has told. */
function locks() {
  if (env.AGORA_ACTION_LOCKS !== 'true' || !base || command.includes('--skip-proof')) return '';
  const server = env.AGORA_ACTION_URL ? ['--server', env.AGORA_ACTION_URL] : [];
  const trace = agora(['migrate', 'trace', '--base', base, '--format', 'markdown', ...server]);
  if (trace.status === 0) return `\n${trace.stdout}`;
  say('::warning::The locks of the new migrations were not traced.');
  return '';
}

/** A comment that cannot be written, as from a fork, is no reason to fail. @param {string} text */
async function comment(text) {
  const event = env.GITHUB_EVENT_PATH ? JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) : {};
  if (event.pull_request === undefined) return;
  try {
    await keepComment({
      api: env.GITHUB_API_URL ?? 'https://api.github.com',
      repository: env.GITHUB_REPOSITORY ?? '',
      number: event.pull_request.number,
      token: env.AGORA_ACTION_TOKEN ?? '',
      text,
    });
  } catch (error) {
    say(`::warning::The comment was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A line for the log of the job, where `::` begins a command to it. @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Words at spaces, quotes holding some together. @param {string | undefined} text @returns {string[]} */
function wordsOf(text = '') {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, two, three]) => one ?? two ?? three ?? '',
  );
}

/** @param {string} text */
function fenced(text) {
  return text.trim() === '' ? '' : `\`\`\`\`text\n${text.trimEnd()}\n\`\`\`\`\n`;
}

/** @param {string | undefined} file @param {string} text */
function append(file, text) {
  if (file) appendFileSync(file, text.endsWith('\n') ? text : `${text}\n`);
}
