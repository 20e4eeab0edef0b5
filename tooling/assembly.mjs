// Compiles what is written in AssemblyScript into modules of TypeScript that hold it as base64: `npm run assembly`. They are kept in
// the repository, so that whoever runs or builds the packages needs no compiler; a test holds them to their sources.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

export const assemblies = [
  { source: 'packages/core/assembly/records.ts', module: 'packages/core/src/compile/records/records-module.ts', name: 'recordsModule' },
  {
    source: 'packages/core/assembly/lines.ts',
    module: 'packages/core/src/compile/lines/lines-module.ts',
    name: 'linesModule',
    isOfMemory: true,
  },
  {
    source: 'packages/platform/assembly/rows.ts',
    module: 'packages/platform/src/ingest/rows-module.ts',
    name: 'rowsModule',
    isOfMemory: true,
  },
];

const root = new URL('..', import.meta.url);
const options = ['--optimizeLevel', '3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];

/** The text of its module. @param {(typeof assemblies)[number]} assembly */
export async function compileAssembly({ source, name, isOfMemory }) {
  const stderr = asc.createMemoryStream();
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error } = await asc.main([source, '--outFile', 'out.wasm', ...options, ...(isOfMemory === true ? ['--importMemory'] : [])], {
    stderr,
    readFile: (file) => readIfThere(new URL(file, root)),
    writeFile: (_, content) => {
      if (typeof content !== 'string') bytes = content;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error(`${source}: ${stderr.toString()}`, { cause: error });
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,120}/g) ?? [];
  return `// Compiled from ${source}: edit there, then \`npm run assembly\`.\nexport const ${name} =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

/** @param {URL} url */
function readIfThere(url) {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    // The compiler asks for a file by several names.
    return null;
  }
}

/** @param {(typeof assemblies)[number]} assembly */
export const moduleFile = ({ module }) => fileURLToPath(new URL(module, root));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const assembly of assemblies) writeFileSync(moduleFile(assembly), await compileAssembly(assembly));
}
