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
  const change = (number) => ({ $set: { address: `Số ${number} phố Huế, lượt ${round}` } });
  const firstOf = (number) => (number * 7919 * size) % (total - size + 1);
  if (size === 1) {
    for (let from = 0; from < transactions; from += statementsPerCall) {
      const count = Math.min(statementsPerCall, transactions - from);
      const updates = Array.from({ length: count }, (_, index) => {
        const number = from + index;
        return { updateOne: { filter: { _id: firstOf(number) + 1 }, update: change(number) } };
      });
      await citizens.bulkWrite(updates, { ordered: true });
    }
    return { changes: transactions, after };
  }
  for (let number = 0; number < transactions; number++) {
    const first = firstOf(number);
    await client.withSession((session) =>
      session.withTransaction(() => citizens.updateMany({ _id: { $gt: first, $lte: first + size } }, change(number), { session })),
    );
  }
  return { changes: transactions * size, after };
}
