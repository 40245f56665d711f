import { type At, at, cause, redisCli } from './cause.js';

/** The store speaks TLS, and was addressed in clear, or might be. */
export const tlsRequired = cause(
  'tls_required',
  'tls',
  'you',
  (e: At & { readonly asked: string; readonly plain: string }) => ({
    summary:
      e.asked === 'off'
        ? `${at(e)} speaks TLS only, and was addressed in clear (PING was answered with: ${e.plain}).`
        : `${at(e)} speaks TLS only: a client that is not told so hangs or is cut off.`,
    fix: {
      text: 'Use a rediss:// URL (in clients: tls on; here: --tls on), or turn TLS off for the datastore.',
      command: redisCli(e, true),
    },
  }),
);

/** The store speaks plain text, and was asked for TLS: such a client waits until its timeout. */
export const tlsNotOffered = cause('tls_not_offered', 'tls', 'you', (e: At & { readonly hello: string }) => ({
  summary: `${at(e)} speaks no TLS: it answers PING in clear (and the TLS hello with: ${e.hello}). A TLS client hangs here.`,
  fix: {
    text: 'Use a redis:// URL (in clients: tls off; here: --tls off), or turn TLS on for the datastore.',
    command: redisCli(e),
  },
}));

/** TLS works in both directions, and the server wants a client certificate. */
export const tlsClientCertificateRequired = cause(
  'tls_client_certificate_required',
  'tls',
  'you',
  (e: At & { readonly reason: string }) => ({
    summary: `${at(e)} speaks TLS and wants a client certificate (${e.reason}).`,
    fix: {
      text: 'The network is fine. Verify with a client that has a certificate, or turn the demand off.',
      command: `redis-cli --tls --cert client.crt --key client.key -h ${e.address} -p ${e.port} PING`,
    },
  }),
);

/** TLS is spoken, but no common version or cipher was found. */
export const tlsHandshakeFailed = cause(
  'tls_handshake_failed',
  'tls',
  'you',
  (e: At & { readonly reason: string; readonly errno: string }) => ({
    summary: `${at(e)} speaks TLS, and the handshake failed: ${e.reason}.`,
    fix: {
      text: 'Both sides must share a version (1.2 or 1.3) and a cipher; a proxy on the way may also want another server name.',
      command: `openssl s_client -connect ${at(e)} </dev/null`,
    },
  }),
);

type Certificate = At & {
  readonly problem: string;
  readonly expected: string;
  readonly subject: string;
  readonly issuer: string;
  readonly names: string;
  readonly validTo: string;
};

/** The chain does not end in an authority that this host trusts. */
export const tlsCertificateUntrusted = cause('tls_certificate_untrusted', 'tls', 'you', (e: Certificate) => ({
  summary: `The certificate of ${at(e)} is not trusted here (${e.problem}; issued by ${e.issuer || 'nobody named'}).`,
  fix: {
    text: 'Pass the certificate of its authority (ca, or the variable NODE_EXTRA_CA_CERTS) here and in your client. Until then no password is sent.',
    command: `openssl s_client -showcerts -connect ${at(e)} </dev/null`,
  },
}));

/** The certificate is for another name. */
export const tlsCertificateName = cause('tls_certificate_name', 'tls', 'you', (e: Certificate) => ({
  summary: `The certificate of ${at(e)} is for ${e.names || e.subject || 'no name'}, not for ${e.expected}.`,
  fix: {
    text: 'Use the name that the certificate carries as host, or pass it as servername. Until then no password is sent.',
    command: `openssl s_client -connect ${at(e)} </dev/null | openssl x509 -noout -ext subjectAltName`,
  },
}));

/** The certificate's time is over. */
export const tlsCertificateExpired = cause(
  'tls_certificate_expired',
  'tls',
  'dragonfly',
  (e: Certificate) => ({
    summary: `The certificate of ${at(e)} is out of date (${e.problem}; valid until ${e.validTo}).`,
    fix: {
      text: "Check this host's clock first. If it is right, the certificate has to be renewed: tell Dragonfly's support.",
      command: 'date -u',
    },
  }),
);
