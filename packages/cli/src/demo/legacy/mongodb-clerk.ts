import type { ClientSession, Collection, MongoClient } from 'mongodb';
import { type Clerk, type Correction, readdressed } from './legacy-database.ts';
import type { LegacyPerson, LegacyPersons } from './mongodb-persons.ts';

export type CitizenCollection = Collection<LegacyPerson>;

/** A clerk who works with documents. `_id` is the key and cannot be changed: a new key is a new document in the old one's place. */
export function mongodbClerk(client: MongoClient, citizens: CitizenCollection, { legacyPerson }: LegacyPersons): Clerk {
  const transact = <T>(work: (session: ClientSession) => Promise<T>) =>
    client.withSession((session) => session.withTransaction(() => work(session)));
  const insert = async (person: LegacyPerson) => ((await citizens.insertOne(person)).acknowledged ? 1 : 0);
  // The only writer: between looking for a person and changing him nothing happens.
  const nearest = (above: string, session?: ClientSession) =>
    citizens.findOne({ _id: { $gte: above } }, { sort: { _id: 1 }, ...(session === undefined ? {} : { session }) });
  return {
    add: (number) => insert(legacyPerson(number)),
    addRight: (key) => insert(rightPerson(key)),
    async correct(what, above) {
      const person = await nearest(above);
      if (person === null) return 0;
      const { modifiedCount } = await citizens.updateOne(
        { _id: person._id },
        { $set: { ...corrections[what](), ngay_cap_nhat: new Date() } },
      );
      return modifiedCount;
    },
    async remove(above) {
      const person = await nearest(above);
      return person === null ? 0 : (await citizens.deleteOne({ _id: person._id })).deletedCount;
    },
    changeKey: (above, key) =>
      transact(async (session) => {
        const person = await nearest(above, session);
        if (person === null) return 0;
        await citizens.deleteOne({ _id: person._id }, { session });
        await citizens.insertOne({ ...person, _id: key, ngay_cap_nhat: new Date() }, { session });
        return 1;
      }),
    readdress: (above) =>
      transact(async (session) => {
        const persons = await citizens.find({ _id: { $gte: above } }, { sort: { _id: 1 }, limit: readdressed, session }).toArray();
        const short = persons.filter(({ dia_chi: { duong } }) => duong.length < 150);
        if (short.length === 0) return 0;
        const updates = short.map(({ _id, dia_chi: { duong } }) => ({
          updateOne: { filter: { _id }, update: { $set: { 'dia_chi.duong': `${duong.trim()}, Việt Nam`, ngay_cap_nhat: new Date() } } },
        }));
        return (await citizens.bulkWrite(updates, { session })).modifiedCount;
      }),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function rightPerson(key: string): LegacyPerson {
  const address = { so_nha: 'Số 1', duong: 'phố Mới', ma_xa: '00001' };
  return {
    _id: key,
    ho: 'Mai',
    ten_dem: 'Thanh',
    ten: 'Sang',
    gioi_tinh: 'Nam',
    dia_chi: address,
    tinh_trang: 1,
    ngay_cap_nhat: new Date(),
  };
}

// Names are what .VnTime fonts show, as in legacy.mongodb.mjs.
const corrections: Readonly<Record<Correction, () => Readonly<Record<string, unknown>>>> = {
  address: () => ({ 'dia_chi.so_nha': `Số ${Math.floor(Math.random() * 400)}`, 'dia_chi.duong': 'phố Mới' }),
  name: () => ({ ten_dem: 'ThÞ', ten: 'Th¶o' }),
  'sex-and-birth': () => ({ gioi_tinh: Math.random() < 0.5 ? 'Nam' : 'Nữ', ngay_sinh: '02/09/1985', tinh_trang: 1 }),
  death: () => ({ tinh_trang: 2 }),
  'wrong-sex': () => ({ gioi_tinh: '?' }),
  'wrong-birth': () => ({ ngay_sinh: '30/02/1990' }),
};
