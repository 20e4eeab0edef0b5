import oracledb from 'oracledb';
import { expect, test } from 'vitest';
import { startOracle } from '../src/oracle/index.ts';
import { oracleFixture } from './oracle-session.ts';

test('the driver creates, changes and reads a table of the engine over the wire', async () => {
  await using fixture = await oracleFixture();
  await using server = await startOracle({ engine: fixture.engine });
  const connectString = `${server.host}:${server.port}/PDB1`;
  const connection = await oracledb.getConnection({ ...fixture.engine.administrator, connectString });
  await connection.execute('create table persons (id number(10) primary key, name varchar2(100), born date, note clob)');
  const born = new Date(1980, 1, 29, 13, 45, 30);
  const rows = Array.from({ length: 250 }, (_, index) => [index + 1, `Nguyễn ${index}`, born, index % 2 === 0 ? `ghi chú ${index}` : null]);
  await connection.executeMany('insert into persons values (:1, :2, :3, :4)', rows);
  expect(connection.transactionInProgress).toBe(true);
  await connection.commit();
  const fetchTypeHandler: oracledb.ExecuteOptions['fetchTypeHandler'] = ({ dbTypeName }) =>
    dbTypeName === 'CLOB' ? { type: oracledb.STRING } : undefined;
  for (let time = 0; time < 2; time++) {
    const result = await connection.execute('select id, name, born, note from persons where id > :1 order by id', [50], {
      fetchArraySize: 40,
      fetchTypeHandler,
    });
    expect(result.rows).toEqual(rows.slice(50));
  }
  await expect(connection.execute('insert into persons (id) values (1)')).rejects.toMatchObject({ errorNum: 1 });
  await expect(connection.execute('select * from nobody')).rejects.toMatchObject({ errorNum: 942 });
  await connection.rollback();
  await connection.close();
});
