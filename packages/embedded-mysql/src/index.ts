export {
  findMysql,
  lackOfMysql,
  listMysqlInstallations,
  type MysqlInstallation,
  type MysqlProduct,
  missingMysql,
} from './installations.ts';
export { type EmbeddedMysql, type EmbeddedMysqlOptions, startMysql } from './start.ts';
