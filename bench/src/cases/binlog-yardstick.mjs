import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from '../processes/measure.mjs';
import { findTool, shell } from '../processes/tools.mjs';
import { settle } from '../settle.mjs';

export const binlogYardstick = 'mysqlbinlog --raw to /dev/null';

/**
 * What the product's own tool makes of the same backlog: the log as a replica gets it, and thrown away. `--raw` decodes nothing, as
 * pg_recvlogical decodes nothing; but PostgreSQL's server decodes for it, and here nobody does.
 */
export async function measureBinlog(setting, server, { changes, files }) {
  const tool = toolOf(server.installation);
  if (tool === undefined) {
    setting.skip(`${binlogYardstick}: the tool of ${server.label} is not installed`);
    return undefined;
  }
  await Promise.all([settle(setting), server.settle()]);
  const folder = mkdtempSync(join(setting.folder, 'binlog-'));
  try {
    // The tool writes files by the names of the log's: each of them is /dev/null.
    for (const file of files) symlinkSync('/dev/null', join(folder, file));
    const { host, port, user, password } = server.login;
    const sample = await measure({ groups: { source: server.pid } }, () =>
      shell(
        `${tool.line} --no-defaults --read-from-remote-server --raw ${tool.words} --host=${host} --port=${port} --user=${user} --result-file=${folder}/ ${files.join(' ')}`,
        { MYSQL_PWD: password },
      ),
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
