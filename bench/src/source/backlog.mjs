/** Writes changes as a backlog, so many to a transaction, inside the server: how fast it is made is not measured. */
export async function createBacklogWriter(client) {
  await client.query(`create procedure bench_changes(changes integer, size integer, round integer, total integer, inout last pg_lsn) language plpgsql as $$
    declare first bigint;
    begin
      for number in 0 .. changes / size - 1 loop
        first := number::bigint * 7919 * size % (total - size + 1);
        update citizen set address = 'Số ' || number || ' phố Huế, lượt ' || round, updated_at = updated_at + interval '1 microsecond'
          where id > first and id <= first + size;
        last := pg_current_wal_insert_lsn();
        commit;
      end loop;
    end $$`);
}

/**
 * @returns {Promise<{ changes: number, last: string, end: string }>} how many there are, and two places in the log: `last` is behind
 * the last of them and before its commit, so that who confirms it has all; `end` is behind that commit and before one more change,
 * since who reads up to a place stops at the first message beyond it.
 */
export async function writeBacklog(client, { changes, size, round, total }) {
  const transactions = Math.max(1, Math.floor(changes / size));
  await client.query('set synchronous_commit to off');
  const called = await client.query(`call bench_changes(${transactions * size}, ${size}, ${round}, ${total}, null)`);
  await client.query('reset synchronous_commit');
  const { rows } = await client.query('select pg_current_wal_insert_lsn()::text as lsn');
  await client.query(`update citizen set updated_at = updated_at + interval '1 microsecond' where id = 1`);
  return { changes: transactions * size + 1, last: called.rows[0].last, end: rows[0].lsn };
}
