// Bundles the page's scripts and fonts into wwwroot/dist: one module per concern, loaded when it is needed.
import { build } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';

const out = process.argv.find(a => a.startsWith('--out='))?.slice(6) ?? '../../wwwroot/dist/';
await build({
  entryPoints: ['src/early.js', 'src/shell.js', 'src/sql-editor.js', 'src/chart.js', 'src/grid.js', 'src/fonts.css'],
  outdir: out,
  bundle: true,
  format: 'esm',
  target: ['es2022'],
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
  entryNames: '[name]',
  assetNames: 'fonts/[name]',
  loader: { '.woff2': 'file' }
});
await mkdir(`${out}/fonts`, { recursive: true });
for (const font of ['inter', 'jetbrains-mono'])
  await copyFile(`node_modules/@fontsource-variable/${font}/LICENSE`, `${out}/fonts/${font}-LICENSE.txt`);
