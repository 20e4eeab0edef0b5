/** Writes changes as a backlog, so many to a transaction, inside the server: how fast it is made is not measured. */
export async function createBacklogWriter(client) {
  await client.query(`create procedure bench_changes(changes int, size int, round int, total int)
    begin
      declare number bigint default 0;
      declare first bigint;
      while number < changes div size do
        set first = number * 7919 * size % (total - size + 1);
        start transaction;
        update citizen set address = concat('Số ', number, ' phố Huế, lượt ', round), updated_at = date_add(updated_at, interval 1 microsecond)
          where id > first and id <= first + size;
        commit;
        set number = number + 1;
      end while;
    end`);
}

/**
 * Into new files of the log, which are ended behind it: a tool that sends whole files sends the backlog and nothing else.
 * @returns {Promise<{ changes: number, files: readonly string[] }>}
 */
export async function writeBacklog(client, { changes, size, round, total }) {
  const transactions = Math.max(1, Math.floor(changes / size));
  await client.query('flush binary logs');
  const before = await logFiles(client);
  await client.query('set global sync_binlog = 0');
  await client.query('set global innodb_flush_log_at_trx_commit = 2');
  await client.query('call bench_changes(?, ?, ?, ?)', [transactions * size, size, round, total]);
  await client.query('set global sync_binlog = 1');
  await client.query('set global innodb_flush_log_at_trx_commit = 1');
  await client.query('flush binary logs');
  const after = await logFiles(client);
  return { changes: transactions * size, files: after.slice(before.length - 1, -1) };
}

async function logFiles(client) {
  const [rows] = await client.query('show binary logs');
  return rows.map((row) => row.Log_name);
}
