/** SQL_REDO and SQL_UNDO of one row of V$LOGMNR_CONTENTS; `continues` is its CSF. */
export interface RowText {
  readonly redo: string | null;
  readonly undo: string | null;
  readonly continues: boolean;
}

/** Bytes in a VARCHAR2(4000). */
const room = 4000;

/** Statements that are longer than their columns go on in the next rows, cut between characters. */
export function rowTexts(redo: string | null, undo: string | null): readonly RowText[] {
  // A character has at most three bytes for each of its UTF-16 units.
  if ((redo?.length ?? 0) * 3 <= room && (undo?.length ?? 0) * 3 <= room) return [{ redo, undo, continues: false }];
  const [redoPieces, undoPieces] = [cut(redo), cut(undo)];
  const count = Math.max(redoPieces.length, undoPieces.length, 1);
  return Array.from({ length: count }, (_, place) => ({
    redo: redoPieces[place] ?? null,
    undo: undoPieces[place] ?? null,
    continues: place < count - 1,
  }));
}

function cut(text: string | null): readonly string[] {
  const bytes = Buffer.from(text ?? '');
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + room, bytes.length);
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
    pieces.push(bytes.toString('utf8', start, end));
    start = end;
  }
  return pieces;
}
