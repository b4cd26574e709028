import type { Manager } from '../../../terminal/package-manager.ts';
import { agora, type Call, inFolder } from './commands.ts';

const installs: Readonly<Record<Manager, string>> = {
  npm: 'npm ci',
  pnpm: 'corepack enable && pnpm install --frozen-lockfile',
  yarn: 'corepack enable && yarn install --immutable',
  bun: 'npm install --global bun && bun install --frozen-lockfile',
};

const url = (host: string): string => `postgresql://postgres:postgres@${host}:5432/postgres`;

/**
 * The workflow of GitHub Actions that checks the migrations of a pull request.
 * @param folder of the project, from the top of the repository
 */
export function workflow(found: Call, folder: string): string {
  return `# Checks the migrations of every pull request on temporary databases.
name: Migrations
on: pull_request
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    services:
      postgres:
        image: postgres:17
        env:
          POSTGRES_PASSWORD: postgres
        ports: ['5432:5432']
        options: --health-cmd pg_isready --health-interval 5s --health-retries 10
    env:
      # The variable that the Prisma configuration reads its URL from.
      DATABASE_URL: ${url('127.0.0.1')}
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: ${installs[found.manager]}
      - run: ${inFolder(folder, agora(found, 'migrate check --base "origin/$BASE" --trust none --format github --write markdown="$GITHUB_STEP_SUMMARY"'))}
        env:
          BASE: \${{ github.base_ref }}
`;
}

/** The same as a job of GitLab. */
export function gitlabJob(found: Call, folder: string): string {
  return `migrations:
  image: node:22
  services: [postgres:17]
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: 0
    POSTGRES_PASSWORD: postgres
    DATABASE_URL: ${url('postgres')}
    # Its database is made for this job, though not on this machine.
    AGORA_ENV: development
  script:
    - ${installs[found.manager]}
    - git fetch origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - ${inFolder(folder, `${agora(found, 'migrate check --base FETCH_HEAD --trust none --format gitlab')} > "$CI_PROJECT_DIR/gl-code-quality-report.json"`)}
  artifacts:
    # What was found stands in the merge request, beside the lines that it is about.
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}
