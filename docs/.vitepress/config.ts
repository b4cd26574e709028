import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';

import { defineConfig } from 'vitepress';

import { outsideLinks } from '../src/outside-links.ts';
import { sidebar } from '../src/sidebar.ts';

const folder = path.resolve(import.meta.dirname, '..');
const recipes = path.join(folder, 'deploy');

export default defineConfig({
  title: 'Agora',
  description: 'The whole life of a PostgreSQL database behind Prisma: forwards, backwards, proven.',
  lang: 'en',
  srcExclude: ['src/**'],
  // On GitHub, README.md is what a folder shows.
  rewrites: { 'database/README.md': 'database/index.md', 'deploy/README.md': 'deploy/index.md' },
  // Recipes that pages link to are served as they are.
  ignoreDeadLinks: [(url) => existsSync(path.join(recipes, url))],
  buildEnd: ({ outDir }) =>
    cpSync(recipes, path.join(outDir, 'deploy'), { recursive: true, filter: (file) => !file.endsWith('.md') }),
  markdown: {
    theme: { light: 'github-light', dark: 'github-dark' },
    config: (markdown) => outsideLinks(markdown, folder),
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/adopt' },
      { text: 'Reference', link: '/reference/commands' },
      { text: 'Comparison', link: '/comparison' },
    ],
    sidebar: sidebar(folder),
  },
});
