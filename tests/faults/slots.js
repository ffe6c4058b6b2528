import { connect } from 'node:net';

// Takes all connections that a PostgreSQL server has left for ordinary users, and each that becomes free.

export const occupier = 'occupier';

/** The first message of PostgreSQL's protocol 3.0. */
function startup(settings) {
  const text = Buffer.from(Object.entries(settings).flat().map((part) => `${part}\0`).join('') + '\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(text.length + 8, 0);
  head.writeInt32BE(196608, 4);
  return Buffer.concat([head, text]);
}

/** Takes one connection. Answers undefined if there was none. */
const take = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(startup({ user: 'tokenhouse', database: 'tokenhouse', application_name: occupier })));
    socket.once('data', (answer) => resolve(answer.toString('latin1', 0, 1) === 'R' ? socket : undefined));
    socket.on('error', () => resolve(undefined));
  });

/** Takes all connections, ends those of others with `disconnect`, takes these too, and holds them for a time. Answers how many they were. */
export async function takeAll(port, ms, disconnect) {
  const taken = [];
  const takeWhatIsFree = async () => {
    for (let more = [true]; more.length > 0; taken.push(...more)) more = (await Promise.all(Array.from({ length: 8 }, () => take(port)))).filter(Boolean);
  };
  await takeWhatIsFree();
  for (const end = performance.now() + ms; performance.now() < end; await takeWhatIsFree()) await disconnect();
  for (const socket of taken) socket.destroy();
  return taken.length;
}
