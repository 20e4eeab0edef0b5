import { SqlServerError } from '../../engine.ts';
import { collationBytes } from '../collations.ts';
import type { TokenWriter } from '../token-writer.ts';
import { token, writeCollation, writeDatabase, writeDone, writePacketSize } from '../tokens.ts';
import type { ServerVersion } from '../version.ts';
import { feature, type Login7, tds73A, tds74, tds80 } from './login7.ts';

export interface Agreed {
  readonly tdsVersion: number;
  readonly packetSize: number;
}

/** The highest version that both speak, and the size of packets. Throws 17832 for clients of before 7.3. */
export function agree(login: Login7, isStrict: boolean): Agreed {
  const tdsVersion = isStrict && login.tdsVersion === tds80 ? tds80 : Math.min(login.tdsVersion, tds74);
  if (tdsVersion !== tds80 && tdsVersion < tds73A) {
    throw new SqlServerError(17832, 'The login packet used to open the connection is of a TDS version that is not spoken here.', {
      severity: 20,
    });
  }
  // As the server: what is outside of 512 to 32767 becomes the nearest of them, and no wish its own default.
  const packetSize = login.packetSize === 0 ? 4096 : Math.min(Math.max(login.packetSize, 512), 32_767);
  return { tdsVersion, packetSize };
}

/** The answer to a login that succeeded, without its end. */
export function acknowledge(out: TokenWriter, login: Login7, agreed: Agreed, session: { database: string }, server: Server): void {
  writeDatabase(out, session.database, 'master');
  writeCollation(out, collationBytes(server.collation));
  writeLoginAck(out, agreed.tdsVersion, server.version);
  writePacketSize(out, agreed.packetSize, 4096);
  writeFeatureAck(out, login, server.version);
  writeDone(out, token.done, 0, undefined, false);
}

interface Server {
  readonly collation: string;
  readonly version: ServerVersion;
}

function writeLoginAck(out: TokenWriter, tdsVersion: number, [major, minor, build]: ServerVersion): void {
  const program = 'Microsoft SQL Server';
  out.u8(token.loginAck);
  out.u16(1 + 4 + 1 + program.length * 2 + 4);
  // T-SQL.
  out.u8(1);
  out.u32BigEndian(tdsVersion);
  out.byteText(program);
  out.u8(major);
  out.u8(minor);
  out.u8(build >> 8);
  out.u8(build & 0xff);
}

/** Of what the client asked for: tokens, and texts in UTF-8, which exist from SQL Server 2019 on and on Azure. */
function writeFeatureAck(out: TokenWriter, { features }: Login7, version: ServerVersion): void {
  const acknowledged: (readonly [number, Buffer])[] = [];
  if (features.has(feature.federated)) acknowledged.push([feature.federated, Buffer.alloc(0)]);
  if (features.has(feature.utf8) && hasUtf8(version)) acknowledged.push([feature.utf8, Buffer.from([1])]);
  if (acknowledged.length === 0) return;
  out.u8(token.featureAck);
  for (const [id, data] of acknowledged) {
    out.u8(id);
    out.u32(data.length);
    out.bytes(data);
  }
  out.u8(feature.end);
}

function hasUtf8([major, minor, build]: ServerVersion): boolean {
  return major >= 15 || (major === 12 && minor === 0 && build === 2000);
}
