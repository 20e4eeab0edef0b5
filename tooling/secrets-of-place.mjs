// What must not stand in the repository: paths and hosts of one machine, tests switched off, promises without an address.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const rules = [
  // Written in pieces, so that this file keeps its own rules.
  {
    name: 'a path of one machine',
    files: /./,
    pattern: new RegExp(`(?<![\\w.)}*-])/(?:${['work', 'root', 'farm'].join('|')})/|(?<![\\w.)}*-])/home/[a-z]`),
  },
  {
    name: 'the host of a package registry',
    files: /./,
    pattern: new RegExp(`${['registry', '(npmjs|yarnpkg)'].join('\\.')}|${['deb', 'debian'].join('\\.')}|resolution:.*tarball${':'}`),
  },
  {
    name: 'a private key',
    files: /(?<!\.test\.ts)$/,
    pattern: new RegExp('-----BEGIN (?:[A-Z]+ )?' + 'PRIVATE KEY-----\\s*[A-Za-z0-9+/]{20}'),
  },
  {
    name: 'a test switched off or alone',
    files: /\.test(-d)?\.ts$/,
    pattern: /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|todo)\b/,
  },
  {
    name: 'a to-do without an issue number',
    files: /\.(?:[cm]?[jt]sx?|sql|sh|ya?ml)$/,
    pattern: new RegExp(`\\b(?:${['TO', 'DO'].join('')}\\b(?!\\s*\\(?#\\d+)|${['FIX', 'ME'].join('')}\\b)`),
  },
];

const found = trackedFiles().flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  if (text.includes('\0')) return [];
  const applicable = rules.filter(({ files }) => files.test(file));
  return text
    .split('\n')
    .flatMap((line, index) => applicable.filter(({ pattern }) => pattern.test(line)).map(({ name }) => `${file}:${index + 1}: ${name}`));
});

for (const line of found) console.log(line);
process.exit(found.length === 0 ? 0 : 1);

/** Tracked files and new ones that are not ignored. */
function trackedFiles() {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  return list.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}
