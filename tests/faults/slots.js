import { connect } from 'node:net';
import { sleep } from './system.js';

// Takes all connections that a PostgreSQL server has left for ordinary users, and each that becomes free.

const patience = 500; // ms
const pause = 50; // ms

export const occupier = 'occupier';

/** The first message of PostgreSQL's protocol 3.0. */
function startup(settings) {
  const text = Buffer.from(Object.entries(settings).flat().map((part) => `${part}\0`).join('') + '\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(text.length + 8, 0);
  head.writeInt32BE(196608, 4);
  return Buffer.concat([head, text]);
}

/** Tries to take one connection. `taken` is called when it was taken; the promise ends when that is known. */
function take(port, taken) {
  const socket = connect(port, '127.0.0.1', () => socket.write(startup({ user: 'tokenhouse', database: 'tokenhouse', application_name: occupier })));
  const known = new Promise((resolve) => {
    socket.on('error', resolve).on('close', resolve).once('data', (answer) => {
      if (answer.toString('latin1', 0, 1) === 'R') taken();
      resolve();
    });
  });
  return { socket, known };
}

/** Holds all connections for a time, also those that others had, which `disconnect` ends. Answers how many they were. */
export async function takeAll(port, ms, disconnect) {
  const end = performance.now() + ms;
  const sockets = [];
  let held = 0;
  const taker = async () => {
    while (performance.now() < end) {
      const before = held;
      const { socket, known } = take(port, () => held++);
      sockets.push(socket);
      await Promise.race([known, sleep(patience)]);
      if (held === before) await sleep(pause);
    }
  };
  const killer = async () => {
    while (performance.now() < end) {
      await sleep(patience);
      await disconnect();
    }
  };
  try {
    await Promise.all([...Array.from({ length: 8 }, taker), killer()]);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return held;
}
