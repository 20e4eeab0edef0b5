/** A column that puts rows in order. `Binds` are the values that go with a statement; an engine that takes none has no use for them. */
export interface OrderColumn<Binds> {
  readonly name: string;
  /** What is compared and put in order: as bare as the index has it. */
  readonly sql: string;
  readonly nullable: boolean;
  /** Whole numbers: ranges can be cut without reading. */
  readonly integer: boolean;
  /**
   * What stands for a value in a comparison: of the column's own type, or the index would not serve. `text` is the value as a position
   * has it, `name` begins the name of its bind.
   */
  operand(text: string, binds: Binds, name: string): string;
}

/** A column of the key by which a table is walked. */
export interface KeyColumn<Binds, Value> extends OrderColumn<Binds> {
  /** What is selected of the column, which a statement names in its own way, so that its text makes the operand again. */
  printed(column: string): string;
  /** From the driver's value to the text of a position. */
  text(value: Value): string;
}
