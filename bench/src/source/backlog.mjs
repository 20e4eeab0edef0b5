/** Writes changes as a backlog, so many to a transaction, inside the server: how fast it is made is not measured. */
export async function createBacklogWriter(client) {
  await client.query(`create procedure bench_changes(changes integer, size integer, round integer, total integer) language plpgsql as $$
    declare first bigint;
    begin
      for number in 0 .. changes / size - 1 loop
        first := number::bigint * 7919 * size % (total - size + 1);
        update citizen set address = 'Số ' || number || ' phố Huế, lượt ' || round, updated_at = updated_at + interval '1 microsecond'
          where id > first and id <= first + size;
        commit;
      end loop;
    end $$`);
}

/**
 * @returns {Promise<{ changes: number, end: string }>} how many there are, and a place in the log behind them and before one more:
 * who reads up to a place stops at the first message beyond it.
 */
export async function writeBacklog(client, { changes, size, round, total }) {
  const transactions = Math.max(1, Math.floor(changes / size));
  await client.query('set synchronous_commit to off');
  await client.query(`call bench_changes(${transactions * size}, ${size}, ${round}, ${total})`);
  await client.query('reset synchronous_commit');
  const { rows } = await client.query('select pg_current_wal_insert_lsn()::text as lsn');
  await client.query(`update citizen set updated_at = updated_at + interval '1 microsecond' where id = 1`);
  return { changes: transactions * size + 1, end: rows[0].lsn };
}
