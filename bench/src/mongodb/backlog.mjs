const statementsPerCall = 2_000;

/**
 * Writes changes as a backlog, so many to a transaction; how fast it is made is not measured.
 * @returns {Promise<{ changes: number, after: object }>} `after`: the resume token before the first of them
 */
export async function writeBacklog({ client, db }, { changes, size, round, total }) {
  const transactions = Math.max(1, Math.floor(changes / size));
  const stream = db.watch();
  await stream.tryNext();
  const after = stream.resumeToken;
  await stream.close();
  const citizens = db.collection('citizen');
  // Another street than in the backlogs of the other engines: the documents are rows which those changed, and an update that
  // changes nothing is no event.
  const change = (number) => ({ $set: { address: `Số ${number} phố Hàng Bông, lượt ${round}` } });
  const firstOf = (number) => (number * 7919 * size) % (total - size + 1);
  if (size === 1) {
    for (let from = 0; from < transactions; from += statementsPerCall) {
      const count = Math.min(statementsPerCall, transactions - from);
      const updates = Array.from({ length: count }, (_, index) => {
        const number = from + index;
        return { updateOne: { filter: { _id: firstOf(number) + 1 }, update: change(number) } };
      });
      expectModified(await citizens.bulkWrite(updates, { ordered: true }), count);
    }
    return { changes: transactions, after };
  }
  for (let number = 0; number < transactions; number++) {
    const first = firstOf(number);
    const ids = { _id: { $gt: first, $lte: first + size } };
    const result = await client.withSession((session) =>
      session.withTransaction(() => citizens.updateMany(ids, change(number), { session })),
    );
    expectModified(result, size);
  }
  return { changes: transactions * size, after };
}

function expectModified({ modifiedCount }, count) {
  if (modifiedCount !== count) throw new Error(`the backlog was to change ${count} documents and changed ${modifiedCount}`);
}
