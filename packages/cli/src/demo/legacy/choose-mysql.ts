import { LienThongError } from '@lienthong/core';
import { findMysql, lackOfMysql, type MysqlInstallation } from '@lienthong/embedded-mysql';

/** The server that is asked for; for `mysql` MariaDB where there is no MySQL: the adapter is the same, and the demo says which it is. */
export async function chooseMysql(engine: 'mysql' | 'mariadb'): Promise<MysqlInstallation> {
  const found = (engine === 'mysql' ? await findMysql('MySQL') : undefined) ?? (await findMysql('MariaDB'));
  if (found !== undefined) return found;
  const products = engine === 'mysql' ? (['MySQL', 'MariaDB'] as const) : (['MariaDB'] as const);
  throw new LienThongError('SOURCE_UNREACHABLE', {
    message: `there is no ${products.join(' and no ')} server on this machine`,
    remedy: `Install one of them, or leave --engine out: PostgreSQL comes with the command. ${(await Promise.all(products.map(lackOfMysql))).join('; ')}.`,
  });
}
