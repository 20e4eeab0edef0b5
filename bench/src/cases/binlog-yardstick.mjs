import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from '../processes/measure.mjs';
import { findTool, shell } from '../processes/tools.mjs';
import { settle } from '../settle.mjs';

/**
 * The product's own tool over the same backlog, which it receives as a replica does. `raw` throws it away as it came: pg_recvlogical
 * decodes nothing either, but PostgreSQL's server decodes for it, and here nobody does. `decoded` prints each row, and that is thrown away.
 * `reader` is a library, as connectors use it.
 */
export const binlogYardsticks = {
  reader: 'zongji, every row thrown away',
  raw: 'mysqlbinlog --raw to /dev/null',
  decoded: 'mysqlbinlog --verbose to /dev/null',
};

const readerFile = fileURLToPath(new URL('../processes/binlog-reader.mjs', import.meta.url));

/** The bare reader over the same backlog: in its time it starts, too. */
export async function measureReader(setting, server, { changes, files }) {
  await Promise.all([settle(setting), server.settle()]);
  const { host, port, user, password } = server.login;
  const input = JSON.stringify({ login: { host, port, user, password }, file: files[0], changes });
  const sample = await measure({ groups: { source: server.pid } }, () =>
    shell('"$NODE" "$READER"', { NODE: process.execPath, READER: readerFile, LIENTHONG_BENCH_READER: input }),
  );
  return { ...sample, count: changes };
}

export async function measureBinlog(setting, server, { changes, files }, kind) {
  const tool = toolOf(server.installation);
  if (tool === undefined) {
    setting.skip(`${binlogYardsticks[kind]}: the tool of ${server.label} is not installed`);
    return undefined;
  }
  await Promise.all([settle(setting), server.settle()]);
  const folder = mkdtempSync(join(setting.folder, 'binlog-'));
  try {
    // The tool writes files by the names of the log's: each of them is /dev/null.
    for (const file of files) symlinkSync('/dev/null', join(folder, file));
    const { host, port, user, password } = server.login;
    const output = kind === 'raw' ? `--raw --result-file=${folder}/` : '--base64-output=decode-rows --verbose --result-file=/dev/null';
    const words = `--no-defaults --read-from-remote-server ${tool.words} --host=${host} --port=${port} --user=${user} ${output}`;
    const sample = await measure({ groups: { source: server.pid } }, () =>
      shell(`${tool.line} ${words} ${files.join(' ')}`, { MYSQL_PWD: password }),
    );
    return { ...sample, count: changes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How the tool is started: its own where the server lies in a folder of its own, and needs that folder's libraries. */
function toolOf({ product, program }) {
  if (product === 'MariaDB') {
    const tool = findTool('mariadb-binlog');
    return tool === undefined ? undefined : { line: `'${tool}'`, words: '' };
  }
  // No TLS: the connector speaks without it too on the loopback.
  const words = '--ssl-mode=DISABLED --get-server-public-key';
  const own = program.map((part) => part.replace(/sbin\/mysqld$/, 'bin/mysqlbinlog'));
  if (program.length > 1) return { line: own.map((part) => `'${part}'`).join(' '), words };
  const tool = findTool('mysqlbinlog');
  return tool === undefined ? undefined : { line: `'${tool}'`, words };
}
