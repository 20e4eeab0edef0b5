/** What drivers give for a column. */
export type DriverValue = string | number | boolean | Uint8Array | null;

/** How a driver's row is looked into. One function for each adapter: it is called for every value that is read. */
export type ValueAt<Row> = (row: Row, place: number) => DriverValue | undefined;
