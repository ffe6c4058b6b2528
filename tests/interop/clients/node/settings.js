import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

// What an application is told: run.sh and applications.test.js set it.
export const { ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, APP_URL: url } = process.env;

export const listen = (app) =>
  createServer({ cert: readFileSync(process.env.TLS_CERT), key: readFileSync(process.env.TLS_KEY) }, app).listen(new URL(url).port);
