// Passkeys (WebAuthn). The page has one form for them, hidden until it is known to work here. Submitting it asks the authenticator first, and
// then posts its answer like any other form.
const form = document.querySelector("form[data-passkey]");
const options = JSON.parse(form.dataset.options);
const fault = form.querySelector("[data-passkey-fault]");
const creates = form.dataset.passkey === "create";
const domain = creates ? options.rp.id : options.rpId;

const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), character => character.charCodeAt(0));
const text = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = list => (list ?? []).map(credential => ({ ...credential, id: bytes(credential.id) }));

// As PublicKeyCredential.parse...FromJSON and toJSON, which not every browser has.
async function ask() {
  if (!creates)
    return navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    });
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
}

function answer(credential) {
  const { id, rawId, type, response, authenticatorAttachment } = credential;
  const parts = creates
    ? { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }
    : {
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
        userHandle: response.userHandle && text(response.userHandle),
      };
  return JSON.stringify({
    id,
    rawId: text(rawId),
    type,
    authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(response.clientDataJSON), ...parts },
  });
}

function explain(error) {
  switch (error.name) {
    case "InvalidStateError":
      return "This device already has a passkey for your account.";
    case "NotAllowedError":
    case "AbortError":
      return "This was cancelled or took too long. Nothing was changed. Try again.";
    default:
      return "This browser couldn't use a passkey here.";
  }
}

if (window.PublicKeyCredential && (location.hostname === domain || location.hostname.endsWith(`.${domain}`))) form.hidden = false;
else document.getElementById("no-passkeys")?.removeAttribute("hidden");

form.addEventListener("submit", async event => {
  event.preventDefault();
  fault.hidden = true;
  try {
    const credential = await ask();
    form.elements.credential.value = answer(credential);
    form.submit();
  } catch (error) {
    fault.textContent = explain(error);
    fault.hidden = false;
  }
});
