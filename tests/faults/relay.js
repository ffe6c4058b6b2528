import { connect, createServer } from 'node:net';

// Forwards TCP connections: relay.js FROM TO. While this process is stopped, nothing passes in either direction and nothing is refused, as in a network that is cut.

const [from, to] = process.argv.slice(2).map(Number);

createServer((socket) => {
  const beyond = connect(to, '127.0.0.1');
  for (const [one, other] of [[socket, beyond], [beyond, socket]]) one.on('error', () => other.destroy()).on('close', () => other.destroy()).pipe(other);
}).listen(from, '127.0.0.1');
