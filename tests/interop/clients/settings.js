import { issuerOf, nordia, secretOf } from '../demo.js';

// Set by run.sh.
const { APP_PORT: port, DOTNET_CLIENTS: dotnet } = process.env;

/** Where an application runs, and where a native program listens. */
export const application = `https://localhost:${port}`;
export const program = `http://127.0.0.1:${port}`;

export const issuer = issuerOf(nordia.host);
export const web = { ISSUER: issuer, CLIENT_ID: nordia.web, CLIENT_SECRET: secretOf(nordia.web), APP_URL: application };
export const native = { ISSUER: issuer, CLIENT_ID: nordia.native, APP_URL: program };

export const dotnetClient = (name) => ['dotnet', dotnet, name];

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the server says about the person to whom an access token belongs. */
export const userInfo = (token) => fetch(`${issuer}/connect/userinfo`, { headers: { authorization: `Bearer ${token}` } });
