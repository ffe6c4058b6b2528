// The peer of the benchmark: the same request, answered with a token of the same algorithm, claims and lifetime.
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://login.dc2.localhost:${port}`;
const scope = "Public.Application.Read Public.Application.Write";
const audience = "urn:tokenhouse:hr";
const lifetime = 300;

const signingKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });

// Without an adapter of its own it keeps everything in memory, which is the fastest that it has.
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "acme-live",
      client_secret: "acme-live-demo-secret",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      scope,
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  clientDefaults: { id_token_signed_response_alg: "ES256" },
  extraTokenClaims: () => ({ tenant: "acme", tenant_id: 218, environment: "LIVE", datacentre: "dc2" }),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      getResourceServerInfo: () => ({
        accessTokenFormat: "jwt",
        accessTokenTTL: lifetime,
        audience,
        jwt: { sign: { alg: "ES256" } },
        scope,
      }),
    },
  },
  jwks: { keys: [{ ...signingKey, alg: "ES256", use: "sig" }] },
  routes: { token: "/connect/token" },
  scopes: scope.split(" "),
});

provider.on("server_error", (_, error) => console.error(error));
const listener = provider.listen(port, "127.0.0.1");
process.once("SIGTERM", () => {
  listener.close();
  listener.closeAllConnections();
});
