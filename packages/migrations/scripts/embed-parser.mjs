// PostgreSQL's parser inside a bundle, compressed; it is unpacked when it is asked for the first time.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** Puts the parser's WebAssembly, which it would read from beside itself, into the bundle. @type {import('esbuild').Plugin} */
export const embedParser = {
  name: 'embed-parser',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /libpg-query[\\/]wasm[\\/]index\.cjs$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const started = 'libpg_query_js_1.default)()';
      if (!text.includes(started)) throw new Error(`${file} starts the parser in another way.`);
      const instantiate = '(info, done) => require("agora:parser-wasm").instantiate(info).then(done)';
      return {
        contents: text.replace(started, `libpg_query_js_1.default)({ instantiateWasm: ${instantiate} })`),
        loader: 'js',
        pluginData: path.join(path.dirname(file), 'libpg-query.wasm'),
      };
    });
    onResolve({ filter: /^agora:parser-wasm$/ }, ({ pluginData }) => ({
      path: 'parser-wasm',
      namespace: 'agora',
      pluginData,
    }));
    onLoad({ filter: /^parser-wasm$/, namespace: 'agora' }, async ({ pluginData }) => {
      const wasm = await readFile(pluginData);
      const packed = brotliCompressSync(wasm, {
        params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length },
      });
      return {
        contents: `const { brotliDecompressSync } = require('node:zlib');
          exports.instantiate = async (info) => {
            const wasm = brotliDecompressSync(Buffer.from('${packed.toString('base64')}', 'base64'));
            return (await WebAssembly.instantiate(wasm, info)).instance;
          };`,
        loader: 'js',
      };
    });
  },
};
