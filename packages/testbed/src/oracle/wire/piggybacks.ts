import { freeLobs } from './lob-calls.ts';
import type { Lobs } from './lobs.ts';
import { callCode } from './protocol.ts';
import { MalformedMessage, type Reader } from './reader.ts';

/** What rides on a call, before it and without an answer. */
export interface Riders {
  readonly lobs: Lobs;
  closeCursor(cursor: number): void;
  /** Ends its rows; it may be executed again. */
  cancelCursor(cursor: number): void;
  setSchema(name: string): void;
}

export function readPiggyback(reader: Reader, on: Riders): void {
  const code = reader.u8();
  reader.u8();
  switch (code) {
    case callCode.closeCursors:
      return eachCursor(reader, on.closeCursor);
    case callCode.cancelCursors:
      return eachCursor(reader, on.cancelCursor);
    case callCode.lob:
      return freeLobs(reader, on.lobs);
    case callCode.endToEnd:
      return skipEndToEnd(reader);
    case callCode.appContext:
      return skipContext(reader);
    case callCode.setSchema: {
      reader.u8();
      reader.integer();
      on.setSchema((reader.bytes() ?? Buffer.alloc(0)).toString('utf8'));
      return;
    }
    default:
      throw new MalformedMessage(`A call ${code} ahead of another.`);
  }
}

function eachCursor(reader: Reader, tell: (cursor: number) => void): void {
  reader.u8();
  const count = reader.integer();
  for (let index = 0; index < count; index++) tell(reader.integer());
}

/** Module, action and the like, for views of sessions. */
function skipEndToEnd(reader: Reader): void {
  let texts = 0;
  const header = (): void => {
    reader.u8();
    if (reader.integer() > 0) texts++;
  };
  reader.take(2);
  reader.integer();
  for (let text = 0; text < 4; text++) header();
  reader.u8();
  reader.integer();
  header();
  reader.u8();
  reader.integer();
  reader.u8();
  reader.integer();
  header();
  for (; texts > 0; texts--) reader.bytes();
}

function skipContext(reader: Reader): void {
  reader.u8();
  reader.integer();
  reader.u8();
  const pairs = reader.integer();
  reader.integer();
  reader.u8();
  reader.bytes();
  for (let pair = 0; pair < pairs; pair++) {
    reader.sized();
    reader.sized();
    reader.integer();
  }
}
